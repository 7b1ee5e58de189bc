import type { RateLimits } from '../../../retry/rate-limit-headers.js';
import type { Op } from '../../../store/store.js';
import { lower } from './adapt-rate.js';
import type { ConfiguredRates, Draft, RateState } from './rate-state.js';
import { draftOf, newRateState, unitsPerToken } from './rate-state.js';
import { refill } from './take-tokens.js';

export interface SettleInput {
  readonly configured: ConfiguredRates;
  /** Reserved less used: a refund, or a debt where it is negative. */
  readonly refundTokens: number;
  readonly wasRateLimited: boolean;
  /** A rate limit that said how long to wait. */
  readonly isHinted: boolean;
  readonly latencyMs: number;
  /** What the server says of its limits; null: nothing. */
  readonly told: RateLimits | null;
}

/** Puts an attempt's reservation right when it has settled, and learns from what the server said. */
export const settleTokens: Op<RateState, SettleInput, null> = {
  name: 'settle-tokens',
  step(before, { configured, refundTokens, wasRateLimited, isHinted, latencyMs, told }, nowMs) {
    const state = before === undefined ? newRateState(nowMs) : draftOf(before);
    refill(state, configured, nowMs);
    // A refund above the bucket's size is cut off by the next refill.
    state.tokenLevel = Math.min(Number.MAX_SAFE_INTEGER, state.tokenLevel + refundTokens * unitsPerToken);
    if (told !== null) hear(state, configured, told);
    if (wasRateLimited) lower(state, configured, { nowMs, latencyMs, isHinted });
    return { state, output: null };
  },
};

/** A limit that the server states is taken at once where none is configured; what it says is left only lowers the level. */
function hear(state: Draft, configured: ConfiguredRates, { requests, tokens }: RateLimits): void {
  if (configured.requestsPerMinute === null) state.toldPerMinute = perMinute(requests) ?? state.toldPerMinute;
  if (configured.tokensPerMinute === null)
    state.toldTokensPerMinute = perMinute(tokens) ?? state.toldTokensPerMinute;
  state.requestLevel = atMost(state.requestLevel, requests?.remaining ?? null);
  state.tokenLevel = atMost(state.tokenLevel, tokens?.remaining ?? null);
}

const perMinute = (window: RateLimits['requests']): number | null =>
  window?.limit === null || window?.limit === undefined || window.limit < 1 ? null : window.limit;
const atMost = (level: number, remaining: number | null): number =>
  remaining === null ? level : Math.min(level, remaining * unitsPerToken);
