import type { Tier } from '../core/classification.js';

export interface TargetReport {
  /** Attempts that ended, well or badly; those that a caller left are in `costUsd` alone. */
  readonly requests: number;
  readonly errors: number;
  readonly errorRatio: number;
  /** Of attempts that were answered; the quantiles within 1 %, null while there are none. */
  readonly averageLatencyMs: number | null;
  readonly p50LatencyMs: number | null;
  readonly p95LatencyMs: number | null;
  readonly p99LatencyMs: number | null;
  readonly p50FirstContentMs: number | null;
  readonly p95FirstContentMs: number | null;
  readonly costUsd: number;
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Set while the target refuses. */
  readonly retryAfterMs?: number;
}

export interface QueueReport {
  readonly active: number;
  readonly waiting: number;
  /** Attempts that a caller left count neither as completed nor as failed. */
  readonly completed: number;
  readonly failed: number;
  readonly refused: number;
  /** Slots in use of those there are; 0 where no target has a limit. */
  readonly utilizationRatio: number;
  /** Completed of all that ended; 1 while none has. */
  readonly successRatio: number;
}

/** `routed.report()`: what this process has done so far. */
export interface Report {
  readonly scope: 'process';
  readonly totals: {
    readonly calls: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly cancelled: number;
    /** Calls that may have cost money at a target without a price; they are in no sum. */
    readonly unpricedCalls: number;
    readonly costNanoUsd: number;
    readonly costUsd: number;
    readonly baselineCostUsd: number;
    readonly savedUsd: number;
    /** `savedUsd` of `baselineCostUsd`; 0 while there is no baseline. */
    readonly savedRatio: number;
    /** What the targets themselves said that their attempts cost; null while none has. It is charged nowhere. */
    readonly reportedCostUsd: number | null;
    /** `reportedCostUsd` less what the same attempts are charged with; null where there is nothing to compare. */
    readonly reportedDifferenceUsd: number | null;
    readonly inputTokens: number;
    readonly outputTokens: number;
  };
  readonly targets: Readonly<Record<string, TargetReport>>;
  readonly tiers: Readonly<Record<Tier, { readonly calls: number; readonly costUsd: number }>>;
  readonly queue: QueueReport;
  /** Calls that were entered, and those of them that the ledger's sink lost. */
  readonly ledger: { readonly recorded: number; readonly dropped: number };
}
