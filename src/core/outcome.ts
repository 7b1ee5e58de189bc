/** Tokens of one attempt; null means not told. Reasoning is a part of output, the two caches a part of input. */
export interface Usage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
}

/** What an attempt failed of, which decides what is tried next. */
export type ErrorClass =
  | 'connection'
  | 'tls'
  | 'timeout'
  | 'server-error'
  | 'rate-limit'
  | 'quota'
  | 'auth'
  | 'not-found'
  | 'not-configured'
  | 'unsupported'
  | 'context-length'
  | 'too-large'
  | 'content-filter'
  | 'bad-request'
  | 'redirect'
  | 'unusable-body'
  | 'stream-cut'
  | 'deadline'
  | 'aborted'
  | 'unknown';

/** What went wrong in an attempt, and what that allows. Decided once, from evidence. */
export interface Failure {
  readonly errorClass: ErrorClass;
  readonly statusCode: number | null;
  /** What the upstream asked us to wait, before jitter. */
  readonly retryAfterMs: number | null;
  /** The same target may be tried again. `once`: one more time at most. */
  readonly retry: 'yes' | 'once' | 'no';
  /** Another target may be tried. `larger`: one with a larger context window only. */
  readonly failover: 'yes' | 'larger' | 'no';
  /** Leave the target alone this long, whatever its circuit says; null: no cool-down. */
  readonly coolMs: number | null;
  /** What it says of the target's health. `open`: no use trying it again soon. */
  readonly breaker: 'failure' | 'neutral' | 'open';
  /** It may have loaded the target, so that trying again costs the retry budget. */
  readonly loadedTarget: boolean;
  /** Tokens may have been billed for it. */
  readonly mayHaveCost: boolean;
  /** The error as it came; made safe before a caller sees it. */
  readonly cause: unknown;
}

/** Money of one attempt. */
export interface Cost {
  /** Whole nano-dollars (1e-9 USD), rounded half up once; null when the target has no price. */
  readonly nanoUsd: number | null;
  /** The tokens charged: told by the target where it did, else estimated. */
  readonly usage: Usage;
  /** True where a figure of `usage` was missing or absurd and had to be estimated. */
  readonly isEstimated: boolean;
}

/** How an attempt ended. `skipped` attempts were refused before sending and have no outcome. */
export interface Outcome {
  readonly status: 'ok' | 'failed' | 'cancelled';
  /** What the target told; null when it told nothing. */
  readonly usage: Usage | null;
  readonly failure: Failure | null;
  /** From sending to the end of the answer. */
  readonly latencyMs: number;
  /** From sending to the first content; null when there was none. */
  readonly firstContentMs: number | null;
  /** Text, reasoning and tool input received, in UTF-16 code units. */
  readonly outputCharacters: number;
  /** Set by cost accounting; null below it. */
  readonly cost: Cost | null;
  /** What the target itself said that the attempt cost; absent where it said nothing. */
  readonly reportedCostNanoUsd?: number;
  /** Where several attempts wrote the answer: the tokens that one would have taken. */
  readonly uncutUsage?: Usage;
}
