import type { PlotNode } from './plot-node.js';
import { plotNode, px } from './plot-node.js';
import { textAt, widthOf } from './text.js';
import { timeTicks } from './ticks.js';

export interface TimeAxis {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly left: number;
  readonly right: number;
  /** Where the plot ends and the axis begins. */
  readonly y: number;
}

export const timeAxisHeight = 18;

/** Ticks and their times along the foot of a plot; labels stay inside `left` to `right`. */
export function timeAxis({ fromMs, untilMs, left, right, y }: TimeAxis): PlotNode {
  const width = right - left;
  const ticks = timeTicks(fromMs, untilMs, Math.max(1, width / 76)).flatMap(({ at, text }) => {
    const x = left + ((at - fromMs) / (untilMs - fromMs)) * width;
    const half = widthOf(text) / 2;
    if (x - half < left - 8 || x + half > right + 8) return [];
    return [
      plotNode('line', { class: 'plot-grid', x1: px(x), x2: px(x), y1: px(y), y2: px(y + 4) }),
      textAt(text, { x, y: y + 15, anchor: 'middle', kind: 'plot-faint' }),
    ];
  });
  return plotNode('g', { class: 'plot-axis', 'aria-hidden': 'true' }, ticks);
}
