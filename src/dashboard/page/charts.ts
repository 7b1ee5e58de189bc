import type { SlotView } from '../messages.js';
import { count, duration, usd } from '../plots/figures.js';
import type { LineChart, LineSeries } from '../plots/line-chart.js';
import { lineChart, lineChartBox } from '../plots/line-chart.js';
import { clock } from '../plots/ticks.js';
import { drawn, el, setText } from './dom.js';
import { ranges } from './ranges.js';
import type { State } from './state.js';
import type { Timeline } from './timeline.js';
import { timelineOf } from './timeline.js';

interface Line {
  readonly name: string;
  readonly look?: LineSeries['look'];
  /** Null: not measured. */
  readonly of: (slot: SlotView | undefined, seconds: number, isWatched: boolean) => number | null;
}

interface Plot {
  readonly id: string;
  readonly title: string;
  readonly format: (value: number) => string;
  readonly lines: readonly Line[];
  readonly isWhole?: boolean;
  readonly emptyText?: string;
  /** Each value is the mean of so many seconds: one call more or less is no trend. */
  readonly meanOverMs?: number;
}

const perHour = (nanoUsd: number, seconds: number) => (nanoUsd / 1e9 / seconds) * 3_600;
/** Nobody looked at the lines before somebody looked at the page. */
const measured = (value = 0, isWatched: boolean) => (isWatched || value > 0 ? value : null);

const plots: readonly Plot[] = [
  {
    id: 'rate-plot',
    title: 'Calls per second',
    meanOverMs: 3_000,
    format: count,
    lines: [
      { name: 'settled', look: 'area', of: (slot, seconds) => (slot?.calls ?? 0) / seconds },
      { name: 'failed', of: (slot, seconds) => (slot?.failed ?? 0) / seconds },
    ],
  },
  {
    id: 'cost-plot',
    title: 'Cost per hour, at this pace',
    meanOverMs: 10_000,
    format: usd,
    lines: [
      { name: 'cost', look: 'area', of: (slot, seconds) => perHour(slot?.costNanoUsd ?? 0, seconds) },
      { name: 'baseline', of: (slot, seconds) => perHour(slot?.baselineNanoUsd ?? 0, seconds) },
    ],
  },
  {
    id: 'first-content-plot',
    title: 'Time to first content',
    emptyText: 'No stream yet',
    format: duration,
    lines: [
      { name: 'p50', of: slot => slot?.firstContent?.[0] ?? null },
      { name: 'p95', of: slot => slot?.firstContent?.[1] ?? null },
    ],
  },
  {
    id: 'total-plot',
    title: 'Time to the whole answer',
    format: duration,
    lines: [
      { name: 'p50', of: slot => slot?.total?.[0] ?? null },
      { name: 'p95', of: slot => slot?.total?.[1] ?? null },
    ],
  },
  {
    id: 'queue-plot',
    title: 'Attempts at work and in line',
    format: count,
    isWhole: true,
    lines: [
      { name: 'at work', look: 'area', of: (slot, _, isWatched) => measured(slot?.active, isWatched) },
      { name: 'waiting', of: (slot, _, isWatched) => measured(slot?.waiting, isWatched) },
    ],
  },
];

const height = 190;

/** The plots over time, drawn as wide as there is room. */
export function createCharts() {
  const cards = plots.map(plot => createChart(plot));
  return {
    elements: cards.map(({ element }) => element),
    show(state: State, nowMs: number, range: number): void {
      const series = state.series[range];
      if (series === undefined) return;
      const timeline = timelineOf(series, nowMs);
      for (const card of cards) card.show(timeline, state.watchedSinceMs, range);
    },
  };
}

function createChart(plot: Plot) {
  const holder = el('div', { class: 'holder' });
  const readout = el('p', { class: 'readout', 'aria-hidden': 'true' });
  const element = el('figure', { class: 'card', id: plot.id }, el('h3', {}, plot.title), readout, holder);
  let chart: LineChart | null = null;
  let pointerX: number | null = null;

  /** What the values are where the pointer is; else, what they are now. */
  function readOut(): void {
    if (chart === null) return;
    const { left, right, slots } = lineChartBox(chart);
    const ratio = pointerX === null ? 1 : Math.min(1, Math.max(0, (pointerX - left) / (right - left)));
    const index = Math.round(ratio * (slots - 1));
    const values = chart.series.map(({ name, values: all }) => {
      const value = all[index];
      return `${name} ${value === null || value === undefined ? '–' : plot.format(value)}`;
    });
    setText(readout, [clock(chart.fromMs + index * chart.slotMs), ...values].join(' · '));
  }
  holder.addEventListener('pointermove', event => {
    pointerX = event.clientX - holder.getBoundingClientRect().left;
    readOut();
  });
  holder.addEventListener('pointerleave', () => {
    pointerX = null;
    readOut();
  });

  return {
    element,
    show({ fromMs, slotMs, slots }: Timeline, watchedSinceMs: number, range: number): void {
      const width = Math.floor(holder.clientWidth);
      if (width === 0) return;
      const series = plot.lines.map(({ name, look = 'line', of }) => ({
        name,
        look,
        values: meanOf(
          slots.map(({ at, slot, seconds }) => of(slot, seconds, at >= watchedSinceMs)),
          Math.round((plot.meanOverMs ?? 0) / slotMs),
        ),
      }));
      const label = `${plot.title}, ${ranges[range]?.long}. ${series.map(one => summary(one, plot.format)).join('; ')}.`;
      chart = {
        label,
        series,
        fromMs,
        slotMs,
        width,
        height,
        format: plot.format,
        isWhole: plot.isWhole ?? false,
        emptyText: plot.emptyText ?? 'Nothing yet',
      };
      holder.replaceChildren(drawn(lineChart(chart)));
      readOut();
    },
  };
}

/** Each with those before it, `count` of them in all. */
function meanOf(values: (number | null)[], count: number): (number | null)[] {
  if (count <= 1) return values;
  return values.map((_, index) => {
    const near = values.slice(Math.max(0, index + 1 - count), index + 1);
    return near.reduce<number>((sum, value) => sum + (value ?? 0), 0) / near.length;
  });
}

function summary({ name, values }: LineSeries, format: (value: number) => string): string {
  const told = values.filter(value => value !== null);
  if (told.length === 0) return `${name}: nothing yet`;
  return `${name}: ${format(told.at(-1) as number)} now, ${format(Math.max(...told))} at most`;
}
