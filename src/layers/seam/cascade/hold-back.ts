import type { AttemptFailed } from '../../../core/attempt-failed.js';
import type { Answer, PartReader } from '../../../core/call.js';
import type { ModelPart } from '../../../core/model.js';
import { partSize } from '../../part-size.js';
import type { Draft } from './draft.js';
import { draftOf, isOfTools } from './draft.js';

type StreamAnswer = Extract<Answer, { mode: 'stream' }>;

/** An answer that was kept from the caller. */
export interface Held {
  /** To be handed on: all that came, and what comes yet. */
  readonly answer: Answer;
  /** Null: it is not to be checked. */
  readonly draft: Draft | null;
}

/** A stream that is longer is handed on unchecked. */
const mostParts = 50_000;
/** About 4 MB, names of fields included. */
const mostCharacters = 4_194_304;

/**
 * Reads an answer to its end before the caller sees it. A stream is given up, and handed on as it comes, as soon as it
 * calls a tool or is too long. Never rejects: an answer that broke off is one.
 */
export async function holdBack(answer: Answer): Promise<Held> {
  if (answer.mode === 'generate') return { answer, draft: draftOf(answer.result) };
  const held = await readStream(answer);
  // What it cost is known before it is judged.
  if (held.draft !== null) await answer.settled;
  return held;
}

function readStream(answer: StreamAnswer): Promise<Held> {
  const { result: reader } = answer;
  const parts: ModelPart[] = [];
  const text: string[] = [];
  let characters = 0;

  return new Promise(resolve => {
    function end(draft: Draft | null, rest: Rest): void {
      resolve({ answer: { ...answer, result: replay(reader, parts, rest) }, draft });
    }

    function take(part: ModelPart | null): void {
      if (part !== null) parts.push(part);
      if (part === null) end(null, null);
      else if (part.type === 'finish')
        end({ text: text.join(''), finishReason: part.finishReason.unified }, null);
      else {
        if (part.type === 'text-delta') text.push(part.delta);
        characters += partSize(part);
        if (isOfTools(part) || parts.length > mostParts || characters > mostCharacters) end(null, reader);
        else reader.next(take, fail);
      }
    }

    const fail = (failure: AttemptFailed): void => end({ text: '', finishReason: null }, failure);

    reader.next(take, fail);
  });
}

/** What follows the parts that came: what comes yet, what broke the stream off, or nothing. */
type Rest = PartReader | AttemptFailed | null;

function replay({ request, response }: PartReader, parts: ModelPart[], rest: Rest): PartReader {
  let at = 0;
  return {
    request,
    response,
    next(hand, end) {
      const part = parts[at++];
      if (part !== undefined) return hand(part);
      // Kept no longer than they are wanted.
      parts.length = 0;
      if (rest === null) hand(null);
      else if (rest instanceof Error) end(rest);
      else rest.next(hand, end);
    },
  };
}
