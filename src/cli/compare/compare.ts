import type { RoutedOptions, RoutedProvider, Target, Tier } from '../../index.js';
import { createRouted } from '../../index.js';
import type { Command, Values } from '../command.js';
import { UsageError } from '../command.js';
import { bar } from '../terminal/bar.js';
import { count, percent } from '../terminal/figures.js';
import { moneyOf } from '../terminal/money.js';
import { readConfig } from '../terminal/read-config.js';
import { currencyFlags, readCurrency } from '../terminal/read-currency.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { visibleLine } from '../terminal/visible.js';
import { wrap } from '../terminal/wrap.js';
import type { Mix, Volume } from './cost-of-month.js';
import { costOfMonthUsd, costOfRoutingUsd } from './cost-of-month.js';
import { mixOf, tokensOf } from './read-amounts.js';

interface Row {
  readonly name: string;
  readonly isRouting: boolean;
  readonly costUsd: number | null;
}

interface Comparison {
  readonly volume: Volume;
  readonly mix: Mix;
  /** Where each tier's share goes; null: nowhere. */
  readonly firsts: Readonly<Record<Tier, string | null>>;
  readonly baseline: string;
  readonly baselineUsd: number | null;
  readonly routingUsd: number | null;
  /** The dearest first, those without a price last. */
  readonly rows: readonly Row[];
}

export const compare: Command = {
  name: 'compare',
  what: 'Compares what a month of tokens costs: all of it at one target, for each, and routed. Calls nothing.',
  flags: {
    tokens: {
      kind: 'text',
      value: 'amount',
      default: '1M',
      what: 'tokens a month, input and output together, as 250k, 1M or 1.5B',
    },
    mix: {
      kind: 'text',
      value: 's/m/c',
      default: '60/25/15',
      what: 'percent of the tokens in simple, medium and complex calls',
    },
    output: {
      kind: 'number',
      default: '25',
      max: 100,
      value: 'percent',
      what: 'of the tokens that is output',
    },
    cached: {
      kind: 'number',
      default: '0',
      max: 100,
      value: 'percent',
      what: 'of the input that is read from a prompt cache',
    },
    baseline: { kind: 'text', value: 'target', what: 'what routing is compared with' },
    config: { kind: 'text', value: 'file.json', what: 'the options of a createRouted, as JSON' },
    ...currencyFlags,
    json: { kind: 'flag', what: 'print the comparison as JSON' },
  },
  async run(values, terminal) {
    const currency = readCurrency(values);
    const compared = comparisonOf(values);
    if (values.isSet('json')) terminal.out(JSON.stringify({ ...compared, ...currency }, null, 2));
    else show(compared, moneyOf(currency), terminal);
    return compared.routingUsd === null ? 1 : 0;
  },
};

function comparisonOf({ text, number }: Values): Comparison {
  const options = text.config === undefined ? {} : readConfig(text.config);
  const routed = createRouted(options);
  const volume: Volume = {
    tokens: tokensOf(text.tokens as string),
    outputRatio: (number.output as number) / 100,
    cachedRatio: (number.cached as number) / 100,
  };
  const mix = mixOf(text.mix as string);
  const atMs = Date.now();
  const costs = new Map(
    [...routed.targets].map(([id, { price }]) => [id, costOfMonthUsd(price, volume, atMs)]),
  );
  const costOf = (id: string | null) => (id === null ? null : (costs.get(id) ?? null));
  const firsts = {
    simple: firstOf(routed, 'simple'),
    medium: firstOf(routed, 'medium'),
    complex: firstOf(routed, 'complex'),
  };
  const routingUsd = costOfRoutingUsd(
    { simple: costOf(firsts.simple), medium: costOf(firsts.medium), complex: costOf(firsts.complex) },
    mix,
  );
  const baseline = baselineOf(routed, text.baseline ?? options.baseline, options);
  const rows = [
    ...[...costs].map(([name, costUsd]) => ({ name, costUsd, isRouting: false })),
    { name: 'routed', costUsd: routingUsd, isRouting: true },
  ].sort((one, other) => (other.costUsd ?? -1) - (one.costUsd ?? -1));
  return { volume, mix, firsts, baseline, baselineUsd: costOf(baseline), routingUsd, rows };
}

