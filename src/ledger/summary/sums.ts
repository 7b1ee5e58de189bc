import { nanoUsdPerUsd } from '../../core/nano-usd.js';
import type { Histogram } from '../../measure/histogram.js';
import { createHistogram } from '../../measure/histogram.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { Sums } from './figures-of.js';
import { noParts } from './figures-of.js';
import type { LedgerFigures, LedgerTimes } from './ledger-summary.js';

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** Adds up the figures of calls, and keeps their times as histograms. */
export interface Adder {
  add(figures: Sums, record: LedgerRecord): void;
  read(): LedgerFigures & LedgerTimes;
}

export function createAdder(): Adder {
  let sums: Writable<Sums> | null = null;
  const latency = createHistogram();
  const firstContent = createHistogram();
  return {
    add(figures, { outcome, latencyMs, firstContentMs }) {
      if (sums === null) sums = { ...figures };
      else for (const name of Object.keys(figures) as (keyof Sums)[]) sums[name] += figures[name];
      if (outcome !== 'ok') return;
      latency.record(latencyMs);
      if (firstContentMs !== null) firstContent.record(firstContentMs);
    },
    read: () => ({ ...withDerived(sums ?? none), ...timesOf(firstContent, latency) }),
  };
}

const none: Sums = {
  calls: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  unpricedCalls: 0,
  unpricedKnownNanoUsd: 0,
  estimatedCalls: 0,
  attempts: 0,
  retries: 0,
  failovers: 0,
  refusals: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  costNanoUsd: 0,
  ...noParts,
  comparedCalls: 0,
  comparedNanoUsd: 0,
  baselineNanoUsd: 0,
  reportedCalls: 0,
  reportedCostNanoUsd: 0,
  reportedDifferenceNanoUsd: 0,
};

function withDerived(sums: Sums): LedgerFigures {
  const { costNanoUsd, baselineNanoUsd, comparedNanoUsd } = sums;
  const savedNanoUsd = baselineNanoUsd - comparedNanoUsd;
  return {
    ...sums,
    savedNanoUsd,
    savedRatio: baselineNanoUsd === 0 ? null : savedNanoUsd / baselineNanoUsd,
    costUsd: costNanoUsd / nanoUsdPerUsd,
    baselineCostUsd: baselineNanoUsd / nanoUsdPerUsd,
    savedUsd: savedNanoUsd / nanoUsdPerUsd,
  };
}

const timesOf = (firstContent: Histogram, latency: Histogram): LedgerTimes => ({
  p50FirstContentMs: firstContent.quantile(0.5),
  p95FirstContentMs: firstContent.quantile(0.95),
  p50LatencyMs: latency.quantile(0.5),
  p95LatencyMs: latency.quantile(0.95),
});
