import type { RoutedProvider } from '../../index.js';
import { createRouted } from '../../index.js';
import type { JsonlSink } from '../../node.js';
import { jsonlSink } from '../../node.js';
import type { Sandbox } from '../../sandbox/index.js';
import { startSandbox } from '../../sandbox/index.js';
import { ask, askStreaming } from '../ask-model.js';
import type { Command } from '../command.js';
import { program, UsageError } from '../command.js';
import { inFlight } from '../in-flight.js';
import { ms, percent, usd } from '../terminal/figures.js';
import { progressBar } from '../terminal/progress-bar.js';
import { pipedLines } from '../terminal/read-lines.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrap } from '../terminal/wrap.js';
import type { Books } from './books.js';
import { createBooks } from './books.js';
import { createCircuitLog } from './circuit-log.js';
import { demoLive } from './live.js';
import { promptFor } from './prompts.js';
import { summary } from './summary.js';

/** The model whose sockets are killed, and between which calls. */
const victim = 'gemini-2.5-flash';
const killAfterCall = 80;
const healAfterCall = 140;
/** Short, so that the circuit of a demo of seconds lives through all its states. */
const openMs = 250;
/** One call in this many is streamed. */
const streamEvery = 5;
/** What a user would do: a stream that broke off after its first words cannot go on elsewhere unseen. */
const timesToAsk = 3;

export const demo: Command = {
  name: 'demo',
  takes: '["<prompt>" ...]',
  what: 'Routes 200 mixed calls through an embedded gateway, breaks a model on the way, and shows what became of them.',
  flags: {
    calls: { kind: 'count', value: 'number', what: 'mixed calls to make', default: '200', min: 1 },
    'in-flight': { kind: 'count', value: 'number', what: 'calls at a time', default: '8', min: 1 },
    ledger: {
      kind: 'text',
      value: 'file.jsonl',
      what: 'add the record of each call to this file, for `report`',
    },
    live: { kind: 'flag', what: 'make a few calls to the real gateway instead (HOLYSHEEP_API_KEY)' },
  },
  async run({ isSet, number, text, words }, terminal) {
    const own = [...words, ...(await pipedLines())];
    if (isSet('live')) {
      if (text.ledger !== undefined) throw new UsageError('--ledger is of the demo without --live.');
      return demoLive(own, terminal);
    }
    const ledger = text.ledger === undefined ? null : jsonlSink(text.ledger);
    const sandbox = await startSandbox();
    try {
      const total = number.calls ?? 1;
      const code = await show({ sandbox, own, total, limit: number['in-flight'] ?? 1, terminal, ledger });
      await ledger?.close();
      if (text.ledger !== undefined) terminal.say(`What each call cost: ${program} report ${text.ledger}`);
      return code;
    } finally {
      await sandbox.close();
    }
  },
};

interface Plan {
  readonly sandbox: Sandbox;
  /** Prompts of the user. */
  readonly own: readonly string[];
  readonly total: number;
  readonly limit: number;
  readonly terminal: Terminal;
  /** Null: the records are not kept. */
  readonly ledger: JsonlSink | null;
}

async function show(plan: Plan): Promise<number> {
  const { sandbox, own, terminal, ledger } = plan;
  const circuits = createCircuitLog();
  const books = createBooks();
  const routed = createRouted({
    apiKey: sandbox.apiKey,
    baseURL: sandbox.url,
    breaker: { openMs },
    ...(ledger === null ? {} : { ledger }),
    onEvent(event) {
      circuits.listen(event);
      books.listen(event);
    },
  });
  terminal.say(`An embedded gateway listens on ${sandbox.url}.`);
  terminal.say('Its answers are simulated; the sockets are real.');
  terminal.say();
  for (const prompt of own.length > 0 ? own : [promptFor(1)]) await streamLive(routed, prompt, terminal);
  const errors = await mixedLoad(plan, routed);

  for (const line of summary(books.calls.map(({ report }) => report))) terminal.out(line);
  terminal.out();
  tellCircuit(circuits.lines(), plan.total, routed, terminal);
  const isWhole = tellBooks(plan, books, routed, errors.length);
  for (const error of errors.slice(0, 5)) terminal.say(String(error));
  return isWhole ? 0 : 1;
}

