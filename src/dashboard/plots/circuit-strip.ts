import type { PlotNode, PlotSize } from './plot-node.js';
import { drawing, plotNode, px } from './plot-node.js';

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface CircuitStrip extends PlotSize {
  readonly label: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of one target, the oldest first. */
  readonly changes: readonly { readonly at: number; readonly to: CircuitState }[];
  readonly now: CircuitState;
}

export interface CircuitSpan {
  readonly state: CircuitState;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What a circuit had been before it became this. */
const before: Readonly<Record<CircuitState, CircuitState>> = {
  open: 'closed',
  'half-open': 'open',
  closed: 'half-open',
};

/** The states of a circuit within a window, one after another without a gap. */
export function circuitSpans({
  fromMs,
  untilMs,
  changes,
  now,
}: Omit<CircuitStrip, 'label' | keyof PlotSize>): CircuitSpan[] {
  if (!(untilMs > fromMs)) return [];
  const past = changes.filter(({ at }) => at <= fromMs).at(-1);
  const inside = changes.filter(({ at }) => at > fromMs && at < untilMs);
  let state = past?.to ?? (inside[0] === undefined ? now : before[inside[0].to]);
  let since = fromMs;
  const spans: CircuitSpan[] = [];
  for (const { at, to } of inside) {
    if (at > since) spans.push({ state, fromMs: since, untilMs: at });
    state = to;
    since = Math.max(since, at);
  }
  spans.push({ state, fromMs: since, untilMs });
  return spans;
}

/** How high a state stands: it is told apart without colour. */
const heightRatio: Readonly<Record<CircuitState, number>> = { closed: 0.3, 'half-open': 0.65, open: 1 };

/** When a target's circuit was closed (low), let a probe through (half high) and open (high). */
export function circuitStrip({ label, width, height, ...strip }: CircuitStrip): PlotNode {
  const spans = circuitSpans(strip);
  const perMs = width / (strip.untilMs - strip.fromMs);
  const rects = spans.map(({ state, fromMs, untilMs }) => {
    const tall = height * heightRatio[state];
    // What was short is seen all the same.
    const long = Math.max(state === 'closed' ? 0 : 2, (untilMs - fromMs) * perMs);
    const x = Math.min((fromMs - strip.fromMs) * perMs, width - long);
    return plotNode('rect', {
      class: `plot-circuit-${state}`,
      x: px(Math.max(0, x)),
      y: px(height - tall),
      width: px(Math.min(long, width)),
      height: px(tall),
    });
  });
  return drawing(label, { width, height }, rects, 'plot-strip');
}
