import type { Answer, Attempt } from '../../core/call.js';
import type { ModelResult } from '../../core/model.js';
import { unusableAnswer } from '../../core/unusable-answer.js';
import type { World } from '../../core/world.js';
import { jsonOf } from '../../prompt/text-of.js';
import type { Kit } from '../kit.js';
import { answered } from './answered.js';
import { failed, finishedWithError } from './failed.js';
import { noteResponse } from './note-response.js';

/**
 * One `doGenerate` of the target. Rejects with an `AttemptFailed`, at once when cancelled: a model that does not
 * listen to its signal must not hold up its caller. One promise beside the model's own: each is kept while it works.
 */
export function generateOnce({ world }: Kit, attempt: Attempt): Promise<Answer> {
  attempt.progress.sentAtMs = world.monotonicMs();
  return new Promise((resolve, reject) => {
    const { target, cancel, options } = attempt;
    const fail = (error: unknown): void => {
      cancel.offCancel(fail);
      reject(failed(world, attempt, error));
    };
    const answer = (result: ModelResult): void => {
      if (cancel.isCancelled) return;
      try {
        resolve(answerOf(world, attempt, result));
        cancel.offCancel(fail);
      } catch (error) {
        fail(error);
      }
    };
    cancel.onCancel(fail);
    if (cancel.isCancelled) return;
    try {
      target.model.doGenerate(options).then(answer, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** A body that came with a good status and is no answer fails the attempt like any other. */
function answerOf(world: World, attempt: Attempt, result: ModelResult): Answer {
  if (!Array.isArray(result?.content) || typeof result.finishReason !== 'object')
    throw unusableAnswer(attempt.target.id, 'its result has no content or no finish reason');
  attempt.progress.outputCharacters = charactersOf(result);
  if (result.finishReason.unified === 'error') throw finishedWithError(result);
  // What is read of it on the way up is read here first: a getter that throws fails the attempt, not the call.
  void [result.providerMetadata, result.response?.headers, result.warnings];
  noteResponse(attempt.progress, result.response);
  attempt.progress.finishReason = result.finishReason.unified;
  return { mode: 'generate', result, settled: answered(world, attempt, result) };
}

function charactersOf(result: ModelResult): number {
  let characters = 0;
  for (const part of result.content) {
    if (part.type === 'text' || part.type === 'reasoning') characters += lengthOf(part.text);
    else if (part.type === 'tool-call') characters += lengthOf(part.input);
  }
  return characters;
}

/** Some models hand on the input of a tool as an object; one figure that is none would spoil every sum. */
const lengthOf = (text: unknown): number => (typeof text === 'string' ? text : jsonOf(text)).length;
