/**
 * The rate limits of one target as whole numbers, so that another store can keep them. Levels are in tokens times
 * 60,000: a rate per minute then refills whole units per millisecond.
 */
export interface RateState {
  readonly atMs: number;
  /** May be negative: a debt that delays the next. */
  readonly requestLevel: number;
  readonly tokenLevel: number;
  /** Ceilings per minute that the server stated; null: it stated none. */
  readonly toldPerMinute: number | null;
  readonly toldTokensPerMinute: number | null;
  /** Requests let through in the running second, and in the one before. */
  readonly secondStartedAtMs: number;
  readonly sentThisSecond: number;
  readonly sentLastSecond: number;
  /** The most that were accepted in one second lately; forgotten by 5 % a second. */
  readonly mostPerSecond: number;
  /** What 429s have taught; null: there were none, or they are long ago. */
  readonly adapted: Adapted | null;
}

/** A rate that was lowered because of 429s, and the trial that tells whether that is of any use. */
export interface Adapted {
  /** Requests per minute; 0: none was learned yet. */
  readonly perMinute: number;
  readonly loweredAtMs: number;
  readonly raisedAtMs: number;
  /** Raises since the rate was lowered. */
  readonly raises: number;
  /** 429s that came in the running second, and in the one before. */
  readonly rejectedThisSecond: number;
  readonly rejectedLastSecond: number;
  /** When a trial of a rate that was accepted before began; -1: none is on. */
  readonly trialFromMs: number;
  readonly trialSent: number;
  /** 429s to what was sent in the trial. */
  readonly trialRejected: number;
  /** What was accepted before the trial. */
  readonly provenPerMinute: number;
  /** Share of 429s before the trial or, after it, in it. */
  readonly rejectedThousandths: number;
  /** While now is before this, 429s are known not to come from the rate. */
  readonly freeUntilMs: number;
  readonly freeForMs: number;
}

/** A state that one step may change as it likes; nobody else has it yet. */
export type Draft = { -readonly [Field in keyof Omit<RateState, 'adapted'>]: RateState[Field] } & {
  adapted: AdaptedDraft | null;
};
export type AdaptedDraft = { -readonly [Field in keyof Adapted]: Adapted[Field] };

/** A copy to work on. Spelled out, because it is made twice per call: a spread takes several times as long. */
export const draftOf = (state: RateState): Draft => ({
  atMs: state.atMs,
  requestLevel: state.requestLevel,
  tokenLevel: state.tokenLevel,
  toldPerMinute: state.toldPerMinute,
  toldTokensPerMinute: state.toldTokensPerMinute,
  secondStartedAtMs: state.secondStartedAtMs,
  sentThisSecond: state.sentThisSecond,
  sentLastSecond: state.sentLastSecond,
  mostPerSecond: state.mostPerSecond,
  adapted: state.adapted === null ? null : { ...state.adapted },
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
    toldPerMinute: null,
    toldTokensPerMinute: null,
    secondStartedAtMs: nowMs,
    sentThisSecond: 0,
    sentLastSecond: 0,
    mostPerSecond: 0,
    adapted: null,
  };
}

/** The limit on requests that is configured or stated, whichever is lower; null: none is known. */
export const requestCeiling = (state: RateState, { requestsPerMinute }: ConfiguredRates): number | null =>
  least(requestsPerMinute, state.toldPerMinute);

/** The rate of requests in force: the ceiling, or what 429s have left of it. */
export const requestsInForce = (state: RateState, configured: ConfiguredRates): number | null =>
  least(requestCeiling(state, configured), learnedRate(state));

/** The rate that 429s have taught; null: none is in force. */
export const learnedRate = ({ adapted }: RateState): number | null =>
  adapted === null || adapted.perMinute === 0 ? null : adapted.perMinute;

/** The rate of tokens in force. A lowered rate of requests lowers what they use of it. */
export const tokensInForce = (state: RateState, { tokensPerMinute }: ConfiguredRates): number | null =>
  least(tokensPerMinute, state.toldTokensPerMinute);

const least = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
