/** By what a summary can be broken down; `tag:team` by the values of the tag `team`. */
export const ledgerDimensions = [
  'tier',
  'target',
  'tenant',
  'day',
  'model',
  'provider',
  'task',
  'requested',
  'mode',
  'outcome',
  'error',
  'session',
  'instance',
] as const;
export type LedgerDimension = (typeof ledgerDimensions)[number] | `tag:${string}`;

/** What the money went to. The parts add up to `costNanoUsd` exactly. */
export interface CostParts {
  /** Attempts that were answered. */
  readonly answersNanoUsd: number;
  /** Attempts that failed, and may have cost money all the same. */
  readonly failedNanoUsd: number;
  /** Attempts that a caller or a deadline ended. */
  readonly cancelledNanoUsd: number;
  readonly judgesNanoUsd: number;
  /** Attempts that another was faster than. */
  readonly outrunNanoUsd: number;
  /** What the records say of a call, and of no attempt of it; 0 in records of this package. */
  readonly unattributedNanoUsd: number;
}

/** Sums over calls; money in whole nano-dollars, so that every breakdown adds up to the totals exactly, below 9 million USD. */
export interface LedgerFigures extends CostParts {
  readonly calls: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Calls that may have cost money at a target without a price; they are in no sum of money. */
  readonly unpricedCalls: number;
  /** What is known of their cost: that of their attempts elsewhere. In no other sum. */
  readonly unpricedKnownNanoUsd: number;
  /** Calls of which a figure had to be estimated. */
  readonly estimatedCalls: number;
  /** Attempts that were sent, those of judges and outrun ones included. */
  readonly attempts: number;
  /** Of them, those sent to the target that the one before was sent to. */
  readonly retries: number;
  /** Of them, those sent to another target than the one before, or than one that refused. */
  readonly failovers: number;
  /** Attempts that were refused before they were sent. */
  readonly refusals: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Parts of the input. */
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** A part of the output. */
  readonly reasoningTokens: number;
  readonly costNanoUsd: number;
  /** Calls with a cost and a baseline: those that savings are counted of. */
  readonly comparedCalls: number;
  /** What they cost. */
  readonly comparedNanoUsd: number;
  /** What they would have cost at the baseline. */
  readonly baselineNanoUsd: number;
  /** `baselineNanoUsd` less `comparedNanoUsd`. */
  readonly savedNanoUsd: number;
  /** `savedNanoUsd` of `baselineNanoUsd`; null where there is no baseline. */
  readonly savedRatio: number | null;
  readonly costUsd: number;
  readonly baselineCostUsd: number;
  readonly savedUsd: number;
  /** Calls whose targets said themselves what they cost. */
  readonly reportedCalls: number;
  readonly reportedCostNanoUsd: number;
  /** What they said less what the same attempts are charged with. */
  readonly reportedDifferenceNanoUsd: number;
}

/** Of answered calls, within 1 %; null while there are none. */
export interface LedgerTimes {
  readonly p50FirstContentMs: number | null;
  readonly p95FirstContentMs: number | null;
  readonly p50LatencyMs: number | null;
  readonly p95LatencyMs: number | null;
}

export interface LedgerGroup extends LedgerFigures, LedgerTimes {
  /** Null: the calls have none, as of a target where none answered. */
  readonly key: string | null;
  /** True: what came after as many groups as are told apart. */
  readonly isRest: boolean;
}

/** What was sent to a target, whoever answered the call in the end. */
export interface AttemptGroup {
  /** Null: what no attempt accounts for, and what came after as many targets as are told apart. */
  readonly target: string | null;
  readonly attempts: number;
  readonly failed: number;
  readonly refusals: number;
  /** They add up to the totals' `costNanoUsd` exactly. */
  readonly costNanoUsd: number;
}

/** What calls cost, and where. Breakdowns hold the same calls as the totals. */
export interface LedgerSummary {
  readonly totals: LedgerFigures & LedgerTimes;
  /** By dimension; tiers in their order, days in theirs, the rest by cost. */
  readonly by: Readonly<Record<string, readonly LedgerGroup[]>>;
  readonly attemptsByTarget: readonly AttemptGroup[];
  /** What savings are counted against: the model that was asked for, or the targets that the records name, ten at most. */
  readonly baselines: readonly string[];
  /** When the first and the last call had settled, in ms since 1970; null without calls. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Calls outside of `sinceMs` to `untilMs`. */
  readonly outsideCalls: number;
  /** Records that sinks lost, at least: the largest figure that a record tells. */
  readonly dropped: number;
}
