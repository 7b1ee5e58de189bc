import type { AttemptRecord } from '../../core/call.js';
import { duration } from './figures.js';
import type { PlotNode } from './plot-node.js';
import { drawing, plotNode, px } from './plot-node.js';
import { fitted, textAt } from './text.js';
import { niceTicks } from './ticks.js';

export interface AttemptTimeline {
  readonly label: string;
  readonly attempts: readonly AttemptRecord[];
  /** The whole call. */
  readonly latencyMs: number;
  readonly width: number;
}

const rowHeight = 38;
const mostRows = 50;

/** The attempts of a call, each with a bar from when it was sent to when it had ended, over one axis of time. */
export function attemptTimeline({ label, attempts, latencyMs, width }: AttemptTimeline): PlotNode {
  const shown = attempts.slice(0, mostRows);
  const ends = shown.map(one => sane(one.startedMs) + sane(one.latencyMs));
  const endMs = Math.max(1, sane(latencyMs), ...ends);
  const ticks = niceTicks(0, endMs, Math.max(1, Math.floor(width / 120))).values;
  const lastTick = ticks.at(-1) as number;
  const xOf = (ms: number) => (ms / lastTick) * (width - 1);
  const bottom = Math.max(1, shown.length) * rowHeight;
  const rows = shown.map((attempt, index) => {
    const top = index * rowHeight;
    const x = xOf(sane(attempt.startedMs));
    const long = Math.max(3, xOf(sane(attempt.latencyMs)));
    return plotNode('g', {}, [
      textAt(fitted(`${index + 1}. ${attempt.target}: ${attemptInWords(attempt)}`, width), {
        x: 0,
        y: top + 14,
      }),
      plotNode('rect', {
        class: `plot-attempt plot-${attempt.role ?? attempt.outcome}`,
        x: px(Math.min(x, width - long)),
        y: top + 20,
        width: px(Math.min(long, width)),
        height: 11,
      }),
    ]);
  });
  const axis = ticks.map((ms, index) =>
    plotNode('g', { 'aria-hidden': 'true' }, [
      plotNode('line', { class: 'plot-grid', x1: px(xOf(ms)), x2: px(xOf(ms)), y1: 0, y2: bottom + 4 }),
      textAt(duration(ms), {
        x: xOf(ms),
        y: bottom + 16,
        anchor: index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle',
        kind: 'plot-faint',
      }),
    ]),
  );
  return drawing(label, { width, height: bottom + 20 }, [...axis, ...rows]);
}

const sane = (ms: number): number => (Number.isFinite(ms) ? Math.min(Math.max(0, ms), 1e12) : 0);

/** `failed, rate-limit, 429, after 120 ms`. */
export function attemptInWords({ outcome, errorClass, statusCode, role, latencyMs }: AttemptRecord): string {
  const purpose = role === 'judge' ? ['judge'] : role === 'outrun' ? ['outrun by another'] : [];
  const why = [errorClass, statusCode].filter(one => one !== undefined).map(String);
  const time = outcome === 'skipped' ? [] : [duration(latencyMs)];
  return [...purpose, outcome, ...why, ...time].join(', ');
}
