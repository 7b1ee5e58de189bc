import type { PlotNode } from '../plots/plot-node.js';
import { visible } from '../plots/visible.js';

export type Child = Node | string | null;

/** An element. Text is text, whatever it says: nothing here is ever read as markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null));
  return element;
}

/** A name that somebody else chose: what would not be seen is written out, and it turns no text around it. */
export const named = (text: string, mostCharacters?: number): HTMLElement =>
  el('bdi', {}, visible(text, mostCharacters));

/** Leaves alone what is as it was, so that a selection of text lives on. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function drawn(node: PlotNode): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', node.tag);
  for (const [name, value] of Object.entries(node.attributes))
    if (name !== 'xmlns') element.setAttribute(name, String(value));
  element.append(...node.children.map(child => (typeof child === 'string' ? child : drawn(child))));
  return element;
}
