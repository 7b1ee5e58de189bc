import { bucketSize } from '../../../store/bucket-size.js';
import type { Op } from '../../../store/store.js';
import { raise } from './adapt-rate.js';
import { turnSecond, waitForSecond } from './last-second.js';
import type { ConfiguredRates, Draft, RateState } from './rate-state.js';
import {
  draftOf,
  learnedRate,
  newRateState,
  requestsInForce,
  tokensInForce,
  unitsPerToken,
} from './rate-state.js';
import { isCounted, judgeTrial } from './rate-trial.js';

export interface TakeInput {
  readonly configured: ConfiguredRates;
  readonly tokens: number;
}

/** 0: taken. Above: both buckets will hold enough in so many milliseconds. */
export type WaitMs = number;

/** Takes one request and its tokens out of their buckets, or neither. */
export const takeTokens: Op<RateState, TakeInput, WaitMs> = {
  name: 'take-tokens',
  step(before, { configured, tokens }, nowMs) {
    const state = before === undefined ? newRateState(nowMs) : draftOf(before);
    judgeTrial(state, nowMs);
    raise(state, configured, nowMs);
    refill(state, configured, nowMs);
    turnSecond(state, nowMs);
    const requestsPerMinute = requestsInForce(state, configured);
    const tokensPerMinute = tokensInForce(state, configured);
    // More than a full bucket is waited for as a full bucket: the rest becomes a debt.
    const wanted =
      tokensPerMinute === null
        ? 0
        : Math.min(tokens, bucketSize(tokensPerMinute, configured.burstMs)) * unitsPerToken;
    const waitMs = Math.max(
      waitFor(state.requestLevel, unitsPerToken, requestsPerMinute),
      waitFor(state.tokenLevel, wanted, tokensPerMinute),
      waitForLearned(state, nowMs),
    );
    if (waitMs > 0) return { state, output: waitMs };
    if (requestsPerMinute !== null) state.requestLevel -= unitsPerToken;
    if (tokensPerMinute !== null) state.tokenLevel -= tokens * unitsPerToken;
    state.sentThisSecond++;
    if (state.adapted !== null && isCounted(state.adapted, nowMs)) state.adapted.trialSent++;
    return { state, output: 0 };
  },
};

const waitFor = (level: number, wanted: number, perMinute: number | null): number =>
  perMinute === null || level >= wanted ? 0 : Math.ceil((wanted - level) / perMinute);

/**
 * A learned rate is what passes in a second, not what a bucket holds besides: after a pause, a full bucket and what
 * flows into it meanwhile would be twice as much as was ever accepted.
 */
function waitForLearned(state: Draft, nowMs: number): number {
  const perMinute = learnedRate(state);
  return perMinute === null ? 0 : waitForSecond(state, Math.max(1, perMinute / 60), nowMs);
}

/** Lets time fill the buckets, up to their sizes. */
export function refill(state: Draft, configured: ConfiguredRates, nowMs: number): void {
  const passedMs = Math.max(0, nowMs - state.atMs);
  const { burstMs } = configured;
  state.atMs = Math.max(nowMs, state.atMs);
  state.requestLevel = filled(state.requestLevel, requestsInForce(state, configured), burstMs, passedMs);
  state.tokenLevel = filled(state.tokenLevel, tokensInForce(state, configured), burstMs, passedMs);
}

function filled(level: number, perMinute: number | null, burstMs: number, passedMs: number): number {
  if (perMinute === null) return level;
  return Math.min(bucketSize(perMinute, burstMs) * unitsPerToken, level + perMinute * passedMs);
}
