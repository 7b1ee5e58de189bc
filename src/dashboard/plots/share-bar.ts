import { percent } from './figures.js';
import { lookOf, looks } from './legend.js';
import type { PlotNode } from './plot-node.js';
import { drawing, plotNode, px } from './plot-node.js';
import { fitted, textAt, widthOf } from './text.js';

export interface SharePart {
  readonly name: string;
  readonly value: number;
  /** Said behind the share, as a cost. */
  readonly detail?: string;
}

export interface ShareBar {
  readonly label: string;
  readonly parts: readonly SharePart[];
  readonly width: number;
  readonly emptyText?: string;
}

const barHeight = 18;
const rowHeight = 22;
const gap = 2;

/** What each has of the whole: one bar, and below it a row for each part, in the same order. Never more than seven. */
export function shareBar({ label, parts: given, width, emptyText = 'Nothing yet' }: ShareBar): PlotNode {
  const parts = foldRest(
    given.map(part => ({ ...part, value: Number.isFinite(part.value) ? Math.max(0, part.value) : 0 })),
  );
  const largest = Math.max(0, ...parts.map(({ value }) => value));
  // Divided first: a sum of huge values is no number.
  const whole = parts.reduce((sum, { value }) => sum + (largest === 0 ? 0 : value / largest), 0);
  const shareOf = (value: number) => (whole === 0 ? 0 : value / largest / whole);
  const height = barHeight + 10 + Math.max(1, parts.length) * rowHeight;
  let x = 0;
  const rects = parts.map(({ value }, index) => {
    const room = shareOf(value) * width;
    const rect = plotNode('rect', {
      class: `plot-fill ${lookOf(index)}`,
      x: px(x),
      y: 0,
      width: px(Math.max(0, room - (room > 2 * gap ? gap : 0))),
      height: barHeight,
    });
    x += room;
    return rect;
  });
  const rows = parts.map(({ name, value, detail }, index) => {
    const top = barHeight + 10 + index * rowHeight;
    const told = detail === undefined ? percent(shareOf(value)) : `${percent(shareOf(value))} · ${detail}`;
    return plotNode('g', {}, [
      plotNode('rect', { class: `plot-fill ${lookOf(index)}`, x: 0, y: top + 3, width: 12, height: 12 }),
      textAt(fitted(name, width - 20 - widthOf(told) - 12), { x: 20, y: top + 13 }),
      textAt(told, { x: width, y: top + 13, anchor: 'end', kind: 'plot-faint' }),
    ]);
  });
  const track = plotNode('rect', { class: 'plot-track', x: 0, y: 0, width, height: barHeight });
  const empty =
    parts.length === 0 ? [textAt(emptyText, { x: 0, y: barHeight + 23, kind: 'plot-faint' })] : [];
  return drawing(label, { width, height }, [track, ...(whole === 0 ? [] : rects), ...rows, ...empty]);
}

function foldRest(parts: readonly SharePart[]): readonly SharePart[] {
  if (parts.length <= looks) return parts;
  const rest = parts.slice(looks - 1);
  const value = Math.min(
    Number.MAX_VALUE,
    rest.reduce((sum, part) => sum + part.value, 0),
  );
  return [...parts.slice(0, looks - 1), { name: `${rest.length} others`, value }];
}
