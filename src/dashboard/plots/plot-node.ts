/**
 * A piece of SVG as a value: it becomes markup on a server (`toMarkup`) and elements in a page. Attributes and text are
 * data, never markup.
 */
export interface PlotNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (PlotNode | string)[];
}

export const plotNode = (
  tag: string,
  attributes: PlotNode['attributes'],
  children: PlotNode['children'] = [],
): PlotNode => ({ tag, attributes, children });

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** The drawing itself. `label` says what is to be seen in it to those who do not see it. */
export function drawing(
  label: string,
  { width, height }: PlotSize,
  children: PlotNode['children'],
  kind = '',
): PlotNode {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return plotNode(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: `plot ${kind}`.trim(),
      role: 'img',
      'aria-label': label,
      ...size,
    },
    children,
  );
}

export function toMarkup(node: PlotNode | string): string {
  if (typeof node === 'string') return escapeMarkup(node);
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`,
  );
  return `<${node.tag}${attributes.join('')}>${node.children.map(toMarkup).join('')}</${node.tag}>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, one => escapes[one] as string);

/** To a tenth of a pixel: finer is not seen, and is longer. */
export const px = (value: number): number => Math.round(value * 10) / 10;
