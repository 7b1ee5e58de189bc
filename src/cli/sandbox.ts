import { sandboxModels, startSandbox } from '../sandbox/index.js';
import type { Command } from './command.js';
import { countOf } from './terminal/figures.js';
import { untilStopped } from './terminal/until-stopped.js';

export const sandbox: Command = {
  name: 'sandbox',
  what: 'Runs the embedded gateway on loopback, for curl or an application. Its answers are simulated.',
  flags: {
    port: { kind: 'count', value: 'number', what: 'the port; 0 takes any free one', default: '8787' },
    seed: {
      kind: 'count',
      value: 'number',
      what: 'the same seed and request give the same answer',
      default: '1',
    },
    'latency-ratio': { kind: 'number', value: 'ratio', what: 'scales every latency', default: '1' },
    unlimited: { kind: 'flag', what: 'lift the rate limits of its models' },
    json: { kind: 'flag', what: 'print url and key as one line of JSON' },
  },
  async run({ number, isSet }, terminal) {
    const running = await startSandbox({
      port: number.port ?? 0,
      seed: number.seed ?? 1,
      latencyRatio: number['latency-ratio'] ?? 1,
      ...(isSet('unlimited') ? { models: unlimitedModels() } : {}),
    });
    if (isSet('json')) {
      terminal.out(JSON.stringify({ url: running.url, apiKey: running.apiKey }));
    } else {
      terminal.out(`export HOLYSHEEP_BASE_URL=${running.url}`);
      terminal.out(`export HOLYSHEEP_API_KEY=${running.apiKey}`);
      terminal.say();
      terminal.say('Answers are simulated. Try:');
      // A line each, so that none is broken by a narrow terminal before it is copied.
      terminal.say(`  curl -s ${running.url}/chat/completions \\`);
      terminal.say(`    -H 'authorization: Bearer ${running.apiKey}' \\`);
      terminal.say("    -H 'content-type: application/json' -d \\");
      terminal.say(`    '{"model":"deepseek-v3.2","messages":[{"role":"user","content":"Hi"}]}'`);
      terminal.say('Ctrl-C ends it.');
    }
    await untilStopped();
    await running.close();
    // An open channel to a parent would keep this process alive.
    if (process.connected) process.disconnect();
    const { total } = running.requests();
    terminal.say(`${countOf(total, 'request')} answered.`);
    return 0;
  },
};

function unlimitedModels() {
  return Object.fromEntries(
    Object.entries(sandboxModels).map(([id, profile]) => [
      id,
      { ...profile, requestsPerMinute: null, tokensPerMinute: null },
    ]),
  );
}
