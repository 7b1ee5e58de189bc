import type { CallSettings, Decision } from '../core/call.js';
import type { ModelOptions } from '../core/model.js';
import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import type { Kept } from './kept.js';
import type { LearnedQuality } from './quality/belief.js';

/** What is known of a target at this moment. */
export interface TargetFacts {
  /** Why it would refuse now, and for how long; null when it is ready. */
  readonly unavailable: { readonly state: 'open' | 'cooling'; readonly retryAfterMs: number } | null;
  /** Measured lately; null when it was not. */
  readonly firstContentMs: number | null;
  /** The p95 of its answers' tokens, measured lately; null where that does not matter, or too few were. */
  readonly outputTokens: number | null;
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
  readonly factsOf: (target: Target) => TargetFacts;
  /** Null: no budget applies. */
  readonly funds: Funds | null;
}
