import type { Answer, Attempt } from '../../core/call.js';
import type { ModelResult } from '../../core/model.js';
import { unusableAnswer } from '../../core/unusable-answer.js';
import type { World } from '../../core/world.js';
import { usageOf } from '../../price/usage-of.js';
import { jsonOf } from '../../prompt/text-of.js';
import type { Kit } from '../kit.js';
import { failed, finishedWithError, outcomeOf } from './failed.js';
import { unlessCancelled } from './unless-cancelled.js';

/** One `doGenerate` of the target. Rejects with an `AttemptFailed`. */
export function generateOnce({ world }: Kit, attempt: Attempt): Promise<Answer> {
  const { target, cancel, options, progress } = attempt;
  progress.sentAtMs = world.monotonicMs();
  return unlessCancelled(cancel, () => target.model.doGenerate(options)).then(
    result => answerOf(world, attempt, result),
    error => {
      throw failed(world, attempt, error);
    },
  );
}

/** A body that came with a good status and is no answer fails the attempt like any other. */
function answerOf(world: World, attempt: Attempt, result: ModelResult): Answer {
  try {
    if (!Array.isArray(result?.content) || typeof result.finishReason !== 'object')
      throw unusableAnswer(attempt.target.id, 'its result has no content or no finish reason');
    attempt.progress.outputCharacters = charactersOf(result);
    if (result.finishReason.unified === 'error') throw finishedWithError(result);
    const settled = outcomeOf(world, attempt, 'ok', usageOf(result.usage), null);
    return { mode: 'generate', result, settled };
  } catch (error) {
    throw failed(world, attempt, error);
  }
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
