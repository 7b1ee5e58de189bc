import type { DashboardSource, SourceReport } from '../../../dashboard/index.js';
import type { Report } from '../../../index.js';
import type { LedgerGroup, LedgerRecord, LedgerSummary } from '../../../node.js';
import { createLedgerReport } from '../../../node.js';

/** Calls that are kept; of those before only the sums are. */
const keptCalls = 1_000;

export interface LedgerSource extends DashboardSource {
  add(record: LedgerRecord): void;
}

export interface Window {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** What a dashboard can be told of records: all but circuits and lines, which no record knows. */
export function createLedgerSource({ sinceMs, untilMs }: Window): LedgerSource {
  const summarizer = createLedgerReport({ by: ['tier', 'target'], sinceMs, untilMs });
  const listeners = new Set<(record: LedgerRecord) => void>();
  /** The oldest first. */
  let kept: LedgerRecord[] = [];
  let lastAt = 0;
  let known: SourceReport | null = null;

  return {
    add(record) {
      summarizer.add(record);
      const { at } = record;
      if (at < (sinceMs ?? at) || at >= (untilMs ?? Number.POSITIVE_INFINITY)) return;
      known = null;
      lastAt = Math.max(lastAt, at);
      kept.push(record);
      if (kept.length >= 2 * keptCalls) kept = kept.slice(-keptCalls);
      for (const tell of listeners) tell(record);
    },
    report() {
      known ??= reportOf(summarizer.read());
      return known;
    },
    // Time stands still where the file ends: its last day is shown, however long ago that was.
    nowMs: () => Math.min(Date.now(), lastAt + 1_000),
    ledger: {
      recent: (limit = keptCalls) => kept.slice(-Math.min(limit, keptCalls)).reverse(),
      subscribe(tell) {
        listeners.add(tell);
        return () => void listeners.delete(tell);
      },
      circuits: () => [],
    },
  };
}

function reportOf({ totals, by, attemptsByTarget, dropped }: LedgerSummary): SourceReport {
  const { calls, succeeded, failed, cancelled, unpricedCalls, costNanoUsd, costUsd } = totals;
  const { baselineCostUsd, savedUsd, savedRatio, inputTokens, outputTokens, reportedCalls } = totals;
  const tier = (name: string) => {
    const group = by.tier?.find(({ key }) => key === name);
    return { calls: group?.calls ?? 0, costUsd: group?.costUsd ?? 0 };
  };
  const timesOf = (target: string): Partial<LedgerGroup> =>
    by.target?.find(({ key }) => key === target) ?? {};
  return {
    scope: 'ledger',
    totals: {
      calls,
      succeeded,
      failed,
      cancelled,
      unpricedCalls,
      costNanoUsd,
      costUsd,
      baselineCostUsd,
      savedUsd,
      savedRatio: savedRatio ?? 0,
      reportedCostUsd: reportedCalls === 0 ? null : totals.reportedCostNanoUsd / 1e9,
      reportedDifferenceUsd: reportedCalls === 0 ? null : totals.reportedDifferenceNanoUsd / 1e9,
      inputTokens,
      outputTokens,
    },
    targets: Object.fromEntries(
      attemptsByTarget.map(({ target, attempts, failed: errors, costNanoUsd: nanoUsd }) => {
        const times = timesOf(target ?? '');
        const facts: Report['targets'][string] = {
          requests: attempts,
          errors,
          errorRatio: attempts === 0 ? 0 : errors / attempts,
          averageLatencyMs: null,
          p50LatencyMs: times.p50LatencyMs ?? null,
          p95LatencyMs: times.p95LatencyMs ?? null,
          p99LatencyMs: null,
          p50FirstContentMs: times.p50FirstContentMs ?? null,
          p95FirstContentMs: times.p95FirstContentMs ?? null,
          costUsd: nanoUsd / 1e9,
          circuit: 'closed',
        };
        return [target ?? '(not attributed)', facts];
      }),
    ),
    tiers: { simple: tier('simple'), medium: tier('medium'), complex: tier('complex') },
    queue: {
      active: 0,
      waiting: 0,
      completed: succeeded,
      failed,
      refused: totals.refusals,
      utilizationRatio: 0,
      successRatio: calls === 0 ? 1 : succeeded / calls,
    },
    ledger: { recorded: calls, dropped },
  };
}
