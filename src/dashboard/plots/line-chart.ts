import { legend, lookOf } from './legend.js';
import type { PlotNode, PlotSize } from './plot-node.js';
import { drawing, plotNode, px } from './plot-node.js';
import { textAt, widthOf } from './text.js';
import { largest, niceTicks } from './ticks.js';
import { timeAxis, timeAxisHeight } from './time-axis.js';

export interface LineSeries {
  readonly name: string;
  /** One per slot of time, the oldest first; null: there was nothing to measure. */
  readonly values: readonly (number | null)[];
  readonly look?: 'line' | 'area';
}

export interface LineChart extends PlotSize {
  readonly label: string;
  readonly series: readonly LineSeries[];
  /** When the first slot began, in ms since 1970. */
  readonly fromMs: number;
  readonly slotMs: number;
  readonly format: (value: number) => string;
  /** Values are counts: no tick between 0 and 1. */
  readonly isWhole?: boolean;
  /** Said in the middle while there is no value at all. */
  readonly emptyText?: string;
}

/** Where each thing of a line chart is drawn; a page finds the slot under a pointer with it. */
export interface LineChartBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly slots: number;
}

/** Values over time, from 0 (or below, where they are) to a round number above. */
export function lineChart(chart: LineChart): PlotNode {
  const { label, series, fromMs, slotMs, format, width, height, emptyText = 'Nothing yet' } = chart;
  const { box, ticks, head } = layOut(chart);
  const { left, right, top, bottom, slots } = box;
  const low = ticks[0] as number;
  const span = (ticks.at(-1) as number) - low;
  const xOf = (index: number) => left + (slots <= 1 ? 0.5 : index / (slots - 1)) * (right - left);
  const yOf = (value: number) =>
    bottom - ((Math.max(-largest, Math.min(value, largest)) - low) / span) * (bottom - top);
  const lines = series.flatMap((one, index) => {
    const runs = runsOf(one.values).map(run =>
      run.map(at => [px(xOf(at.index)), px(yOf(at.value))] as const),
    );
    return runs.flatMap(run =>
      drawRun(run, { look: one.look ?? 'line', kind: lookOf(index), floor: px(yOf(Math.max(0, low))) }),
    );
  });
  const isEmpty = lines.length === 0;
  return drawing(label, { width, height }, [
    head,
    ...ticks.map(value =>
      plotNode('g', { 'aria-hidden': 'true' }, [
        plotNode('line', { class: 'plot-grid', x1: left, x2: right, y1: px(yOf(value)), y2: px(yOf(value)) }),
        textAt(format(value), { x: left - 6, y: yOf(value) + 4, anchor: 'end', kind: 'plot-faint' }),
      ]),
    ),
    ...lines,
    ...(isEmpty
      ? [
          textAt(emptyText, {
            x: (left + right) / 2,
            y: (top + bottom) / 2,
            anchor: 'middle',
            kind: 'plot-faint',
          }),
        ]
      : []),
    timeAxis({ fromMs, untilMs: fromMs + Math.max(1, slots - 1) * slotMs, left, right, y: bottom }),
  ]);
}

/** @see LineChartBox */
export const lineChartBox = (chart: LineChart): LineChartBox => layOut(chart).box;

function layOut({ series, width, height, format, isWhole = false }: LineChart) {
  const names = series.length > 1 ? series.map(({ name }) => name) : [];
  const head = legend(names, width);
  const values = series.flatMap(one => one.values.filter(isNumber));
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const top = head.height + 8;
  const bottom = Math.max(top + 1, height - timeAxisHeight);
  const ticks = niceTicks(
    low,
    high,
    Math.max(1, Math.min(5, Math.round((bottom - top) / 44))),
    isWhole,
  ).values;
  const left = Math.min(width / 2, Math.max(...ticks.map(value => widthOf(format(value)))) + 10);
  const slots = series.reduce((most, one) => Math.max(most, one.values.length), 0);
  const box: LineChartBox = { left: px(left), right: px(Math.max(left + 1, width - 8)), top, bottom, slots };
  return { box, ticks, head: head.node };
}

const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);

interface Point {
  readonly index: number;
  readonly value: number;
}

/** Neighbours that all have a value. */
function runsOf(values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = [];
  values.forEach((value, index) => {
    if (!isNumber(value)) return;
    const last = runs.at(-1);
    if (last?.at(-1)?.index === index - 1) last.push({ index, value });
    else runs.push([{ index, value }]);
  });
  return runs;
}

type DrawnPoint = readonly [x: number, y: number];

function drawRun(
  run: readonly DrawnPoint[],
  { look, kind, floor }: { readonly look: 'line' | 'area'; readonly kind: string; readonly floor: number },
): PlotNode[] {
  const [first, last] = [run[0] as DrawnPoint, run.at(-1) as DrawnPoint];
  // A line of one point would not be seen.
  if (run.length === 1)
    return [plotNode('circle', { class: `plot-dot ${kind}`, cx: first[0], cy: first[1], r: 2.5 })];
  const path = run.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const line = plotNode('path', { class: `plot-line ${kind}`, d: path });
  if (look === 'line') return [line];
  return [
    plotNode('path', { class: `plot-area ${kind}`, d: `${path}L${last[0]} ${floor}L${first[0]} ${floor}Z` }),
    line,
  ];
}
