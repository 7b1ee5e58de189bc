import type { ModelOptions, ReasoningEffort } from '../core/model.js';
import type { Target } from '../core/target.js';

/** One entry of a tier's list: a target, and how to use it there. */
export interface RouteOption {
  readonly target: Target;
  readonly reasoning: ReasoningEffort | null;
  readonly defaults: Partial<ModelOptions>;
}

/** A target that may be sent to, with what is expected of it. Null means unknown. */
export interface Candidate extends RouteOption {
  readonly expectedCostNanoUsd: number | null;
  /** Null too in a plan that nothing orders by time. */
  readonly expectedFirstContentMs: number | null;
  /** The most output tokens that `maxCostUsd` pays for; null without a cap. */
  readonly affordableOutputTokens: number | null;
  /** Input and output tokens to set aside in a rate limit. */
  readonly reservedTokens: number;
}

/** Puts candidates in the order in which they are tried. Values in, values out. */
export type Strategy = (candidates: readonly Candidate[]) => readonly Candidate[];
