import { createHash } from 'node:crypto';
import type { PlotNode } from '../../../dashboard/plots/index.js';
import { plotNode, plotStyle, toMarkup } from '../../../dashboard/plots/index.js';
import { ms, percent } from '../../terminal/figures.js';
import { notesOf } from '../notes-of.js';
import type { ReportView } from '../view.js';
import { factsOf, momentText } from '../view.js';
import { plotsOf } from './plots.js';
import { pageStyle } from './style.js';
import { attemptTable, groupTable, textNode } from './tables.js';

/** How a report begins: what does not is not overwritten by one. */
export const reportMark = '<!doctype html><!-- ai-sdk-routed report -->';

/**
 * The report as one page that loads nothing and runs nothing: its policy forbids both, whatever the names in it are. All
 * that is not fixed here becomes text or an attribute, never markup.
 */
export function reportPage(view: ReportView): string {
  const { summary } = view;
  const style = `${plotStyle}\n${pageStyle}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const body = plotNode('main', {}, [
    header(view),
    tiles(view),
    plotNode(
      'div',
      { class: 'plots' },
      plotsOf(view).map(({ title, plot }) => card(title, [plot])),
    ),
    card('In all', [facts(view)]),
    ...Object.entries(summary.by).map(([dimension, groups]) => groupTable(view, dimension, groups)),
    attemptTable(view),
    ...notes(view),
  ]);
  return `${reportMark}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>What routing cost</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${toMarkup(body)}
</body>
</html>
`;
}

const card = (title: string, content: readonly PlotNode[]): PlotNode =>
  plotNode('section', { class: 'card' }, [plotNode('h2', {}, [title]), ...content]);

function header({ summary: { firstAt, lastAt }, source }: ReportView): PlotNode {
  const when =
    firstAt === null || lastAt === null ? '' : `, ${momentText(firstAt)} to ${momentText(lastAt)} UTC`;
  return plotNode('header', {}, [
    plotNode('h1', {}, ['What routing cost']),
    plotNode('p', { class: 'faint' }, [textNode(`${source}${when}`)]),
  ]);
}

function tiles({ summary: { totals, baselines }, money }: ReportView): PlotNode {
  const tile = (name: string, value: string, more: string, kind = '') =>
    plotNode('div', { class: 'card' }, [
      plotNode('p', { class: 'faint' }, [name]),
      plotNode('p', { class: `value ${kind}`.trim() }, [value]),
      plotNode('p', { class: 'faint name' }, [textNode(more)]),
    ]);
  const spent = tile('Spent', money(totals.costUsd), `${totals.calls.toLocaleString('en-US')} calls`);
  if (totals.savedRatio === null) return plotNode('div', { class: 'tiles' }, [spent]);
  return plotNode('div', { class: 'tiles' }, [
    spent,
    tile('Baseline', money(totals.baselineCostUsd), `all at ${baselines.join(', ')}`),
    tile(
      'Saved',
      money(totals.savedUsd),
      `${percent(totals.savedRatio)} of the baseline`,
      totals.savedUsd >= 0 ? 'good' : 'bad',
    ),
  ]);
}

const facts = (view: ReportView): PlotNode =>
  plotNode(
    'dl',
    {},
    factsOf(view, ms).flatMap(([name, words]) => [
      plotNode('dt', {}, [name]),
      plotNode('dd', {}, [textNode(words)]),
    ]),
  );

function notes(view: ReportView): readonly PlotNode[] {
  const sentences = notesOf(view);
  if (sentences.length === 0) return [];
  const items = sentences.map(sentence => plotNode('li', {}, [textNode(sentence)]));
  return [card('To know of these figures', [plotNode('ul', {}, items)])];
}
