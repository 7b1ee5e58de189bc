import type { Call, CallSettings, Decision } from '../core/call.js';
import type { ModelOptions } from '../core/model.js';
import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import type { Measured } from '../measure/decayed-quantile.js';
import type { Kept } from './kept.js';
import type { LearnedQuality } from './quality/belief.js';

/** What is known of a target at this moment. */
export interface TargetFacts {
  /** Why it would refuse now, and for how long; null when it is ready. */
  readonly unavailable: { readonly state: 'open' | 'cooling'; readonly retryAfterMs: number } | null;
  /** The p95 of its answers' tokens, measured lately; null where that does not matter, or too few were. */
  readonly outputTokens: number | null;
}

/** How long answers of the call's form take. */
export interface Times {
  readonly mode: Call['mode'];
  /** Milliseconds to the first content of a stream, or to the whole answer of a generate; null: not known. */
  readonly of: (target: Target) => Measured | null;
}

/** What a tenant's budgets leave at this moment. */
export interface Funds {
  /** Infinity: nobody knows yet; whoever reserves will. */
  readonly leftNanoUsd: number;
  /** How long until so much may be left; null: it is more than a whole window has. */
  readonly fitsAfterMs: (nanoUsd: number) => number | null;
  /** `maxOutputTokens` of a call that gives none; null: the target's. */
  readonly usualOutputTokens: number | null;
}

export interface PlanRequest {
  /** Null for a forced target: such a call is not classified. */
  readonly decision: Decision | null;
  /** The target that the caller forces. */
  readonly pinned: Target | null;
  /** A target to stay with; null: none. */
  readonly kept: Kept | null;
  /** Where the call's session is; null: it has none. */
  readonly session: { readonly target: string; readonly cachedTokens: number } | null;
  /** How long the answer will be there, in tokens, if `guess` is what its task says. */
  readonly outputTokensAt: (target: Target, guess: number) => number;
  /** What use has taught of the targets; null: nothing is learned. */
  readonly quality: LearnedQuality | null;
  readonly options: ModelOptions;
  readonly traits: Traits;
  readonly settings: CallSettings;
  /** Milliseconds since 1970; asked where a price depends on the time. */
  readonly wallMs: () => number;
  readonly factsOf: (target: Target) => TargetFacts;
  readonly times: Times;
  /** Null: no budget applies. */
  readonly funds: Funds | null;
  /** Who reads the plan wants to see its times, though nothing depends on them. */
  readonly isForShow: boolean;
  /** A random number in [0, 1): the call is to measure a target that few calls go to. Null: it is not. */
  readonly exploring: number | null;
}
