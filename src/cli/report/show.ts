import type { AttemptGroup, LedgerGroup } from '../../node.js';
import { bar } from '../terminal/bar.js';
import { count, ms, percent } from '../terminal/figures.js';
import type { Column } from '../terminal/table.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { visibleLine } from '../terminal/visible.js';
import { wrap } from '../terminal/wrap.js';
import { notesOf } from './notes-of.js';
import type { ReportView, Row } from './view.js';
import { factsOf, momentText, purposesOf, rowsOf, savedOf, shareOf, titleOf, toUsd } from './view.js';

/** Rows of a table; what is left over is one more. */
const mostRows = 15;
const mostDays = 31;
/** From so many columns on there is room for times, and for shares and savings. */
const wide = 76;
const middling = 56;
const longestBar = 40;
const headWidth = 14;

/** The report for a terminal: what was spent and saved first, then where. */
export function show(view: ReportView, terminal: Terminal): void {
  const { out, paint, columns } = terminal;
  const { summary, source } = view;
  const tell = (text: string, indent = 0) => {
    for (const line of wrap(text, columns, indent)) out(line);
  };
  const title = (text: string) => {
    out();
    out(paint('bold', visibleLine(text)));
  };
  const { firstAt, lastAt, totals } = summary;
  const when =
    firstAt === null || lastAt === null ? '' : `, ${momentText(firstAt)} to ${momentText(lastAt)} UTC`;
  tell(`${visibleLine(source)}${when}`);
  out();
  for (const line of spent(view, terminal)) out(line);
  out();
  for (const [name, words] of factsOf(view, ms)) tell(`${name.padEnd(headWidth)}${words}`, headWidth);

  const purposes = purposesOf(summary);
  if (purposes.length > 1) {
    title('What the money went to');
    for (const line of purposeTable(view, purposes, columns)) out(line);
  }
  for (const [dimension, groups] of Object.entries(summary.by)) {
    if (groups.length === 0 || (dimension === 'tenant' && groups.every(({ key }) => key === null))) continue;
    title(titleOf(dimension));
    for (const line of groupTable(view, dimension, groups, columns)) out(line);
  }
  if (totals.attempts + totals.refusals > 0) {
    title('By target, every attempt');
    for (const line of attemptTable(view, summary.attemptsByTarget, columns)) out(line);
  }
  const notes = notesOf(view);
  if (notes.length > 0) out();
  for (const note of notes) tell(note, 2);
}

function spent({ summary, money }: ReportView, { columns, paint }: Terminal): readonly string[] {
  const { totals, baselines } = summary;
  const { costUsd, baselineCostUsd, savedUsd, savedRatio } = totals;
  const amounts = [money(costUsd), money(baselineCostUsd), money(savedUsd)] as const;
  const width = Math.max(...amounts.map(({ length }) => length));
  const most = Math.max(costUsd, baselineCostUsd);
  const cells = Math.min(longestBar, columns - headWidth - width - 2);
  const line = (name: string, amount: string, more: string) =>
    `${name.padEnd(headWidth)}${amount.padStart(width)}  ${more}`.trimEnd();
  const shown = (amount: number) => bar(shareOf(amount, most), cells);
  if (savedRatio === null) return [paint('bold', line('spent', amounts[0], shown(costUsd)))];
  return [
    paint('bold', line('spent', amounts[0], shown(costUsd))),
    line('baseline', amounts[1], shown(baselineCostUsd)),
    ...wrap(`${' '.repeat(headWidth)}all at ${visibleLine(baselines.join(', '))}`, columns, headWidth),
    paint(savedUsd >= 0 ? 'green' : 'red', line('saved', amounts[2], percent(savedRatio))),
  ];
}

interface Cell extends Column {
  readonly of: (row: Row) => string;
}

