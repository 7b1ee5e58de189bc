import type { Report } from '../../index.js';
import { circuitStrip } from '../plots/circuit-strip.js';
import { count, duration, percent, usd } from '../plots/figures.js';
import { drawing } from '../plots/plot-node.js';
import { timeAxis, timeAxisHeight } from '../plots/time-axis.js';
import { visible } from '../plots/visible.js';
import { drawn, el, named, setText } from './dom.js';
import { ranges } from './ranges.js';
import type { Series, State } from './state.js';

type TargetReport = Report['targets'][string];

const stateInWords = {
  closed: 'closed: takes calls',
  'half-open': 'half-open: one call finds out',
  open: 'open: left alone',
} as const;

/** A row for each target: the life of its circuit, what it is now, and how the target has done. */
export function createCircuits() {
  const list = el('ul', { class: 'targets' });
  const axis = el('div', { class: 'holder', 'aria-hidden': 'true' });
  const more = el('p', { class: 'faint' });
  const rows = new Map<string, ReturnType<typeof createRow>>();

  function show(state: State, nowMs: number, range: number): void {
    const series = state.series[range];
    if (series === undefined) return;
    for (const [id, row] of rows) {
      if (Object.hasOwn(state.report.targets, id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    for (const [id, target] of Object.entries(state.report.targets)) {
      let row = rows.get(id);
      if (row === undefined) {
        row = createRow(id);
        rows.set(id, row);
        list.append(row.element);
      }
      row.show(target, { state, series, nowMs, range });
    }
    axis.hidden = state.report.scope !== 'process';
    const width = Math.floor(axis.clientWidth);
    if (width > 0) axis.replaceChildren(drawn(drawAxis(series, nowMs, width)));
    setText(more, state.hiddenTargets > 0 ? `and ${state.hiddenTargets} more targets, used less` : '');
  }
  return { elements: [list, axis, more], show };
}

interface Shown {
  readonly state: State;
  readonly series: Series;
  readonly nowMs: number;
  readonly range: number;
}

function createRow(id: string) {
  const status = el('span', { class: 'circuit' });
  const strip = el('div', { class: 'strip-holder' });
  const figures = el('p', { class: 'target-figures' });
  const element = el(
    'li',
    { class: 'target-row' },
    el('h3', { class: 'target-name' }, named(id)),
    status,
    strip,
    figures,
  );
  return {
    element,
    show(target: TargetReport, { state, series, nowMs, range }: Shown): void {
      // A ledger does not know.
      const isKnown = state.report.scope === 'process';
      status.hidden = !isKnown;
      strip.hidden = !isKnown;
      status.dataset.state = target.circuit;
      setText(status, inWords(target));
      const width = Math.floor(strip.clientWidth);
      const fromMs = nowMs - series.keep * series.slotMs;
      const changes = state.circuits.filter(change => change.target === id);
      const label = `Circuit of ${visible(id)}, ${ranges[range]?.long}: ${changes.filter(({ at, to }) => to === 'open' && at > fromMs).length} times opened, now ${target.circuit}`;
      if (width > 0)
        strip.replaceChildren(
          drawn(
            circuitStrip({ label, fromMs, untilMs: nowMs, changes, now: target.circuit, width, height: 20 }),
          ),
        );
      setText(figures, figuresOf(target));
    },
  };
}

function inWords({ circuit, retryAfterMs }: TargetReport): string {
  const again =
    retryAfterMs === undefined ? '' : `, again in ${duration(Math.ceil(retryAfterMs / 1_000) * 1_000)}`;
  // A target that asked to be left alone has no open circuit.
  if (circuit === 'closed' && again !== '') return `closed, cooling down${again}`;
  return `${stateInWords[circuit]}${again}`;
}

const figuresOf = (target: TargetReport): string =>
  [
    `${count(target.requests)} attempts`,
    `${percent(target.errorRatio)} failed`,
    `p50 ${duration(target.p50LatencyMs)}`,
    `p95 ${duration(target.p95LatencyMs)}`,
    `first content ${duration(target.p50FirstContentMs)}`,
    usd(target.costUsd),
  ].join(' · ');

function drawAxis({ keep, slotMs }: Series, nowMs: number, width: number) {
  const fromMs = nowMs - keep * slotMs;
  const axis = timeAxis({ fromMs, untilMs: nowMs, left: 0, right: width, y: 0 });
  return drawing('', { width, height: timeAxisHeight }, [axis]);
}
