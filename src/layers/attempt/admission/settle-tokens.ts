import type { RateLimits } from '../../../retry/rate-limit-headers.js';
import type { Op } from '../../../store/store.js';
import { lowered } from './adapt-rate.js';
import type { ConfiguredRates, RateState } from './rate-state.js';
import { newRateState, unitsPerToken } from './rate-state.js';
import { refilled } from './take-tokens.js';

export interface SettleInput {
  readonly configured: ConfiguredRates;
  /** Reserved less used: a refund, or a debt where it is negative. */
  readonly refundTokens: number;
  readonly wasRateLimited: boolean;
  readonly latencyMs: number;
  /** What the server says of its limits; null: nothing. */
  readonly told: RateLimits | null;
}

/** Puts an attempt's reservation right when it has settled, and learns from what the server said. */
export const settleTokens: Op<RateState, SettleInput, null> = {
  name: 'settle-tokens',
  step(before, { configured, refundTokens, wasRateLimited, latencyMs, told }, nowMs) {
    let state = refilled(before ?? newRateState(nowMs), configured, nowMs);
    if (refundTokens !== 0)
      state = refilled(
        {
          ...state,
          tokenLevel: Math.min(Number.MAX_SAFE_INTEGER, state.tokenLevel + refundTokens * unitsPerToken),
        },
        configured,
        nowMs,
      );
    if (told !== null) state = heard(state, configured, told);
    if (wasRateLimited) state = lowered(state, configured, { nowMs, latencyMs });
    return { state, output: null };
  },
};

/** A limit that the server states is taken at once where none is configured; what it says is left only lowers the level. */
function heard(state: RateState, configured: ConfiguredRates, { requests, tokens }: RateLimits): RateState {
  return {
    ...state,
    learnedPerMinute:
      configured.requestsPerMinute === null
        ? (perMinute(requests) ?? state.learnedPerMinute)
        : state.learnedPerMinute,
    learnedTokensPerMinute:
      configured.tokensPerMinute === null
        ? (perMinute(tokens) ?? state.learnedTokensPerMinute)
        : state.learnedTokensPerMinute,
    requestLevel: atMost(state.requestLevel, requests?.remaining ?? null),
    tokenLevel: atMost(state.tokenLevel, tokens?.remaining ?? null),
  };
}

const perMinute = (window: RateLimits['requests']): number | null =>
  window?.limit === null || window?.limit === undefined || window.limit < 1 ? null : window.limit;
const atMost = (level: number, remaining: number | null): number =>
  remaining === null ? level : Math.min(level, remaining * unitsPerToken);
