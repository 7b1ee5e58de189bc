import type { PlotNode } from '../../../dashboard/plots/index.js';
import { barChart, duration, lineChart, shareBar } from '../../../dashboard/plots/index.js';
import type { LedgerGroup } from '../../../node.js';
import { purposesOf, type ReportView, rowsOf, toUsd } from '../view.js';

/** Wide enough for a column of the page, and legible where that is a phone. */
const width = 400;
const height = 190;
/** What seven looks can tell apart. */
const mostParts = 7;
const dayMs = 86_400_000;
const mostDays = 400;

export interface Plot {
  readonly title: string;
  readonly plot: PlotNode;
}

/** The plots that the breakdowns of a summary allow. */
export function plotsOf(view: ReportView): readonly Plot[] {
  const { by } = view.summary;
  return [
    ...(by.day === undefined ? [] : dailyPlots(view, by.day)),
    ...(['tier', 'target'] as const).flatMap(dimension =>
      by[dimension] === undefined ? [] : [sharePlot(view, dimension, by[dimension])],
    ),
    purposePlot(view),
  ];
}

function dailyPlots({ money }: ReportView, groups: readonly LedgerGroup[]): readonly Plot[] {
  const days = new Map(groups.flatMap(group => (group.key === null ? [] : [[dayOf(group.key), group]])));
  const last = Math.max(...days.keys());
  const first = Math.max(Math.min(...days.keys()), last - mostDays + 1);
  if (!(last > first)) return [];
  const slots = Array.from({ length: last - first + 1 }, (_, index) => days.get(first + index));
  // A plot tells the time as clocks do here, and these are days of UTC.
  const startMs = first * dayMs;
  const fromMs = startMs + new Date(startMs).getTimezoneOffset() * 60_000;
  const common = { fromMs, slotMs: dayMs, width, height };
  return [
    {
      title: 'Cost per day',
      plot: lineChart({
        ...common,
        label: 'What was spent per day, and what the baseline would have cost',
        series: [
          { name: 'spent', look: 'area', values: slots.map(group => group?.costUsd ?? 0) },
          { name: 'baseline', values: slots.map(group => group?.baselineCostUsd ?? 0) },
        ],
        format: money,
      }),
    },
    {
      title: 'Time per day',
      plot: lineChart({
        ...common,
        label: 'How long answers took per day',
        series: [
          { name: 'p50 whole answer', values: slots.map(group => group?.p50LatencyMs ?? null) },
          { name: 'p95 whole answer', values: slots.map(group => group?.p95LatencyMs ?? null) },
        ],
        format: duration,
      }),
    },
  ];
}

const dayOf = (key: string): number => Date.parse(key) / dayMs;

function sharePlot(
  { money }: ReportView,
  dimension: 'tier' | 'target',
  groups: readonly LedgerGroup[],
): Plot {
  return {
    title: `Share of the cost per ${dimension}`,
    plot: shareBar({
      label: `What each ${dimension} has of the cost`,
      parts: rowsOf(dimension, groups, mostParts).map(({ name, costNanoUsd }) => ({
        name,
        value: costNanoUsd,
        detail: money(toUsd(costNanoUsd)),
      })),
      width,
      emptyText: 'Nothing was spent',
    }),
  };
}

function purposePlot({ summary, money }: ReportView): Plot {
  return {
    title: 'What the money went to',
    plot: barChart({
      label: 'What the money went to',
      bars: purposesOf(summary).map(([name, nanoUsd]) => ({ name, value: toUsd(nanoUsd) })),
      width,
      format: money,
      emptyText: 'Nothing was spent',
    }),
  };
}
