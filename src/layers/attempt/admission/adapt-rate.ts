import { acceptedPerSecond, lastSecond, turnSecond } from './last-second.js';
import type { ConfiguredRates, Draft } from './rate-state.js';
import { learnedRate, requestCeiling, requestsInForce } from './rate-state.js';
import {
  beginTrial,
  endAsTooHigh,
  isCounted,
  isFree,
  isOnTrial,
  isWorse,
  manyRejected,
  newAdapted,
  raiseFree,
} from './rate-trial.js';

/** A rate is lowered to so many tenths: 0.7 is no binary fraction, and the state holds whole numbers. */
const lowerToTenths = 7;
/** And never below so many tenths of what is accepted: an acceptance says more than a refusal. */
const keepTenths = 9;
const raiseRatio = 0.05;
const raiseEveryMs = 10_000;
/** A minute without a 429: what was learned is forgotten. */
const mostRaises = 6;
const leastApartMs = 1_000;
const leastRatio = 0.01;
const leastPerMinute = 60;
/** A 429 among fewer requests than this in a second says nothing about a rate that nobody has named. */
const fewestSent = 10;

/**
 * Additive increase: 5 % of the ceiling for each 10 s without a 429, up to all of it. Where no ceiling is known, each
 * raise is twice the one before, so that a rate learned at a quiet hour does not hold back a busy one.
 */
export function raise(state: Draft, configured: ConfiguredRates, nowMs: number): void {
  const { adapted } = state;
  if (adapted === null || learnedRate(state) === null || isOnTrial(adapted)) return;
  if (isFree(adapted, nowMs)) {
    raiseFree(adapted, nowMs);
    return;
  }
  const since = Math.max(adapted.raisedAtMs, adapted.loweredAtMs);
  const steps = Math.floor((nowMs - since) / raiseEveryMs);
  if (steps < 1) return;
  adapted.raisedAtMs = since + steps * raiseEveryMs;
  const ceiling = requestCeiling(state, configured);
  if (ceiling !== null) {
    adapted.perMinute += Math.ceil(ceiling * raiseRatio) * steps;
    if (adapted.perMinute < ceiling) return;
    state.adapted = null;
    // What a bucket saved up under the lower rate is no allowance to exceed the limit.
    state.requestLevel = Math.min(state.requestLevel, 0);
    return;
  }
  if (adapted.raises + steps >= mostRaises) {
    state.adapted = null;
    return;
  }
  for (let step = 0; step < steps; step++)
    adapted.perMinute = Math.ceil(adapted.perMinute * (1 + raiseRatio * 2 ** adapted.raises++));
}

export interface RateLimited {
  readonly nowMs: number;
  readonly latencyMs: number;
  /** The server said how long to wait. */
  readonly isHinted: boolean;
}

/**
 * Multiplicative decrease on a 429: to 0.7 of the rate, at most once per second or per answer time, but not below what
 * the target accepts. There a trial begins: 429s that go on although no more is sent than was accepted before are not
 * answered by sending less. One that says how long to wait is answered by waiting; only many of them lower the rate.
 */
export function lower(
  state: Draft,
  configured: ConfiguredRates,
  { nowMs, latencyMs, isHinted }: RateLimited,
): void {
  turnSecond(state, nowMs);
  state.adapted ??= newAdapted(nowMs);
  const { adapted } = state;
  adapted.rejectedThisSecond++;
  const recent = lastSecond(state, nowMs);
  if (isOnTrial(adapted)) {
    if (isCounted(adapted, nowMs - latencyMs)) adapted.trialRejected++;
    if (!isWorse(adapted, { sent: adapted.trialSent, rejected: adapted.trialRejected })) return;
    endAsTooHigh(state, adapted);
  } else if (isFree(adapted, nowMs)) {
    if (!isWorse(adapted, recent)) return;
    adapted.freeUntilMs = nowMs;
  } else if (isHinted && recent.rejected < manyRejected) return;
  if (nowMs - adapted.loweredAtMs < Math.max(leastApartMs, latencyMs)) return;

  const accepted = acceptedPerSecond(state, nowMs) * 60;
  const ceiling = requestCeiling(state, configured);
  const isFirst = adapted.loweredAtMs < 0;
  if (isFirst && ceiling === null && recent.sent < fewestSent) return;
  const current = requestsInForce(state, configured) ?? Math.max(accepted, recent.sent * 60);
  const lowered = Math.floor((current * lowerToTenths) / 10);
  // A burst that passed is no rate yet: until the first 429 nothing held one back.
  const isBurst = isFirst && ceiling === null;
  const kept = isBurst ? 0 : Math.floor((Math.min(current, accepted) * keepTenths) / 10);
  const least = ceiling === null ? leastPerMinute : Math.max(1, Math.ceil(ceiling * leastRatio));
  adapted.perMinute = Math.max(lowered, kept, least);
  adapted.loweredAtMs = nowMs;
  adapted.raises = 0;
  // What was sent is still on its way.
  state.requestLevel = Math.min(state.requestLevel, 0);
  if (kept >= lowered)
    beginTrial(adapted, {
      nowMs,
      provenPerMinute: Math.min(current, accepted),
      rejectedRatio: recent.rejected / Math.max(1, recent.sent),
    });
}