function groupTable(
  { summary, money }: ReportView,
  dimension: string,
  groups: readonly LedgerGroup[],
  columns: number,
): string[] {
  const rows = rowsOf(dimension, groups, dimension === 'day' ? mostDays : mostRows);
  const { costNanoUsd } = summary.totals;
  const cells: readonly Cell[] = [
    { head: 'calls', isNumber: true, of: ({ calls }) => count(calls) },
    { head: 'cost', isNumber: true, of: row => money(toUsd(row.costNanoUsd)) },
    ...(columns < middling
      ? []
      : [
          { head: 'share', isNumber: true, of: (row: Row) => percent(shareOf(row.costNanoUsd, costNanoUsd)) },
          { head: 'saved', isNumber: true, of: savedOf },
        ]),
    ...(columns < wide ? [] : [{ head: 'p95 time', isNumber: true, of: (row: Row) => ms(row.p95LatencyMs) }]),
  ];
  return withBars(
    columns,
    { head: '', rows: rows.map(({ name }) => name) },
    cells.map(({ of, ...column }) => ({ ...column, rows: rows.map(of) })),
    rows.map(({ isSum, costNanoUsd }) => (isSum ? 0 : costNanoUsd)),
  );
}

function purposeTable(
  { summary, money }: ReportView,
  purposes: ReturnType<typeof purposesOf>,
  columns: number,
): string[] {
  const { costNanoUsd } = summary.totals;
  const amounts = purposes.map(([, nanoUsd]) => nanoUsd);
  return withBars(
    columns,
    { head: '', rows: purposes.map(([name]) => name) },
    [
      { head: 'cost', isNumber: true, rows: amounts.map(nanoUsd => money(toUsd(nanoUsd))) },
      { head: 'share', isNumber: true, rows: amounts.map(nanoUsd => percent(shareOf(nanoUsd, costNanoUsd))) },
    ],
    amounts,
  );
}

function attemptTable({ money }: ReportView, groups: readonly AttemptGroup[], columns: number): string[] {
  const shown = groups.slice(0, mostRows);
  const number = (head: string, of: (group: AttemptGroup) => number) => ({
    head,
    isNumber: true,
    rows: shown.map(group => count(of(group))),
  });
  return withBars(
    columns,
    { head: '', rows: shown.map(({ target }) => target ?? '(not attributed)') },
    [
      number('sent', ({ attempts }) => attempts),
      number('failed', ({ failed }) => failed),
      ...(columns < middling ? [] : [number('refused', ({ refusals }) => refusals)]),
      { head: 'cost', isNumber: true, rows: shown.map(({ costNanoUsd }) => money(toUsd(costNanoUsd))) },
    ],
    shown.map(({ costNanoUsd }) => costNanoUsd),
  );
}

interface Filled extends Column {
  readonly rows: readonly string[];
}

const shortestBar = 4;
const gap = 2;

/** A table that ends with bars, where they have room; names are cut to what the rest leaves them. */
function withBars(
  columns: number,
  names: Filled,
  figures: readonly Filled[],
  amounts: readonly number[],
): string[] {
  const widthOf = ({ head, rows }: Filled) =>
    Math.max(...head.split(' ').map(({ length }) => length), ...rows.map(({ length }) => length));
  const taken = figures.reduce((sum, column) => sum + widthOf(column) + gap, 0);
  const shown = names.rows.map(name => cut(visibleLine(name), Math.max(8, columns - taken)));
  const room = columns - taken - Math.max(...shown.map(({ length }) => length)) - gap;
  const cells = Math.min(longestBar, room);
  const most = Math.max(...amounts);
  const hasBars = cells >= shortestBar && most > 0;
  return table(
    [{ head: names.head }, ...figures, ...(hasBars ? [{ head: '' }] : [])],
    shown.map((name, index) => [
      name,
      ...figures.map(({ rows }) => rows[index] as string),
      ...(hasBars ? [bar((amounts[index] as number) / most, cells)] : []),
    ]),
  );
}

const cut = (name: string, most: number): string =>
  name.length <= most ? name : `${name.slice(0, most - 1)}…`;
