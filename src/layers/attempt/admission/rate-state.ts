/**
 * The rate limits of one target as whole numbers, so that another store can keep them. Levels are in tokens times
 * 60,000: a rate per minute then refills whole units per millisecond.
 */
export interface RateState {
  readonly atMs: number;
  /** May be negative: a debt that delays the next. */
  readonly requestLevel: number;
  readonly tokenLevel: number;
  /** Learned ceiling on requests per minute where none is configured; null: none known. */
  readonly learnedPerMinute: number | null;
  /** Learned ceiling on tokens per minute, likewise. */
  readonly learnedTokensPerMinute: number | null;
  /** Share of the ceiling in use, in thousandths: lowered by 429s, raised by time without. */
  readonly rateThousandths: number;
  readonly loweredAtMs: number;
  readonly raisedAtMs: number;
  /** Requests let through in the running second, and in the one before. */
  readonly secondStartedAtMs: number;
  readonly acceptedThisSecond: number;
  readonly acceptedLastSecond: number;
}

/** A state that one step may change as it likes; nobody else has it yet. */
export type Draft = { -readonly [Field in keyof RateState]: RateState[Field] };

/** A copy to work on. Spelled out, because it is made twice per call: a spread takes several times as long. */
export const draftOf = (state: RateState): Draft => ({
  atMs: state.atMs,
  requestLevel: state.requestLevel,
  tokenLevel: state.tokenLevel,
  learnedPerMinute: state.learnedPerMinute,
  learnedTokensPerMinute: state.learnedTokensPerMinute,
  rateThousandths: state.rateThousandths,
  loweredAtMs: state.loweredAtMs,
  raisedAtMs: state.raisedAtMs,
  secondStartedAtMs: state.secondStartedAtMs,
  acceptedThisSecond: state.acceptedThisSecond,
  acceptedLastSecond: state.acceptedLastSecond,
});

export interface ConfiguredRates {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly burstMs: number;
}

export const unitsPerToken = 60_000;

/** A target that nothing is known of: full buckets, nothing learned. */
export function newRateState(nowMs: number): Draft {
  return {
    atMs: nowMs,
    requestLevel: Number.MAX_SAFE_INTEGER,
    tokenLevel: Number.MAX_SAFE_INTEGER,
    learnedPerMinute: null,
    learnedTokensPerMinute: null,
    rateThousandths: 1_000,
    loweredAtMs: -1e9,
    raisedAtMs: nowMs,
    secondStartedAtMs: nowMs,
    acceptedThisSecond: 0,
    acceptedLastSecond: 0,
  };
}

/** The rate of requests in force: the ceiling, times the share that 429s have left of it, never below 1 a minute. */
export const requestsInForce = (state: RateState, { requestsPerMinute }: ConfiguredRates): number | null =>
  shareOf(least(requestsPerMinute, state.learnedPerMinute), state);

/** The rate of tokens in force, likewise. */
export const tokensInForce = (state: RateState, { tokensPerMinute }: ConfiguredRates): number | null =>
  shareOf(least(tokensPerMinute, state.learnedTokensPerMinute), state);

const shareOf = (rate: number | null, { rateThousandths }: RateState): number | null =>
  rate === null ? null : Math.max(1, Math.floor((rate * rateThousandths) / 1_000));

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
