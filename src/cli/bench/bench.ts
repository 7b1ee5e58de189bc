import type { Command } from '../command.js';
import { UsageError } from '../command.js';
import { count, ms, usd } from '../terminal/figures.js';
import { progressBar } from '../terminal/progress-bar.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import type { Gateway } from './gateway.js';
import { spawnSandbox } from './gateway.js';
import { runLoad } from './run-load.js';

export const bench: Command = {
  name: 'bench',
  what: 'A load test: a short, a middle and a long job in turn, at each number in flight.',
  flags: {
    'in-flight': {
      kind: 'counts',
      value: 'n,n,...',
      what: 'calls at a time',
      default: '50,100,200',
      min: 1,
    },
    requests: {
      kind: 'count',
      value: 'number',
      what: 'calls per number in flight, in equal thirds',
      default: '300',
      min: 1,
    },
    'base-url': {
      kind: 'text',
      value: 'url',
      what: 'a gateway instead of the embedded one (HOLYSHEEP_API_KEY)',
    },
    live: { kind: 'flag', what: 'the real gateway; this costs money' },
    unlimited: { kind: 'flag', what: 'lift the rate and slot limits of the built-in targets' },
    json: { kind: 'flag', what: 'print the rows as JSON' },
  },
  async run(values, terminal) {
    const isUnlimited = values.isSet('unlimited');
    const gateway = await gatewayOf(values.text['base-url'], values.isSet('live'), isUnlimited);
    const rows: Row[] = [];
    try {
      for (const limit of values.counts['in-flight'] ?? []) {
        const requests = values.number.requests ?? 1;
        const shown = progressBar(terminal, requests, `calls, ${limit} in flight`);
        rows.push(await runLoad({ gateway, limit, requests, isUnlimited, onDone: shown }));
      }
    } finally {
      await gateway.close();
    }
    if (values.isSet('json')) terminal.out(JSON.stringify(rows, null, 2));
    else show(rows, terminal);
    return rows.every(({ failed }) => failed === 0) ? 0 : 1;
  },
};

function show(rows: readonly Row[], terminal: Terminal): void {
  for (const line of lines(rows)) terminal.out(line);
  for (const { inFlight, total, errors } of rows)
    for (const [name, { calls, example }] of Object.entries(errors)) {
      terminal.out();
      const text = `${count(calls)} of ${count(total)} calls at ${count(inFlight)} in flight failed with ${name}: ${example}`;
      for (const line of wrap(text, terminal.columns, 2)) terminal.out(line);
    }
}

type Row = Awaited<ReturnType<typeof runLoad>>;

async function gatewayOf(
  baseURL: string | undefined,
  isLive: boolean,
  isUnlimited: boolean,
): Promise<Gateway> {
  if (baseURL === undefined && !isLive) return spawnSandbox({ isUnlimited });
  const apiKey = process.env.HOLYSHEEP_API_KEY;
  if (!apiKey) throw new UsageError('bench --live and --base-url need HOLYSHEEP_API_KEY.');
  return { baseURL: isLive ? undefined : baseURL, apiKey, close: async () => {} };
}

const whole = (value: number | null) => (value === null ? '–' : count(Math.round(value)));

function lines(rows: readonly Row[]): string[] {
  const heads = [
    'in flight',
    'total',
    'ok',
    'failed',
    'duration',
    'per second',
    'cost',
    'average ms',
    'p50 ms',
    'p95 ms',
    'p99 ms',
  ];
  return table(
    heads.map(head => ({ head, isNumber: true })),
    rows.map(row => [
      count(row.inFlight),
      count(row.total),
      count(row.successful),
      count(row.failed),
      ms(row.durationMs),
      row.requestsPerSecond.toFixed(1),
      usd(row.costUsd),
      whole(row.averageLatencyMs),
      whole(row.p50LatencyMs),
      whole(row.p95LatencyMs),
      whole(row.p99LatencyMs),
    ]),
  );
}
