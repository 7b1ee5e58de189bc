import { bucketSize } from '../../../store/bucket-size.js';
import type { Op } from '../../../store/store.js';
import { raised } from './adapt-rate.js';
import type { ConfiguredRates, RateState } from './rate-state.js';
import { newRateState, ratesInForce, unitsPerToken } from './rate-state.js';

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
    const state = counted(
      refilled(raised(before ?? newRateState(nowMs), configured, nowMs), configured, nowMs),
      nowMs,
    );
    const { requests, tokens: tokensPerMinute } = ratesInForce(state, configured);
    // More than a full bucket is waited for as a full bucket: the rest becomes a debt.
    const wanted =
      tokensPerMinute === null
        ? 0
        : Math.min(tokens, bucketSize(tokensPerMinute, configured.burstMs)) * unitsPerToken;
    const waitMs = Math.max(
      waitFor(state.requestLevel, unitsPerToken, requests),
      waitFor(state.tokenLevel, wanted, tokensPerMinute),
    );
    if (waitMs > 0) return { state, output: waitMs };
    return {
      state: {
        ...state,
        requestLevel: requests === null ? state.requestLevel : state.requestLevel - unitsPerToken,
        tokenLevel: tokensPerMinute === null ? state.tokenLevel : state.tokenLevel - tokens * unitsPerToken,
        acceptedThisSecond: state.acceptedThisSecond + 1,
      },
      output: 0,
    };
  },
};

const waitFor = (level: number, wanted: number, perMinute: number | null): number =>
  perMinute === null || level >= wanted ? 0 : Math.ceil((wanted - level) / perMinute);

/** Lets time fill the buckets, up to their sizes. */
export function refilled(state: RateState, configured: ConfiguredRates, nowMs: number): RateState {
  const { requests, tokens } = ratesInForce(state, configured);
  const passedMs = Math.max(0, nowMs - state.atMs);
  return {
    ...state,
    atMs: Math.max(nowMs, state.atMs),
    requestLevel: filled(state.requestLevel, requests, configured.burstMs, passedMs),
    tokenLevel: filled(state.tokenLevel, tokens, configured.burstMs, passedMs),
  };
}

function filled(level: number, perMinute: number | null, burstMs: number, passedMs: number): number {
  if (perMinute === null) return level;
  return Math.min(bucketSize(perMinute, burstMs) * unitsPerToken, level + perMinute * passedMs);
}

/** Turns the counter of accepted requests to the running second. */
function counted(state: RateState, nowMs: number): RateState {
  const seconds = Math.floor((nowMs - state.secondStartedAtMs) / 1_000);
  if (seconds < 1) return state;
  return {
    ...state,
    secondStartedAtMs: state.secondStartedAtMs + seconds * 1_000,
    acceptedLastSecond: seconds === 1 ? state.acceptedThisSecond : 0,
    acceptedThisSecond: 0,
  };
}
