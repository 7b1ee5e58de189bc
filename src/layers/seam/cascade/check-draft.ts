import type { ModelOptions } from '../../../core/model.js';
import { asksForJson } from './asked.js';
import type { Draft } from './draft.js';
import { mismatchWith } from './schema/mismatch-with.js';

export type Verdict =
  | { readonly kind: 'good' }
  /** `isCut`: at a limit of its length, so that a target with the same limit is no help. */
  | { readonly kind: 'bad'; readonly problem: string; readonly isCut: boolean }
  /** It counts as good. */
  | { readonly kind: 'unchecked'; readonly because: string };

/** In UTF-16 code units; of a longer one nothing is known. */
const longestJson = 262_144;

const good: Verdict = { kind: 'good' };
const bad = (problem: string, isCut = false): Verdict => ({ kind: 'bad', problem, isCut });

/** Whether an answer is one: JSON after its schema where the call asks for that, else whole. Not for texts with a limit of the call's own. */
export async function checkDraft({ text, finishReason }: Draft, options: ModelOptions): Promise<Verdict> {
  if (finishReason === null) return bad('the answer broke off');
  const isCut = finishReason === 'length';
  if (!asksForJson(options)) return isCut ? bad('the answer was cut at its length limit', true) : good;
  if (text.length > longestJson) return { kind: 'unchecked', because: 'the answer is too long' };
  const value = parsed(text);
  if (value === null)
    return bad(isCut ? 'the JSON was cut at its length limit' : 'the answer is no JSON', isCut);
  const { schema } = options.responseFormat;
  if (schema === undefined) return good;
  try {
    const keyword = await mismatchWith(schema, value.of);
    return keyword === null ? good : bad(`the answer does not match its JSON schema (${keyword})`);
  } catch {
    return { kind: 'unchecked', because: 'its JSON schema cannot be checked' };
  }
}

/** As strict as the AI SDK reads it: no fence, nothing around it. */
function parsed(text: string): { readonly of: unknown } | null {
  try {
    return { of: JSON.parse(text) };
  } catch {
    return null;
  }
}
