import type { LedgerDimension } from '../../node.js';
import { createLedgerReport } from '../../node.js';
import type { Command, Values } from '../command.js';
import { UsageError } from '../command.js';
import { nameOfPath } from '../terminal/each-line.js';
import { countOf } from '../terminal/figures.js';
import { moneyOf } from '../terminal/money.js';
import { currencyFlags, readCurrency } from '../terminal/read-currency.js';
import type { Terminal } from '../terminal/terminal.js';
import { reportPage } from './html/page.js';
import { checkPlace, writeHtml } from './html/write-html.js';
import { createIntake, readLedgers } from './read-ledgers.js';
import { serve } from './serve/serve.js';
import { show } from './show.js';
import type { ReportView } from './view.js';
import { momentOf } from './window.js';

export const report: Command = {
  name: 'report',
  takes: '<ledger.jsonl> ...',
  what: 'Adds up the records of `createRouted({ ledger })`: what was spent and what it saved, by tier, target, tenant and day. Several files are one ledger; "-" reads stdin. Calls nothing.',
  flags: {
    baseline: {
      kind: 'text',
      value: 'model',
      what: 'count savings against this model of the catalogue, as gpt-4.1 or openai/gpt-4.1; else against the baseline in the records',
    },
    by: {
      kind: 'text',
      value: 'list',
      what: 'what to break it down by: tier, target, tenant, day, model, provider, task, requested, mode, outcome, error, session, instance, tag:<name>',
      default: 'tier,target,tenant,day',
    },
    since: { kind: 'text', value: 'time', what: 'from then on: 2026-11-03, 2026-11-03T12:00Z, 7d, 24h' },
    until: { kind: 'text', value: 'time', what: 'up to then, a day included' },
    ...currencyFlags,
    html: {
      kind: 'text',
      value: 'file.html',
      what: 'write it as a page with plots, in one file without a script',
    },
    serve: {
      kind: 'flag',
      what: 'show it as the dashboard on 127.0.0.1 instead, and follow the last file as it grows',
    },
    port: {
      kind: 'count',
      value: 'number',
      what: 'the port for --serve; any free one by default',
      max: 65_535,
    },
    json: { kind: 'flag', what: 'print the sums as JSON, in US dollars and whole nano-dollars' },
  },
  async run(values, terminal) {
    const { words: paths } = values;
    if (paths.length === 0) throw new UsageError('report needs a file: report calls.jsonl, or - for stdin.');
    if (values.isSet('serve')) return serveLedger(values, terminal);
    if (values.number.port !== undefined) throw new UsageError('--port needs --serve.');
    const { html } = values.text;
    if (html !== undefined && values.isSet('json')) throw new UsageError('Give one of --html and --json.');
    if (html !== undefined) await checkPlace(html);
    const currency = readCurrency(values);
    const summarizer = createLedgerReport(optionsOf(values));
    const intake = createIntake(summarizer.add, terminal);
    await readLedgers(paths, intake, terminal);
    intake.tellRest();
    const { reading } = intake;
    if (reading.records === 0) {
      terminal.say(`No record of a ledger in ${sourceOf(paths)}.`);
      return 1;
    }
    const summary = summarizer.read();
    const view: ReportView = {
      summary,
      reading,
      source: sourceOf(paths),
      currency,
      money: moneyOf(currency),
    };
    if (values.isSet('json')) terminal.out(JSON.stringify({ ...summary, reading, currency }, null, 2));
    else if (html !== undefined) await writePage(html, view, terminal);
    else show(view, terminal);
    return 0;
  },
};

async function writePage(path: string, view: ReportView, { out }: Terminal): Promise<void> {
  const page = reportPage(view);
  await writeHtml(path, page);
  out(`${path}: ${(Buffer.byteLength(page) / 1_000).toFixed(1)} KB`);
}

/** The dashboard says everything in US dollars, against the baseline that each call had. */
function serveLedger(values: Values, terminal: Terminal): Promise<number> {
  const { text, number, words } = values;
  const other = ['baseline', 'html', 'currency'].find(name => text[name] !== undefined);
  const refused = other ?? (number.rate === undefined ? (values.isSet('json') ? 'json' : undefined) : 'rate');
  if (refused !== undefined)
    throw new UsageError(`--serve shows the dashboard as it is, without --${refused}.`);
  const { sinceMs, untilMs } = optionsOf(values);
  return serve({ paths: words, port: number.port ?? 0, sinceMs, untilMs }, terminal);
}

function optionsOf({ text }: Values) {
  const nowMs = Date.now();
  return {
    by: (text.by ?? '').split(',').map(name => name.trim()) as LedgerDimension[],
    baseline: text.baseline,
    sinceMs: momentOf('since', text.since, nowMs),
    untilMs: momentOf('until', text.until, nowMs),
  };
}

const sourceOf = (paths: readonly string[]): string =>
  paths.length === 1 ? nameOfPath(paths[0] as string) : countOf(paths.length, 'file');
