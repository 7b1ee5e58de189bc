import type { Tier } from '../core/classification.js';
import { nanoUsdPerUsd, toNanoUsd } from '../core/nano-usd.js';
import type { RoutedReport } from '../core/report.js';
import type { Histogram } from './histogram.js';
import { createHistogram } from './histogram.js';
import type { QueueReport, Report, TargetReport } from './report.js';

export interface AttemptFacts {
  readonly status: 'ok' | 'failed' | 'cancelled';
  readonly latencyMs: number;
  readonly firstContentMs: number | null;
  readonly costNanoUsd: number | null;
  /** Absent: the target said nothing. */
  readonly reportedCostNanoUsd?: number | undefined;
}

export interface MomentFacts {
  readonly circuits: Readonly<
    Record<string, { readonly circuit: TargetReport['circuit']; readonly retryAfterMs?: number }>
  >;
  readonly queue: QueueReport;
}

/** Adds up calls and attempts in constant memory; all money in whole nano-dollars. */
export interface ReportBook {
  call(report: RoutedReport, outcome: 'ok' | 'failed' | 'cancelled'): void;
  attempt(target: string, facts: AttemptFacts): void;
  /** Whether anything was sent to it. */
  knows(target: string): boolean;
  /** Everything so far, with what only this moment knows. */
  read(moment: MomentFacts): Omit<Report, 'ledger'>;
}

interface TargetSums {
  requests: number;
  errors: number;
  costNanoUsd: number;
  readonly latency: Histogram;
  readonly firstContent: Histogram;
}

const mostTargets = 1_000;
const newSums = (): TargetSums => ({
  requests: 0,
  errors: 0,
  costNanoUsd: 0,
  latency: createHistogram(),
  firstContent: createHistogram(),
});

export function createReportBook(): ReportBook {
  const totals = {
    calls: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    unpricedCalls: 0,
    costNanoUsd: 0,
    baselineNanoUsd: 0,
    comparedNanoUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
  const reported: { costNanoUsd: number | null; differenceNanoUsd: number | null } = {
    costNanoUsd: null,
    differenceNanoUsd: null,
  };
  const tiers: Record<Tier, { calls: number; costNanoUsd: number }> = {
    simple: { calls: 0, costNanoUsd: 0 },
    medium: { calls: 0, costNanoUsd: 0 },
    complex: { calls: 0, costNanoUsd: 0 },
  };
  const targets = new Map<string, TargetSums>();

  function sumsOf(target: string): TargetSums {
    const key = targets.has(target) || targets.size < mostTargets ? target : 'other';
    let sums = targets.get(key);
    if (sums === undefined) {
      sums = newSums();
      targets.set(key, sums);
    }
    return sums;
  }

  function addReported(nanoUsd: number, ownNanoUsd: number | null): void {
    reported.costNanoUsd = (reported.costNanoUsd ?? 0) + nanoUsd;
    if (ownNanoUsd === null) return;
    reported.differenceNanoUsd = (reported.differenceNanoUsd ?? 0) + nanoUsd - ownNanoUsd;
  }

  return {
    call({ tier, usage, costNanoUsd, baselineCostUsd }, outcome) {
      totals.calls++;
      totals[outcome === 'ok' ? 'succeeded' : outcome]++;
      totals.inputTokens += usage.inputTokens ?? 0;
      totals.outputTokens += usage.outputTokens ?? 0;
      totals.costNanoUsd += costNanoUsd ?? 0;
      if (costNanoUsd === null) totals.unpricedCalls++;
      else if (baselineCostUsd !== null) {
        totals.baselineNanoUsd += toNanoUsd(baselineCostUsd);
        totals.comparedNanoUsd += costNanoUsd;
      }
      if (tier !== null) {
        tiers[tier].calls++;
        tiers[tier].costNanoUsd += costNanoUsd ?? 0;
      }
    },
    attempt(target, { status, latencyMs, firstContentMs, costNanoUsd, reportedCostNanoUsd }) {
      const sums = sumsOf(target);
      sums.costNanoUsd += costNanoUsd ?? 0;
      if (reportedCostNanoUsd !== undefined) addReported(reportedCostNanoUsd, costNanoUsd);
      // A caller that left says nothing of the target, but what it took has its price.
      if (status === 'cancelled') return;
      sums.requests++;
      if (status === 'failed') {
        sums.errors++;
        return;
      }
      sums.latency.record(latencyMs);
      if (firstContentMs !== null) sums.firstContent.record(firstContentMs);
    },
    knows: target => targets.has(target),
    read({ circuits, queue }) {
      const { costNanoUsd, baselineNanoUsd, comparedNanoUsd, ...counts } = totals;
      const savedNanoUsd = baselineNanoUsd - comparedNanoUsd;
      const byTarget = Object.create(null) as Record<string, TargetReport>;
      for (const id of new Set([...Object.keys(circuits), ...targets.keys()])) {
        byTarget[id] = {
          ...targetReport(targets.get(id) ?? newSums()),
          ...(Object.hasOwn(circuits, id) ? circuits[id] : undefined),
        };
      }
      return {
        scope: 'process',
        totals: {
          ...counts,
          costNanoUsd,
          costUsd: costNanoUsd / nanoUsdPerUsd,
          baselineCostUsd: baselineNanoUsd / nanoUsdPerUsd,
          savedUsd: savedNanoUsd / nanoUsdPerUsd,
          savedRatio: baselineNanoUsd === 0 ? 0 : savedNanoUsd / baselineNanoUsd,
          reportedCostUsd: usdOf(reported.costNanoUsd),
          reportedDifferenceUsd: usdOf(reported.differenceNanoUsd),
        },
        targets: byTarget,
        tiers: {
          simple: tierReport(tiers.simple),
          medium: tierReport(tiers.medium),
          complex: tierReport(tiers.complex),
        },
        queue,
      };
    },
  };
}

const usdOf = (nanoUsd: number | null) => (nanoUsd === null ? null : nanoUsd / nanoUsdPerUsd);

const tierReport = ({ calls, costNanoUsd }: { calls: number; costNanoUsd: number }) => ({
  calls,
  costUsd: costNanoUsd / nanoUsdPerUsd,
});

function targetReport({ requests, errors, costNanoUsd, latency, firstContent }: TargetSums): TargetReport {
  return {
    requests,
    errors,
    errorRatio: requests === 0 ? 0 : errors / requests,
    averageLatencyMs: latency.count === 0 ? null : latency.average,
    p50LatencyMs: latency.quantile(0.5),
    p95LatencyMs: latency.quantile(0.95),
    p99LatencyMs: latency.quantile(0.99),
    p50FirstContentMs: firstContent.quantile(0.5),
    p95FirstContentMs: firstContent.quantile(0.95),
    costUsd: costNanoUsd / nanoUsdPerUsd,
    circuit: 'closed',
  };
}
