import type { PlotNode } from './plot-node.js';
import { drawing, plotNode, px } from './plot-node.js';
import { fitted, textAt, widthOf } from './text.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
}

export interface BarChart {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly width: number;
  readonly format: (value: number) => string;
  readonly emptyText?: string;
}

const rowHeight = 26;

/** Values side by side, a row each: name, bar, value. What is negative or no number has no bar. */
export function barChart({ label, bars, width, format, emptyText = 'Nothing yet' }: BarChart): PlotNode {
  const sizeOf = (value: number) => (Number.isFinite(value) ? Math.max(0, value) : 0);
  const largest = Math.max(0, ...bars.map(({ value }) => sizeOf(value)));
  const nameRoom = Math.min(width * 0.4, Math.max(0, ...bars.map(({ name }) => widthOf(name) + 12)));
  const valueRoom = Math.min(
    width * 0.4,
    Math.max(0, ...bars.map(({ value }) => widthOf(format(value)) + 8)),
  );
  const barRoom = Math.max(1, width - nameRoom - valueRoom);
  const rows = bars.map(({ name, value }, index) => {
    const top = index * rowHeight;
    const long = largest === 0 ? 0 : (sizeOf(value) / largest) * barRoom;
    return plotNode('g', {}, [
      textAt(fitted(name, nameRoom - 12), { x: 0, y: top + 17 }),
      plotNode('rect', { class: 'plot-track', x: px(nameRoom), y: top + 6, width: px(barRoom), height: 14 }),
      plotNode('rect', {
        class: 'plot-fill plot-1',
        x: px(nameRoom),
        y: top + 6,
        width: px(long),
        height: 14,
      }),
      textAt(format(value), { x: width, y: top + 17, anchor: 'end' }),
    ]);
  });
  const empty = bars.length === 0 ? [textAt(emptyText, { x: 0, y: 17, kind: 'plot-faint' })] : [];
  return drawing(label, { width, height: Math.max(1, bars.length) * rowHeight }, [...rows, ...empty]);
}