async function streamLive(routed: RoutedProvider, prompt: string, terminal: Terminal): Promise<void> {
  const [first = '', ...more] = wrap(`> ${prompt}`, terminal.columns, 2);
  terminal.out(terminal.paint('bold', '>') + first.slice(1));
  for (const line of more) terminal.out(line);
  const { report } = await askStreaming(routed('auto'), prompt, delta => terminal.write(delta));
  terminal.out();
  const { tier, confidence, model, firstContentMs, latencyMs, costUsd, savedUsd } = report;
  const said =
    `${tier} (confidence ${confidence?.toFixed(2)}) → ${model}: first word after ${ms(firstContentMs)}, ` +
    `${ms(latencyMs)} in all, ${usd(costUsd)}, saved ${usd(savedUsd)}`;
  for (const line of wrap(said, terminal.columns)) terminal.out(terminal.paint('dim', line));
  terminal.out();
}

/** Makes the mixed calls, and kills and heals the victim on the way. Resolves to the errors of prompts that stayed unanswered. */
async function mixedLoad(
  { sandbox, total, limit, terminal }: Plan,
  routed: RoutedProvider,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const shown = progressBar(terminal, total, 'calls');
  let done = 0;
  await inFlight({ total, limit }, async index => {
    await answered(routed, index).catch(error => errors.push(error));
    done++;
    if (done === killAfterCall) sandbox.setFault(victim, { kind: 'reset' });
    if (done === healAfterCall) sandbox.setFault(victim, null);
    const isBroken = done >= killAfterCall && done < healAfterCall;
    shown(done, isBroken ? `(${victim} is down)` : '');
  });
  return errors;
}

async function answered(routed: RoutedProvider, index: number): Promise<void> {
  const isStream = index % streamEvery === 0;
  for (let time = 1; ; time++) {
    try {
      await (isStream ? askStreaming : ask)(routed('auto'), promptFor(index));
      return;
    } catch (error) {
      if (!isStream || time === timesToAsk) throw error;
    }
  }
}

function tellCircuit(
  lines: readonly string[],
  total: number,
  routed: RoutedProvider,
  { out }: Terminal,
): void {
  if (total < killAfterCall) {
    out(`Too few calls to see a circuit: ${victim} goes down after call ${killAfterCall}.`);
    out();
    return;
  }
  const until = total < healAfterCall ? 'on' : `to ${healAfterCall}`;
  out(`The circuit of ${victim}, down from call ${killAfterCall} ${until}:`);
  for (const line of lines) out(line);
  out(`          at the end it is ${routed.report().targets[victim]?.circuit ?? 'untouched'}`);
  out();
}

/** Sets our books against the gateway's own count. True where nothing was lost. */
function tellBooks(
  { sandbox, own, total, terminal: { out, paint } }: Plan,
  books: Books,
  routed: RoutedProvider,
  lost: number,
): boolean {
  const { costUsd, baselineCostUsd, savedRatio } = routed.report().totals;
  out(`Cost ${usd(costUsd)} instead of ${usd(baselineCostUsd)} at gpt-4.1: ${percent(savedRatio)} saved.`);
  const prompts = total + Math.max(1, own.length);
  const calls = books.calls.length;
  const askedAgain = books.calls.filter(({ outcome }) => outcome !== 'ok').length - lost;
  const brokenOff =
    askedAgain > 0 ? `, of which ${askedAgain} broke off within the answer and had to be made again` : '';
  out(`${prompts} prompts, ${prompts - lost} answered, ${lost} lost; ${calls} calls${brokenOff}.`);
  const retries = books.sent() - calls;
  const counted = sandbox.requests().total;
  out(
    `The gateway counted ${counted} requests: ${counted} − ${retries} retries = ${counted - retries} calls.`,
  );
  const isWhole = lost === 0 && counted - retries === calls;
  out(isWhole ? paint('green', 'Nothing was lost.') : paint('red', 'Something was lost.'));
  return isWhole;
}
