import { visibleLine } from './visible.js';

/** A column: its head, and whether its cells are numbers, which stand to the right. */
export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

/**
 * Lays rows out in columns, two spaces apart, as wide as their widest cell. A head stands a word to a line, so that it
 * does not make a column wider than its cells. Cells hold no colour codes.
 */
export function table(columns: readonly Column[], given: readonly (readonly string[])[]): string[] {
  const rows = given.map(row => row.map(visibleLine));
  const words = columns.map(({ head }) => visibleLine(head).split(' '));
  const height = Math.max(...words.map(({ length }) => length));
  const heads = Array.from({ length: height }, (_, row) =>
    words.map(ofColumn => ofColumn[row - (height - ofColumn.length)] ?? ''),
  );
  const widths = columns.map((_, index) =>
    Math.max(...[...heads, ...rows].map(row => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ isNumber }, index) => {
        const cell = cells[index] ?? '';
        const width = widths[index] ?? 0;
        return isNumber === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [...heads.map(line), line(widths.map(width => '─'.repeat(width))), ...rows.map(line)];
}
