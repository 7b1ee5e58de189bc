import type { Price } from '../../core/target.js';
import type { LedgerRecord } from '../ledger-record.js';
import { createAttemptGroups } from './attempt-groups.js';
import { figuresOf } from './figures-of.js';
import { createGroups } from './groups.js';
import type { LedgerDimension, LedgerSummary } from './ledger-summary.js';
import { createAdder } from './sums.js';

export interface SummaryOptions {
  readonly by: readonly LedgerDimension[];
  /** Null: the baseline of each record. */
  readonly baseline: { readonly name: string; readonly price: Price } | null;
  /** The first moment that is in, in ms since 1970. */
  readonly sinceMs: number;
  /** The first moment that is no longer in. */
  readonly untilMs: number;
}

/** Adds up records as they come, in memory that does not grow with their number. */
export interface LedgerSummarizer {
  add(record: LedgerRecord): void;
  /** Of all so far. */
  read(): LedgerSummary;
}

const mostBaselines = 10;

export function createLedgerSummarizer({ by, baseline, sinceMs, untilMs }: SummaryOptions): LedgerSummarizer {
  const totals = createAdder();
  const attempts = createAttemptGroups();
  const breakdowns = new Map([...new Set(by)].map(dimension => [dimension, createGroups(dimension)]));
  const baselines = new Set<string>(baseline === null ? [] : [baseline.name]);
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  let outsideCalls = 0;
  let dropped = 0;

  return {
    add(record) {
      const { at } = record;
      if (at < sinceMs || at >= untilMs) {
        outsideCalls++;
        return;
      }
      const figures = figuresOf(record, baseline?.price ?? null);
      totals.add(figures, record);
      for (const groups of breakdowns.values()) groups.add(figures, record);
      attempts.add(record);
      if (baseline === null && figures.comparedCalls > 0 && baselines.size < mostBaselines)
        baselines.add(record.baseline ?? 'unknown');
      firstAt = Math.min(firstAt ?? at, at);
      lastAt = Math.max(lastAt ?? at, at);
      dropped = Math.max(dropped, record.dropped);
    },
    read: () => ({
      totals: totals.read(),
      by: Object.fromEntries([...breakdowns].map(([dimension, groups]) => [dimension, groups.read()])),
      attemptsByTarget: attempts.read(),
      baselines: [...baselines],
      firstAt,
      lastAt,
      outsideCalls,
      dropped,
    }),
  };
}

export function summarizeLedger(records: Iterable<LedgerRecord>, options: SummaryOptions): LedgerSummary {
  const summarizer = createLedgerSummarizer(options);
  for (const record of records) summarizer.add(record);
  return summarizer.read();
}
