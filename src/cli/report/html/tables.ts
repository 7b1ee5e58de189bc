import type { PlotNode } from '../../../dashboard/plots/index.js';
import { plotNode, visible } from '../../../dashboard/plots/index.js';
import type { LedgerGroup } from '../../../node.js';
import { count, ms, percent } from '../../terminal/figures.js';
import type { ReportView, Row } from '../view.js';
import { rowsOf, savedOf, shareOf, titleOf, toUsd } from '../view.js';

/** Names come from outside: they are text here, whatever is in them. */
export const textNode = (text: string): string => visible(text);

/** More rows make a page that no browser likes; what is left over is one more. */
const mostRows = 400;
/** A breakdown with more is folded away at first. */
const mostOpenRows = 40;

/** A breakdown as a table that can be folded away without a script. */
export function groupTable(
  { summary, money }: ReportView,
  dimension: string,
  groups: readonly LedgerGroup[],
): PlotNode {
  const rows = rowsOf(dimension, groups, mostRows);
  const { totals } = summary;
  const cellsOf = (row: Omit<Row, 'name' | 'isSum'>) => [
    count(row.calls),
    money(toUsd(row.costNanoUsd)),
    percent(shareOf(row.costNanoUsd, totals.costNanoUsd)),
    row.baselineNanoUsd === 0 ? '–' : money(toUsd(row.baselineNanoUsd)),
    savedOf(row),
    ms(row.p95FirstContentMs),
    ms(row.p50LatencyMs),
    ms(row.p95LatencyMs),
  ];
  return folded(
    titleOf(dimension),
    tableOf({
      heads: ['calls', 'cost', 'share', 'baseline', 'saved', 'p95 first', 'p50', 'p95'],
      rows: rows.map(row => [row.name, ...cellsOf(row)]),
      foot: ['all', ...cellsOf(totals)],
    }),
    rows.length <= mostOpenRows,
  );
}

/** What was sent to each target, whoever answered. */
export function attemptTable({ summary, money }: ReportView): PlotNode {
  const { attemptsByTarget, totals } = summary;
  return folded(
    'By target, every attempt',
    tableOf({
      heads: ['sent', 'failed', 'refused', 'cost', 'share'],
      rows: attemptsByTarget.map(({ target, attempts, failed, refusals, costNanoUsd }) => [
        target ?? '(not attributed)',
        count(attempts),
        count(failed),
        count(refusals),
        money(toUsd(costNanoUsd)),
        percent(shareOf(costNanoUsd, totals.costNanoUsd)),
      ]),
    }),
    attemptsByTarget.length <= mostOpenRows,
  );
}

const folded = (title: string, content: PlotNode, isOpen: boolean): PlotNode =>
  plotNode('details', { class: 'card', ...(isOpen ? { open: '' } : {}) }, [
    plotNode('summary', {}, [textNode(title)]),
    plotNode('div', { class: 'wide' }, [content]),
  ]);

interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly foot?: readonly string[];
}

function tableOf({ heads, rows, foot }: Table): PlotNode {
  const row = (cells: readonly string[]) =>
    plotNode(
      'tr',
      {},
      cells.map((cell, index) => plotNode('td', index === 0 ? { class: 'name' } : {}, [textNode(cell)])),
    );
  const head = ['', ...heads].map(text => plotNode('th', { scope: 'col' }, [text]));
  return plotNode('table', {}, [
    plotNode('thead', {}, [plotNode('tr', {}, head)]),
    plotNode('tbody', {}, rows.map(row)),
    ...(foot === undefined ? [] : [plotNode('tfoot', {}, [row(foot)])]),
  ]);
}
