import type { PlotNode } from './plot-node.js';
import { plotNode, px } from './plot-node.js';
import { visible } from './visible.js';

/** About what a character takes up in the small text of plots; a drawing cannot ask. */
const characterPx = 6.4;

export const widthOf = (text: string): number => text.length * characterPx;

/** As much of a name as has room. */
export function fitted(text: string, roomPx: number): string {
  const shown = visible(text);
  const most = Math.max(1, Math.floor(roomPx / characterPx));
  return shown.length <= most ? shown : `${shown.slice(0, Math.max(0, most - 1))}…`;
}

export interface TextAt {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly kind?: string;
}

export const textAt = (text: string, { x, y, anchor = 'start', kind = '' }: TextAt): PlotNode =>
  plotNode('text', { class: `plot-text ${kind}`.trim(), x: px(x), y: px(y), 'text-anchor': anchor }, [text]);
