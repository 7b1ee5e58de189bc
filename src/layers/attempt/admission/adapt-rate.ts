import type { ConfiguredRates, Draft } from './rate-state.js';

/** A rate is lowered to so many tenths: 0.7 is no binary fraction, and the state holds whole numbers. */
const lowerToTenths = 7;
const raiseByThousandths = 50;
const raiseEveryMs = 10_000;
const leastThousandths = 10;
const leastApartMs = 1_000;

/** Additive increase: 5 % of the ceiling for each 10 s without a 429, up to all of it; a learned ceiling itself grows. */
export function raise(state: Draft, { requestsPerMinute }: ConfiguredRates, nowMs: number): void {
  const since = Math.max(state.raisedAtMs, state.loweredAtMs);
  const steps = Math.floor((nowMs - since) / raiseEveryMs);
  if (steps < 1) return;
  state.raisedAtMs = since + steps * raiseEveryMs;
  if (state.rateThousandths < 1_000)
    state.rateThousandths = Math.min(1_000, state.rateThousandths + steps * raiseByThousandths);
  else if (state.learnedPerMinute !== null && requestsPerMinute === null) {
    const grown = Math.ceil(state.learnedPerMinute * (1 + (steps * raiseByThousandths) / 1_000));
    state.learnedPerMinute = Math.min(grown, 1e9);
  }
}

/**
 * Multiplicative decrease on a 429: to 0.7 of the rate, at most once per second or per answer time, never below 1 %.
 * Where no limit is known, the first 429 shows where about it is: at 0.7 of what was accepted in the last second.
 */
export function lower(
  state: Draft,
  { requestsPerMinute }: ConfiguredRates,
  { nowMs, latencyMs }: { readonly nowMs: number; readonly latencyMs: number },
): void {
  if (nowMs - state.loweredAtMs < Math.max(leastApartMs, latencyMs)) return;
  state.loweredAtMs = nowMs;
  const isUnknown = requestsPerMinute === null && state.learnedPerMinute === null;
  if (!isUnknown) {
    state.rateThousandths = Math.max(
      leastThousandths,
      Math.floor((state.rateThousandths * lowerToTenths) / 10),
    );
    return;
  }
  const perSecond = Math.max(state.acceptedLastSecond, state.acceptedThisSecond, 1);
  state.learnedPerMinute = Math.max(60, Math.floor((perSecond * 60 * lowerToTenths) / 10));
  // The level starts empty: what was sent is still on its way.
  state.requestLevel = 0;
}
