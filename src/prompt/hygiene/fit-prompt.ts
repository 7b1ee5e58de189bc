import type { ModelMessage, ModelPrompt } from '../../core/model.js';
import type { Family } from '../../core/target.js';
import { withoutPins } from '../loop/pin.js';
import { fillsEachAnswer, fillWire } from './fill-wire.js';
import { keepOwn } from './keep-own.js';
import { pairTools } from './pair-tools.js';
import { rulesOf } from './rules.js';
import { isBlank, shapeTurns } from './shape-turns.js';

export interface FittedPrompt {
  readonly prompt: ModelPrompt;
  /** What the model no longer reads, or reads besides; for a warning. */
  readonly notes: readonly string[];
}

/** One step: it adds to `notes`, and gives back the prompt it was given where there is nothing to do. */
export type Step = (prompt: ModelPrompt, family: Family, notes: string[]) => ModelPrompt;

const steps: readonly Step[] = [withoutPins, keepOwn, pairTools, shapeTurns, fillWire];
const nothing: readonly string[] = [];

/**
 * Makes a prompt fit for the family it goes to next, whoever wrote its parts:
 * - What we put on tool calls ourselves is dropped.
 * - Provider options of another provider (item ids, encrypted reasoning, signatures, cache points) are dropped: no other
 *   provider reads them, and a gateway may pass them on to one that refuses them.
 * - Reasoning of another family is dropped with its text, since nobody takes it: `@ai-sdk/anthropic` leaves unsigned
 *   reasoning out, `@ai-sdk/openai` what has no item of its own, and `@ai-sdk/openai-compatible` sends it as
 *   `reasoning_content`, which strict servers answer 400 to (Kilo-Org/kilocode#10375). Told as an answer it would be
 *   read as something that was said.
 * - Tool calls get valid, unique ids, and a result where they have none; a result without a call is dropped.
 * - The order of roles, and empty text, are put right where the family refuses them (`rules.ts`).
 *
 * A prompt of the family's own making has nothing of this, and comes back as the same object; for an unknown family (null)
 * only what is ours is dropped. Ids and metadata change in silence, since no model reads them.
 */
export function fitPrompt(prompt: ModelPrompt, family: Family | null): FittedPrompt {
  if (family === null) return { prompt: withoutPins(prompt), notes: nothing };
  if (isPlain(prompt, family)) return { prompt, notes: nothing };
  const notes: string[] = [];
  return { prompt: steps.reduce((fitted, step) => step(fitted, family, notes), prompt), notes };
}

/** System, then user and assistant in turn, all plain text: the common case, told apart in nanoseconds. */
function isPlain(prompt: ModelPrompt, family: Family): boolean {
  const { refusesBlankText } = rulesOf(family);
  const wantsMore = fillsEachAnswer(family);
  let hasBegun = false;
  for (const message of prompt) {
    if (message.providerOptions !== undefined || message.role === 'tool') return false;
    if (message.role === 'system') {
      if (hasBegun) return false;
      continue;
    }
    if (message.role === 'assistant' && (!hasBegun || wantsMore)) return false;
    hasBegun = true;
    if (!isPlainContent(message.content, refusesBlankText)) return false;
  }
  return true;
}

function isPlainContent(
  content: Exclude<ModelMessage['content'], string>,
  refusesBlankText: boolean,
): boolean {
  if (content.length === 0) return false;
  for (const part of content) {
    if (part.providerOptions !== undefined) return false;
    if (part.type === 'file') continue;
    if (part.type !== 'text' || part.text === '') return false;
    if (refusesBlankText && isBlank(part.text)) return false;
  }
  return true;
}
