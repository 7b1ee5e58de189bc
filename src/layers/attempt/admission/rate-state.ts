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

export interface ConfiguredRates {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly burstMs: number;
}

export const unitsPerToken = 60_000;

/** A target that nothing is known of: full buckets, nothing learned. */
export function newRateState(nowMs: number): RateState {
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

/** The rates in force: the ceilings, times the share that 429s have left of them, never below 1 a minute. */
export function ratesInForce(
  state: RateState,
  configured: ConfiguredRates,
): { readonly requests: number | null; readonly tokens: number | null } {
  const requests = least(configured.requestsPerMinute, state.learnedPerMinute);
  const tokens = least(configured.tokensPerMinute, state.learnedTokensPerMinute);
  const share = (rate: number | null) =>
    rate === null ? null : Math.max(1, Math.floor((rate * state.rateThousandths) / 1_000));
  return { requests: share(requests), tokens: share(tokens) };
}

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
