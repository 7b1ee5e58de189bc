/**
 * The two goals under load, over real sockets, for this package, ai-retry and the bare AI SDK, one after another:
 *
 * failures  three providers, each 10 % 500 and 10 % 429 with Retry-After 1 s; 1,000 calls over 20 s, open loop.
 *           Goal: 99.9 % answered, p99 1.2 s, no request within an announced Retry-After.
 * limit     one provider that takes 200 requests in any second and answers the rest with a bare 429; 300 calls per second
 *           for 60 s, open loop, and as long as it takes to answer them. Goal: all answered, and from second 20 on under
 *           5 % of the answers are 429; under 1 % where the limit is stated to the package.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';
import { createRouted } from '../dist/index.js';
import { withZod4 } from './with-zod-4.mjs';

const help = `npm run bench:resilience -- [options]

  --goal failures|limit   one goal alone
  --only routed,stated,ai-retry,bare
                          these alone: ours, ours with the limit stated, and the others
  --quick                 a short run, to see that it works: its figures prove nothing
  --json                  the figures, instead of the table
  --help

The whole takes about seven minutes.`;

const { values } = parseArgs({
  options: {
    goal: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
globalThis.AI_SDK_LOG_WARNINGS = false;

const failures = values.quick ? { calls: 250, seconds: 5 } : { calls: 1_000, seconds: 20 };
const limit = values.quick
  ? { perSecond: 200, offered: 300, seconds: 10, settledAfterSeconds: 5 }
  : { perSecond: 200, offered: 300, seconds: 60, settledAfterSeconds: 20 };
/** What is not answered this long after the last call was made will not be. */
const patienceMs = 120_000;
const apiKey = 'key';
const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
/** Nobody is refused at the door: the goal is about what is sent. */
const roomy = { admission: { maxWaiting: 1_000_000 } };

const { createRetryableModel, error } = await withZod4('ai-retry/language-model');

const ids = ['a', 'b', 'c'];

/** Sends after a 429 had arrived that asked to wait, and before that time was over. Told by the application: it may be late. */
let early = 0;
const announcedUntilMs = new Map();
async function watchful(input, init) {
  const { origin } = new URL(String(input));
  if (performance.now() < (announcedUntilMs.get(origin) ?? 0)) early++;
  const response = await fetch(input, init);
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  if (response.status === 429 && seconds > 0)
    announcedUntilMs.set(origin, performance.now() + seconds * 1_000);
  return response;
}

const provided = (baseURL, index = 0) =>
  createOpenAICompatible({ name: 'bench', baseURL, apiKey, fetch: watchful }).chatModel(ids[index]);
function routed(urls, limits) {
  const used = ids.slice(0, urls.length);
  const targetOf = (id, index) => ({
    preset: 'openai',
    apiKey,
    baseURL: urls[index],
    modelId: id,
    price,
    ...limits,
  });
  return createRouted({
    ...roomy,
    fetch: watchful,
    targets: Object.fromEntries(used.map((id, index) => [id, targetOf(id, index)])),
    routes: { simple: used, medium: used, complex: used },
  })('auto');
}

/** Each as its README recommends: with others to fall back on, and with none. */
const subjects = {
  routed: { title: 'ai-sdk-routed', goals: ['failures', 'limit'], make: urls => ({ model: routed(urls) }) },
  stated: {
    title: 'ai-sdk-routed, limit stated',
    goals: ['limit'],
    make: urls => ({ model: routed(urls, { limits: { requestsPerMinute: limit.perSecond * 60 } }) }),
  },
  'ai-retry': {
    title: 'ai-retry',
    goals: ['failures', 'limit'],
    make: ([first, ...others]) => ({
      model: createRetryableModel({
        model: provided(first),
        retries:
          others.length > 0
            ? others.map((url, index) => provided(url, index + 1))
            : [error.isRetryable(true).retry({ delay: 1_000, backoffFactor: 2, maxAttempts: 3 })],
      }),
      maxRetries: 0,
    }),
  },
  bare: {
    title: 'AI SDK, one target',
    goals: ['failures', 'limit'],
    make: ([first]) => ({ model: provided(first) }),
  },
};

const say = text => process.stderr.write(`${text}\n`);

/** A provider in a process of its own. */
async function startProvider(...args) {
  const path = fileURLToPath(new URL('bench-resilience/provider.mjs', import.meta.url));
  const child = fork(path, args.map(String));
  const told = () => new Promise(resolve => child.once('message', resolve));
  const { port } = await told();
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen() {
      const answer = told();
      child.send('seen');
      return answer;
    },
    stop: () => child.disconnect(),
  };
}