/** The target that a usual call of the tier goes to. */
const firstOf = (routed: RoutedProvider, tier: Tier): string | null =>
  routed.explain('Hello', { tier }).candidates[0]?.target ?? null;

const builtInBaseline = 'gpt-4.1';

function baselineOf(
  { targets, aliases }: RoutedProvider,
  asked: string | undefined,
  own: RoutedOptions,
): string {
  if (asked !== undefined) {
    const id = aliases.get(asked) ?? asked;
    if (targets.has(id)) return id;
    throw new UsageError(`There is no target "${asked}". There are: ${[...targets.keys()].join(', ')}.`);
  }
  if (own.targets === undefined) return builtInBaseline;
  const ofBoth = ({ price }: Target) => (price === null ? -1 : 3 * price.inputPicoUsd + price.outputPicoUsd);
  const [dearest] = [...targets.values()].sort((one, other) => ofBoth(other) - ofBoth(one));
  return (dearest as Target).id;
}

const barCells = 24;

function show(
  { volume, mix, firsts, baseline, baselineUsd, routingUsd, rows }: Comparison,
  money: (usd: number) => string,
  terminal: Terminal,
): void {
  const tell = (text: string) => {
    for (const line of wrap(text, terminal.columns)) terminal.out(line);
  };
  const outputTokens = Math.round(volume.tokens * volume.outputRatio);
  const cached = volume.cachedRatio === 0 ? '' : ` (${share(volume.cachedRatio)} of it cached)`;
  tell(
    `A month of ${count(volume.tokens)} tokens: ${count(volume.tokens - outputTokens)} input${cached}, ${count(outputTokens)} output.`,
  );
  terminal.out();
  const mostUsd = Math.max(0, ...rows.map(({ costUsd }) => costUsd ?? 0));
  const lines = table(
    [
      { head: 'all at' },
      { head: 'a month', isNumber: true },
      { head: `of ${baseline}`, isNumber: true },
      { head: '' },
    ],
    rows.map(({ name, costUsd }) => [
      name,
      costUsd === null ? 'no price' : money(costUsd),
      costUsd === null || !baselineUsd ? '–' : percent(costUsd / baselineUsd),
      costUsd === null || mostUsd === 0 ? '' : bar(costUsd / mostUsd, barCells),
    ]),
  );
  const firstRow = lines.length - rows.length;
  for (const [index, line] of lines.entries())
    terminal.out(rows[index - firstRow]?.isRouting === true ? terminal.paint('bold', line) : line);
  terminal.out();
  for (const tier of Object.keys(mix) as Tier[])
    terminal.out(`routed: ${share(mix[tier])} ${tier} at ${firsts[tier] ?? 'no target'}`);
  terminal.out();
  if (routingUsd === null) tell('What routing costs is not known: a tier has no target with a price.');
  else if (baselineUsd) tell(savings(baseline, baselineUsd, routingUsd, money));
  tell(
    'At the usual price of each target, without prices above a context size or at certain hours, judges, retries and what another model would write more or less.',
  );
}

/** As it was given: `60 %`. */
const share = (ratio: number): string => `${Number((ratio * 100).toFixed(2))} %`;

function savings(
  baseline: string,
  baselineUsd: number,
  routingUsd: number,
  money: (usd: number) => string,
): string {
  const savedUsd = baselineUsd - routingUsd;
  const verb = savedUsd < 0 ? 'costs' : 'saves';
  const more = savedUsd < 0 ? ' more than' : ' against';
  return `Routing ${verb} ${money(Math.abs(savedUsd))} a month${more} all at ${visibleLine(baseline)}, ${percent(Math.abs(savedUsd / baselineUsd))}.`;
}
