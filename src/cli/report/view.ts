import type { LedgerGroup, LedgerSummary } from '../../node.js';
import { count, countOf, percent } from '../terminal/figures.js';
import type { Currency } from '../terminal/money.js';
import type { Reading } from './read-ledgers.js';

/** What a report shows, in whatever form. */
export interface ReportView {
  readonly summary: LedgerSummary;
  readonly reading: Reading;
  /** Where it was read, as it is told. */
  readonly source: string;
  readonly currency: Currency;
  /** Tells an amount of US dollars in it. */
  readonly money: (amountUsd: number) => string;
}

/** A row of a breakdown. */
export interface Row {
  readonly name: string;
  /** True: several in one, which is no measure for a bar. */
  readonly isSum: boolean;
  readonly calls: number;
  readonly costNanoUsd: number;
  readonly savedNanoUsd: number;
  readonly baselineNanoUsd: number;
  readonly p50FirstContentMs: number | null;
  readonly p95FirstContentMs: number | null;
  readonly p50LatencyMs: number | null;
  readonly p95LatencyMs: number | null;
}

const nameless: Readonly<Record<string, string>> = {
  tier: '(target given)',
  target: '(no answer)',
  model: '(no answer)',
  provider: '(no answer)',
};

export const nameOf = (dimension: string, { key, isRest }: Pick<LedgerGroup, 'key' | 'isRest'>): string =>
  isRest ? '(all others)' : (key ?? nameless[dimension] ?? '(none)');

/** At most so many rows; what is left over is one, so that they add up all the same. Of days the last are kept. */
export function rowsOf(dimension: string, groups: readonly LedgerGroup[], most: number): readonly Row[] {
  const rows = groups.map(group => ({ ...group, name: nameOf(dimension, group), isSum: group.isRest }));
  if (rows.length <= most) return rows;
  if (dimension === 'day') return [sumOf(rows.slice(0, 1 - most), 'earlier day'), ...rows.slice(1 - most)];
  return [...rows.slice(0, most - 1), sumOf(rows.slice(most - 1), 'other')];
}

function sumOf(rows: readonly Row[], noun: string): Row {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    name: `(${countOf(rows.length, noun)})`,
    isSum: true,
    calls: sum(({ calls }) => calls),
    costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd),
    savedNanoUsd: sum(({ savedNanoUsd }) => savedNanoUsd),
    baselineNanoUsd: sum(({ baselineNanoUsd }) => baselineNanoUsd),
    p50FirstContentMs: null,
    p95FirstContentMs: null,
    p50LatencyMs: null,
    p95LatencyMs: null,
  };
}

export const toUsd = (nanoUsd: number): number => nanoUsd / 1e9;

export const savedOf = ({
  savedNanoUsd,
  baselineNanoUsd,
}: Pick<Row, 'savedNanoUsd' | 'baselineNanoUsd'>): string =>
  baselineNanoUsd === 0 ? '–' : percent(savedNanoUsd / baselineNanoUsd);

export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export function titleOf(dimension: string): string {
  if (dimension === 'target') return 'By target that answered';
  if (dimension === 'day') return 'By day (UTC)';
  return dimension.startsWith('tag:') ? `By tag ${dimension.slice('tag:'.length)}` : `By ${dimension}`;
}

/** `2026-11-03 12:00`, in UTC. */
export const momentText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** What the money went to, the largest first. */
export function purposesOf({ totals }: LedgerSummary): readonly (readonly [name: string, nanoUsd: number])[] {
  const purposes = [
    ['answers', totals.answersNanoUsd],
    ['failed attempts', totals.failedNanoUsd],
    ['cancelled attempts', totals.cancelledNanoUsd],
    ['judges', totals.judgesNanoUsd],
    ['outrun attempts', totals.outrunNanoUsd],
    ['not attributed', totals.unattributedNanoUsd],
  ] as const;
  return purposes.filter(([, nanoUsd]) => nanoUsd !== 0).sort(([, one], [, other]) => other - one);
}

/** What calls came to, in words. */
export function factsOf({ summary: { totals } }: ReportView, ms: (value: number | null) => string) {
  const { calls, succeeded, failed, cancelled, attempts, retries, failovers, refusals } = totals;
  const several = (parts: readonly (readonly [number, string])[]) =>
    parts.filter(([value]) => value > 0).map(([value, words]) => `${count(value)} ${words}`);
  const tokens = (name: string, value: number) => (value === 0 ? [] : [`${count(value)} ${name}`]);
  const cached = [
    ...tokens('from the cache', totals.cacheReadTokens),
    ...tokens('written to it', totals.cacheWriteTokens),
  ];
  const within = (parts: readonly string[]) => (parts.length === 0 ? '' : ` (${parts.join(', ')})`);
  return [
    [
      'calls',
      [
        `${count(calls)}: ${count(succeeded)} answered`,
        ...several([
          [failed, 'failed'],
          [cancelled, 'cancelled'],
        ]),
      ].join(', '),
    ],
    [
      'attempts',
      [
        `${count(attempts)} sent`,
        ...several([
          [retries, retries === 1 ? 'retry' : 'retries'],
          [failovers, failovers === 1 ? 'failover' : 'failovers'],
          [refusals, 'refused before they were sent'],
        ]),
      ].join(', '),
    ],
    [
      'tokens',
      `${count(totals.inputTokens)} in${within(cached)}, ${count(totals.outputTokens)} out${within(tokens('of reasoning', totals.reasoningTokens))}`,
    ],
    ['first content', `p50 ${ms(totals.p50FirstContentMs)}, p95 ${ms(totals.p95FirstContentMs)} (streams)`],
    ['whole answer', `p50 ${ms(totals.p50LatencyMs)}, p95 ${ms(totals.p95LatencyMs)}`],
  ] as const;
}
