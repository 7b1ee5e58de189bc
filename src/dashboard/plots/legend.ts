import type { PlotNode } from './plot-node.js';
import { plotNode, px } from './plot-node.js';
import { fitted, textAt, widthOf } from './text.js';

export const legendRowHeight = 18;

/** How many looks there are; see plots.css. */
export const looks = 7;
export const lookOf = (index: number): string => `plot-${(index % looks) + 1}`;

/** The names of lines, each behind a piece of its line. In as many rows as it takes. */
export function legend(
  names: readonly string[],
  width: number,
): { readonly node: PlotNode; readonly height: number } {
  const swatch = 20;
  let x = 0;
  let row = 0;
  const entries = names.map((name, index) => {
    const text = fitted(name, width - swatch - 6);
    const taken = swatch + 6 + widthOf(text);
    if (x > 0 && x + taken > width) {
      x = 0;
      row++;
    }
    const y = row * legendRowHeight + 9;
    const entry = plotNode('g', {}, [
      plotNode('line', {
        class: `plot-line ${lookOf(index)}`,
        x1: px(x),
        x2: px(x + swatch),
        y1: y - 4,
        y2: y - 4,
      }),
      textAt(text, { x: x + swatch + 6, y }),
    ]);
    x += taken + 16;
    return entry;
  });
  return {
    node: plotNode('g', { class: 'plot-legend' }, entries),
    height: names.length === 0 ? 0 : (row + 1) * legendRowHeight,
  };
}