/** Calls at a steady pace, whatever becomes of the earlier ones, until all have ended. */
async function offer(settings, calls, overMs) {
  const latenciesMs = [];
  const errors = {};
  const pending = [];
  const startedAtMs = performance.now();
  let ended = 0;
  for (let call = 0; call < calls; call++) {
    pending.push(
      one().finally(() => {
        ended++;
      }),
    );
    const waitMs = startedAtMs + ((call + 1) * overMs) / calls - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  }
  await Promise.race([Promise.all(pending), sleep(patienceMs)]);
  latenciesMs.sort((one, other) => one - other);
  const at = share => latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(share * latenciesMs.length))];
  return {
    calls,
    answered: latenciesMs.length,
    unfinished: calls - ended,
    errors,
    p50Ms: Math.round(at(0.5) ?? 0),
    p99Ms: Math.round(at(0.99) ?? 0),
    tookSeconds: Math.round((performance.now() - startedAtMs) / 1_000),
  };

  async function one() {
    const calledAtMs = performance.now();
    try {
      await generateText({ ...settings, prompt: 'Translate: Hello world to Vietnamese' });
      latenciesMs.push(performance.now() - calledAtMs);
    } catch ({ name }) {
      errors[name] = (errors[name] ?? 0) + 1;
    }
  }
}
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms).unref());

const goals = {
  async failures({ make }) {
    const providers = await Promise.all([1, 2, 3].map(seed => startProvider('flaky', 0, seed)));
    await warmUp(make);
    early = 0;
    const told = await offer(make(providers.map(({ url }) => url)), failures.calls, failures.seconds * 1_000);
    const seen = await Promise.all(providers.map(provider => provider.seen()));
    for (const provider of providers) provider.stop();
    const sum = name => seen.reduce((all, one) => all + one[name], 0);
    return { ...told, requests: sum('asked'), early };
  },
  async limit({ make }) {
    const provider = await startProvider('limited', limit.perSecond);
    await warmUp(make);
    const startedAtMs = Date.now();
    const told = await offer(make([provider.url]), limit.offered * limit.seconds, limit.seconds * 1_000);
    const { asked, answers } = await provider.seen();
    provider.stop();
    const settled = answers.filter(({ atMs }) => atMs >= startedAtMs + limit.settledAfterSeconds * 1_000);
    const refused = settled.filter(({ status }) => status === 429);
    return {
      ...told,
      requests: asked,
      refusedShare: settled.length === 0 ? 0 : refused.length / settled.length,
    };
  },
};

/** A process's first calls take ten times as long as the next ones. */
async function warmUp(make) {
  const provider = await startProvider('limited', 1e9);
  await offer(make([provider.url]), 50, 500);
  provider.stop();
}

const names = values.only?.split(',') ?? Object.keys(subjects);
const rows = [];
for (const goal of Object.keys(goals)) {
  if (values.goal !== undefined && values.goal !== goal) continue;
  for (const name of names) {
    const subject = subjects[name];
    if (subject === undefined)
      throw new Error(`--only: there is no ${name}; ${Object.keys(subjects).join(', ')}.`);
    if (!subject.goals.includes(goal)) continue;
    say(`${goal}: ${subject.title} ...`);
    rows.push({ goal, subject: subject.title, ...(await goals[goal](subject)) });
  }
}

const percent = share => `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
const titles = {
  failures: `Three providers, each 10 % 500 and 10 % 429 with Retry-After 1 s; ${failures.calls.toLocaleString('en')} calls over ${failures.seconds} s`,
  limit: `One provider that takes ${limit.perSecond} a second and does not say so; ${limit.offered} calls a second for ${limit.seconds} s`,
};
const columns = {
  failures: [
    ['answered', ({ answered, calls }) => percent(answered / calls)],
    ['p50', ({ p50Ms }) => `${p50Ms} ms`],
    ['p99', ({ p99Ms }) => `${(p99Ms / 1_000).toFixed(2)} s`],
    ['requests', ({ requests }) => requests.toLocaleString('en')],
    ['of them within a Retry-After', ({ early }) => String(early)],
  ],
  limit: [
    ['answered', ({ answered, calls }) => percent(answered / calls)],
    ['requests', ({ requests }) => requests.toLocaleString('en')],
    [`429s from second ${limit.settledAfterSeconds}`, ({ refusedShare }) => percent(refusedShare)],
    ['all ended after', ({ tookSeconds, unfinished }) => (unfinished > 0 ? 'never' : `${tookSeconds} s`)],
  ],
};
if (values.json) console.log(JSON.stringify({ node: process.version, quick: values.quick, rows }, null, 2));
else
  for (const goal of Object.keys(goals)) {
    const own = rows.filter(row => row.goal === goal);
    if (own.length === 0) continue;
    const line = cells => console.log(`| ${cells.join(' | ')} |`);
    console.log(`\n${titles[goal]}\n`);
    line(['', ...columns[goal].map(([title]) => title)]);
    line(['---', ...columns[goal].map(() => '---')]);
    for (const row of own) line([row.subject, ...columns[goal].map(([, told]) => told(row))]);
    for (const { subject, errors } of own)
      if (Object.keys(errors).length > 0) say(`${goal}, ${subject}: ${JSON.stringify(errors)}`);
  }
process.exit(0);
