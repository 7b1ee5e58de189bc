import { count, duration, percent, usd } from '../plots/figures.js';
import { el, setText } from './dom.js';
import { ranges } from './ranges.js';
import type { State } from './state.js';
import { callsPerSecond } from './timeline.js';

interface Tile {
  readonly element: HTMLElement;
  /** `exact`: the figure as it is in `report()`, for those who read the page by a program. */
  show(value: string, notes: readonly string[], exact?: number): void;
}

function tile(id: string, title: string): Tile {
  const value = el('data', { class: 'tile-value', id });
  const notes = [el('span'), el('span')];
  const element = el(
    'div',
    { class: 'tile' },
    el('h3', { class: 'tile-title' }, title),
    el('p', { class: 'tile-figure' }, value),
    el('p', { class: 'tile-notes' }, ...notes),
  );
  return {
    element,
    show(text, told, exact) {
      setText(value, text);
      if (exact !== undefined) value.value = String(exact);
      for (const [index, note] of notes.entries()) setText(note, told[index] ?? '');
    },
  };
}

/** The figures at the top. Totals are those of `report()`, as they are. */
export function createTiles() {
  const tiles = {
    rate: tile('rate', 'Calls per second'),
    calls: tile('calls', 'Calls so far'),
    cost: tile('cost', 'Cost so far'),
    saved: tile('saved', 'Saved so far'),
    firstContent: tile('first-content', 'First content'),
    total: tile('total', 'Whole answer'),
    queue: tile('queue', 'At work now'),
  };
  const element = el('div', { class: 'tiles' }, ...Object.values(tiles).map(one => one.element));

  function show(state: State, nowMs: number, range: number): void {
    const { totals, queue } = state.report;
    const { firstContent, total } = state.series[range] ?? { firstContent: null, total: null };
    const within = `last ${ranges[range]?.text ?? ''}`;
    const seconds = state.series[0];
    tiles.rate.show(count(seconds === undefined ? 0 : callsPerSecond(seconds, nowMs)), ['in the last 10 s']);
    tiles.calls.show(
      grouped(totals.calls),
      [
        `${grouped(totals.succeeded)} answered`,
        `${grouped(totals.failed)} failed, ${grouped(totals.cancelled)} cancelled`,
      ],
      totals.calls,
    );
    tiles.cost.show(
      usd(totals.costUsd),
      [
        `${usd(totals.baselineCostUsd)} at the baseline`,
        totals.unpricedCalls > 0
          ? `${grouped(totals.unpricedCalls)} calls without a price are not in it`
          : '',
      ],
      totals.costUsd,
    );
    tiles.saved.show(
      usd(totals.savedUsd),
      totals.baselineCostUsd === 0 ? ['no baseline yet'] : [`${percent(totals.savedRatio)} of the baseline`],
      totals.savedUsd,
    );
    tiles.firstContent.show(duration(firstContent?.[0] ?? null), [
      `median; p95 ${duration(firstContent?.[1] ?? null)}`,
      `streams, ${within}`,
    ]);
    tiles.total.show(duration(total?.[0] ?? null), [`median; p95 ${duration(total?.[1] ?? null)}`, within]);
    tiles.queue.show(
      grouped(queue.active),
      [`${grouped(queue.waiting)} waiting`, `${grouped(queue.refused)} refused so far`],
      queue.active,
    );
  }
  return { element, show };
}

/** Counts are told to the last one. */
const grouped = (value: number): string => value.toLocaleString('en');
