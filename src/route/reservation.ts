import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import { bucketTokens } from '../store/bucket-size.js';

/** The estimate of an input is off by less than this for almost any text. */
const inputBoundRatio = 1.25;

export interface Reservation {
  /** To set aside in a rate limit until it is known what was used. */
  readonly reservedTokens: number;
  /** What the call itself asks for: its input, and an explicit `maxOutputTokens`. */
  readonly certainTokens: number;
}

/**
 * The tokens of a call at a target: the input with a margin, and the most that may come out. Where nobody has set
 * `maxOutputTokens`, that is the p95 of what came out of this target lately, else a guess; no more than a bucket holds,
 * because nobody asked for that much.
 */
export function reservationOf(
  target: Target,
  facts: {
    readonly traits: Traits;
    /** Null: nobody has set it. */
    readonly maxOutputTokens: number | null;
    readonly measuredOutputTokens: number | null;
    readonly guessedOutputTokens: number;
  },
): Reservation {
  const { maxOutputTokens } = facts;
  const { estimatedInputTokens } = facts.traits;
  const mostTokens = target.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const outputTokens = Math.min(
    maxOutputTokens ?? facts.measuredOutputTokens ?? facts.guessedOutputTokens,
    mostTokens,
  );
  const certainTokens = estimatedInputTokens + (maxOutputTokens === null ? 0 : outputTokens);
  const wanted = Math.ceil(estimatedInputTokens * inputBoundRatio + outputTokens);
  const bucket = bucketTokens(target.limits) ?? Number.POSITIVE_INFINITY;
  return { reservedTokens: Math.max(Math.ceil(certainTokens), Math.min(wanted, bucket)), certainTokens };
}
