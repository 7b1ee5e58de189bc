import type { RoutedProvider, RoutedReport } from '../../index.js';
import { createRouted } from '../../index.js';
import type { Sandbox } from '../../sandbox/index.js';
import { startSandbox } from '../../sandbox/index.js';
import { ask, askStreaming } from '../ask-model.js';
import type { Command } from '../command.js';
import { inFlight } from '../in-flight.js';
import { ms, percent, usd } from '../terminal/figures.js';
import { progressBar } from '../terminal/progress-bar.js';
import { pipedLines } from '../terminal/read-lines.js';
import type { Terminal } from '../terminal/terminal.js';
import { createCircuitLog } from './circuit-log.js';
import { demoLive } from './live.js';
import { promptFor } from './prompts.js';
import { summary, wasSent } from './summary.js';

/** The model whose sockets are killed, and between which calls. */
const victim = 'gemini-2.5-flash';
const killAfterCall = 80;
const healAfterCall = 140;
/** Short, so that the circuit of a demo of seconds lives through all its states. */
const openMs = 400;
/** One call in this many is streamed. */
const streamEvery = 5;

export const demo: Command = {
  name: 'demo',
  takes: '["<prompt>" ...]',
  what: 'Routes 200 mixed calls through an embedded gateway, breaks a model on the way, and shows what became of them.',
  flags: {
    calls: { kind: 'number', value: 'number', what: 'mixed calls to make', default: '200', min: 1 },
    'in-flight': { kind: 'number', value: 'number', what: 'calls at a time', default: '8', min: 1 },
    live: { kind: 'flag', what: 'make a few calls to the real gateway instead (HOLYSHEEP_API_KEY)' },
  },
  async run({ isSet, number, words }, terminal) {
    const own = [...words, ...(await pipedLines())];
    if (isSet('live')) return demoLive(own, terminal);
    const sandbox = await startSandbox();
    try {
      return await show(sandbox, own, {
        terminal,
        total: Math.floor(number.calls ?? 1),
        limit: Math.floor(number['in-flight'] ?? 1),
      });
    } finally {
      await sandbox.close();
    }
  },
};

interface Run {
  readonly terminal: Terminal;
  readonly total: number;
  readonly limit: number;
}

async function show(sandbox: Sandbox, own: readonly string[], run: Run): Promise<number> {
  const { terminal, total, limit } = run;
  const circuits = createCircuitLog();
  const routed = createRouted({
    apiKey: sandbox.apiKey,
    baseURL: sandbox.url,
    breaker: { openMs },
    onEvent: circuits.listen,
  });
  terminal.say(
    `An embedded gateway listens on ${sandbox.url}. Its answers are simulated; the sockets are real.`,
  );
  const reports: RoutedReport[] = [];
  const failures: unknown[] = [];
  for (const prompt of own.length > 0 ? own : [promptFor(1)])
    await streamLive(routed, prompt, terminal).then(
      report => reports.push(report),
      error => failures.push(error),
    );

  const shown = progressBar(terminal, total, 'calls');
  let done = 0;
  await inFlight({ total, limit }, async index => {
    const model = routed('auto');
    const answering = index % streamEvery === 0 ? askStreaming : ask;
    await answering(model, promptFor(index)).then(
      ({ report }) => reports.push(report),
      error => failures.push(error),
    );
    done++;
    if (done === killAfterCall) sandbox.setFault(victim, { kind: 'reset' });
    if (done === healAfterCall) sandbox.setFault(victim, null);
    const isBroken = done >= killAfterCall && done < healAfterCall;
    shown(done, isBroken ? `(${victim} is down)` : '');
  });

  return conclude({ sandbox, routed, reports, failures, circuitLines: circuits.lines(), terminal });
}

async function streamLive(routed: RoutedProvider, prompt: string, terminal: Terminal): Promise<RoutedReport> {
  terminal.out(`${terminal.paint('bold', '>')} ${prompt}`);
  const { report } = await askStreaming(routed('auto'), prompt, delta => terminal.write(delta));
  terminal.out();
  const { tier, confidence, model, firstContentMs, latencyMs, costUsd, savedUsd } = report;
  terminal.out(
    terminal.paint(
      'dim',
      `${tier} (confidence ${confidence?.toFixed(2)}) → ${model}: first word after ${ms(firstContentMs)}, ` +
        `${ms(latencyMs)} in all, ${usd(costUsd)}, saved ${usd(savedUsd)}`,
    ),
  );
  terminal.out();
  return report;
}

interface Conclusion {
  readonly sandbox: Sandbox;
  readonly routed: RoutedProvider;
  readonly reports: readonly RoutedReport[];
  readonly failures: readonly unknown[];
  readonly circuitLines: readonly string[];
  readonly terminal: Terminal;
}

/** Shows the table and sets the books against the sandbox's own count. */
function conclude({ sandbox, routed, reports, failures, circuitLines, terminal }: Conclusion): number {
  const { out, paint } = terminal;
  for (const line of summary(reports)) out(line);
  out();
  out(
    `The circuit of ${victim}, whose sockets were killed after call ${killAfterCall} and healed after ${healAfterCall}:`,
  );
  for (const line of circuitLines) out(line);
  const { circuit } = routed.report().targets[victim] ?? {};
  out(`          at the end it is ${circuit ?? 'untouched'}`);
  out();

  const { totals } = routed.report();
  const calls = reports.length + failures.length;
  const sent = reports.reduce((sum, { attempts }) => sum + attempts.filter(wasSent).length, 0);
  const retries = sent - reports.length;
  const counted = sandbox.requests().total;
  const isWhole = failures.length === 0 && counted - retries === calls;
  out(
    `Cost ${usd(totals.costUsd)} instead of ${usd(totals.baselineCostUsd)} at gpt-4.1: ${percent(totals.savedRatio)} saved.`,
  );
  out(
    `${calls} calls, ${reports.length} answered, ${failures.length} lost. The gateway counted ${counted} requests: ` +
      `${counted} − ${retries} retries = ${counted - retries}.`,
  );
  out(isWhole ? paint('green', 'Nothing was lost.') : paint('red', 'Something was lost.'));
  for (const error of failures.slice(0, 5)) terminal.say(String(error));
  return isWhole ? 0 : 1;
}
