import type { RoutedReport } from '../../index.js';
import { count, ms, usd } from '../terminal/figures.js';
import { table } from '../terminal/table.js';
import { wasSent } from './books.js';

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** One line per route and model: how many calls, how long, how much. */
export function summary(reports: readonly RoutedReport[]): string[] {
  const groups = new Map<string, RoutedReport[]>();
  for (const report of reports) {
    const key = `${report.tier ?? 'given'}|${report.model}`;
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  const order = ['simple', 'medium', 'complex', 'given'];
  const rank = (key: string) => order.indexOf(key.split('|')[0] ?? '');
  const rows = [...groups]
    .sort(([one, ours], [other, theirs]) => rank(one) - rank(other) || theirs.length - ours.length)
    .map(([key, ours]) => [...key.split('|'), ...figures(ours)]);
  return table(
    [
      { head: 'route' },
      { head: 'model' },
      ...['calls', 'latency', 'tokens', 'cost', 'saved', 'attempts'].map(head => ({ head, isNumber: true })),
    ],
    [...rows, ['all', '', ...figures(reports)]],
  );
}

function figures(reports: readonly RoutedReport[]): string[] {
  const tokens = reports.map(({ usage }) => (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0));
  return [
    count(reports.length),
    ms(sum(reports.map(({ latencyMs }) => latencyMs)) / reports.length),
    count(sum(tokens)),
    usd(sum(reports.map(({ costUsd }) => costUsd))),
    usd(sum(reports.map(({ savedUsd }) => savedUsd))),
    count(sum(reports.map(({ attempts }) => attempts.filter(wasSent).length))),
  ];
}
