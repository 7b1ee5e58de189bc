import type { ConfiguredRates, RateState } from './rate-state.js';

const lowerBy = 0.7;
const raiseByThousandths = 50;
const raiseEveryMs = 10_000;
const leastThousandths = 10;
const leastApartMs = 1_000;

/** Additive increase: 5 % of the ceiling for each 10 s without a 429, up to all of it; a learned ceiling itself grows. */
export function raised(state: RateState, configured: ConfiguredRates, nowMs: number): RateState {
  const steps = Math.floor((nowMs - Math.max(state.raisedAtMs, state.loweredAtMs)) / raiseEveryMs);
  if (steps < 1) return state;
  const raisedAtMs = Math.max(state.raisedAtMs, state.loweredAtMs) + steps * raiseEveryMs;
  if (state.rateThousandths < 1_000) {
    return {
      ...state,
      raisedAtMs,
      rateThousandths: Math.min(1_000, state.rateThousandths + steps * raiseByThousandths),
    };
  }
  if (state.learnedPerMinute === null || configured.requestsPerMinute !== null)
    return { ...state, raisedAtMs };
  const grown = Math.ceil(state.learnedPerMinute * (1 + (steps * raiseByThousandths) / 1_000));
  return { ...state, raisedAtMs, learnedPerMinute: Math.min(grown, 1e9) };
}

/**
 * Multiplicative decrease on a 429: to 0.7 of the rate, at most once per second or per answer time, never below 1 %.
 * Where no limit is known, the first 429 shows where about it is: at 0.7 of what was accepted in the last second.
 */
export function lowered(
  state: RateState,
  configured: ConfiguredRates,
  { nowMs, latencyMs }: { readonly nowMs: number; readonly latencyMs: number },
): RateState {
  if (nowMs - state.loweredAtMs < Math.max(leastApartMs, latencyMs)) return state;
  const isUnknown = configured.requestsPerMinute === null && state.learnedPerMinute === null;
  if (isUnknown) {
    const perSecond = Math.max(state.acceptedLastSecond, state.acceptedThisSecond, 1);
    // The level starts empty: what was sent is still on its way.
    return {
      ...state,
      loweredAtMs: nowMs,
      learnedPerMinute: Math.max(60, Math.floor(perSecond * lowerBy * 60)),
      requestLevel: 0,
    };
  }
  return {
    ...state,
    loweredAtMs: nowMs,
    rateThousandths: Math.max(leastThousandths, Math.floor(state.rateThousandths * lowerBy)),
  };
}
