/**
 * What this package costs per call, beside others in the same run: around a model that answers at once, without network.
 * Rounds of short batches are interleaved; the 10th percentile of each subject counts, less that of the bare model.
 *
 *   npm run bench:layer            the table            (about a minute)
 *   npm run bench:layer -- --json  the figures
 *   npm run bench:layer -- --only routed,bare --rounds 50
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { wrapLanguageModel } from 'ai';
import { createFallback } from 'ai-fallback';
import {
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  retry,
  wrap,
} from 'cockatiel';
import { build } from 'esbuild';
import PQueue from 'p-queue';
import { createRouted } from '../dist/index.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '60' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const callsPerBatch = 100;
const chunksPerStream = 200;
const atOnce = 10_000;
const heldCalls = 4_000;

const { createRetryableModel, error } = await withZod4('ai-retry/language-model');

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
};
const finishReason = { unified: 'stop', raw: 'stop' };
const prompt = [{ role: 'user', content: [{ type: 'text', text: 'Translate: Hello world to Vietnamese' }] }];
const options = () => ({ prompt });

const delta = { type: 'text-delta', id: '0', delta: 'word ' };
function parts() {
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', modelId: 'noop' },
    { type: 'text-start', id: '0' },
    ...Array.from({ length: chunksPerStream }, () => delta),
    { type: 'text-end', id: '0' },
    { type: 'finish', finishReason, usage },
  ];
}
const streamed = parts();

/** A package that wants zod 4, while this one develops against the oldest zod that it allows. */
async function withZod4(name) {
  const folder = fileURLToPath(new URL('.compiled', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/package.mjs`;
  await build({
    stdin: { contents: `export * from '${name}';`, resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['ai', '@ai-sdk/*'],
    alias: { zod: 'zod4' },
    outfile,
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return loaded;
}

/** Answers at once; `hold` makes it answer never, to weigh a call in flight. */
const noop = {
  specificationVersion: 'v4',
  provider: 'noop',
  modelId: 'noop',
  supportedUrls: {},
  hold: null,
  async doGenerate() {
    if (noop.hold !== null) await noop.hold;
    return { content: [{ type: 'text', text: 'word' }], finishReason, usage, warnings: [] };
  },
  async doStream() {
    let at = 0;
    return {
      stream: new ReadableStream(
        {
          pull(controller) {
            if (at < streamed.length) controller.enqueue(streamed[at++]);
            else controller.close();
          },
        },
        { highWaterMark: 0 },
      ),
    };
  },
};

/** The least that a layer around a stream can be: one hop, by hand. */
const pullThrough = {
  ...noop,
  async doStream() {
    const { stream } = await noop.doStream();
    const reader = stream.getReader();
    return {
      stream: new ReadableStream(
        {
          pull: controller =>
            reader.read().then(({ done, value }) => (done ? controller.close() : controller.enqueue(value))),
        },
        { highWaterMark: 0 },
      ),
    };
  },
};

function doItYourself() {
  const policy = wrap(
    retry(handleAll, { maxAttempts: 2, backoff: new ExponentialBackoff() }),
    circuitBreaker(handleAll, { halfOpenAfter: 5_000, breaker: new ConsecutiveBreaker(5) }),
    bulkhead(atOnce, atOnce),
  );
  const queue = new PQueue({ concurrency: atOnce, intervalCap: 1e9, interval: 1_000 });
  return wrapLanguageModel({
    model: noop,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: ({ doGenerate }) => queue.add(() => policy.execute(() => doGenerate())),
      wrapStream: ({ doStream }) => queue.add(() => policy.execute(() => doStream())),
    },
  });
}

const roomy = { requestsPerMinute: 1e9, tokensPerMinute: 1e12, maxConcurrent: 100_000 };
const target = {
  model: noop,
  price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 },
  contextTokens: 128_000,
  limits: roomy,
};
const everythingOn = createRouted({ targets: { noop: target }, admission: { maxWaiting: 100_000 } });

const subjects = {
  bare: noop,
  'bare again': { ...noop },
  'pull-through stream': pullThrough,
  wrapLanguageModel: wrapLanguageModel({ model: noop, middleware: { specificationVersion: 'v4' } }),
  'ai-fallback': createFallback({ models: [noop, noop] }),
  'cockatiel + p-queue': doItYourself(),
  'ai-retry': createRetryableModel({ model: noop, retries: [error().switch(noop)] }),
  'ai-sdk-routed': everythingOn('simple'),
  '  with classification': everythingOn('auto'),
};
const only = values.only?.split(',').map(name => name.trim());
const chosen = Object.entries(subjects).filter(([name]) => only === undefined || only.includes(name.trim()));

async function generateBatch(model) {
  for (let call = 0; call < callsPerBatch; call++) await model.doGenerate(options());
}
async function streamBatch(model) {
  for (let call = 0; call < 5; call++) {
    const { stream } = await model.doStream(options());
    const reader = stream.getReader();
    while (!(await reader.read()).done);
  }
}
async function atOnceBatch(model) {
  const pending = [];
  for (let call = 0; call < atOnce; call++) pending.push(model.doGenerate(options()));
  await Promise.all(pending);
}
/** What the platform itself takes for a signal that can be aborted. */
function controllerBatch() {
  for (let call = 0; call < callsPerBatch; call++)
    new AbortController().signal.addEventListener('abort', () => {});
}

async function timed(work) {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

/** 10th percentile per subject, in milliseconds per batch. */
async function interleaved(entries, batch, times) {
  const samples = new Map(entries.map(([name]) => [name, []]));
  for (const [, model] of entries) for (let warmUp = 0; warmUp < 5; warmUp++) await batch(model);
  for (let round = 0; round < times; round++) {
    const order = round % 2 === 0 ? entries : [...entries].reverse();
    for (const [name, model] of order) samples.get(name).push(await timed(() => batch(model)));
  }
  return new Map(
    [...samples].map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 10)]]),
  );
}

/** Heap per call in flight, in kB: calls that wait for their model, before they do and while they do. */
async function heapPerCall(model) {
  if (globalThis.gc === undefined) return null;
  let release;
  for (let time = 0; time < 3; time++) await generateBatch(model);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  noop.hold = new Promise(resolve => {
    release = resolve;
  });
  const pending = [];
  for (let call = 0; call < heldCalls; call++) pending.push(model.doGenerate(options()));
  await new Promise(resolve => setTimeout(resolve, 20));
  globalThis.gc();
  const held = process.memoryUsage().heapUsed - before;
  noop.hold = null;
  release();
  await Promise.all(pending);
  return held / heldCalls / 1_000;
}

const say = line => process.stderr.isTTY && process.stderr.write(`\r\u001b[2K${line}`);
say('one call after another ...');
const generate = await interleaved(chosen, generateBatch, rounds);
say('streams ...');
const stream = await interleaved(chosen, streamBatch, rounds);
say('10,000 at once ...');
const flood = await interleaved(chosen, atOnceBatch, Math.max(5, Math.floor(rounds / 6)));
const controllerUs =
  ((await interleaved([['controller', null]], async () => controllerBatch(), rounds)).get('controller') /
    callsPerBatch) *
  1_000;
const heap = new Map();
for (const [name, model] of chosen) heap.set(name, await heapPerCall(model));
say('');

const usPerCall = name => (generate.get(name) / callsPerBatch) * 1_000;
const nsPerChunk = name => (stream.get(name) / 5 / streamed.length) * 1e6;
const usAtOnce = name => (flood.get(name) / atOnce) * 1_000;
const base = chosen[0][0];
const rows = chosen.map(([name]) => ({
  subject: name,
  addedUsPerCall: usPerCall(name) - usPerCall(base),
  addedNsPerChunk: nsPerChunk(name) - nsPerChunk(base),
  usPerCallAtOnce: usAtOnce(name),
  addedKbPerCallInFlight: heap.get(name) === null ? null : heap.get(name) - heap.get(base),
}));

if (values.json) console.log(JSON.stringify({ node: process.version, controllerUs, rows }, null, 2));
else {
  const ours = rows.find(({ subject }) => subject === 'ai-sdk-routed');
  const ratio = (value, our) => (ours === undefined || value <= 0 ? '' : `${(value / our).toFixed(2)}x`);
  const cell = (value, digits = 2) => (value === null ? '–' : value.toFixed(digits)).padStart(9);
  console.log(
    `Node ${process.version}, ${rounds} interleaved rounds, 10th percentile; "x": as a multiple of ours.\n`,
  );
  console.log('                        added µs          added ns          µs per call       added kB per');
  console.log('                        per call          per chunk         10,000 at once    call in flight');
  for (const { subject, addedUsPerCall, addedNsPerChunk, usPerCallAtOnce, addedKbPerCallInFlight } of rows)
    console.log(
      `${subject.padEnd(22)}${cell(addedUsPerCall)} ${ratio(addedUsPerCall, ours?.addedUsPerCall).padEnd(8)}` +
        `${cell(addedNsPerChunk, 0)} ${ratio(addedNsPerChunk, ours?.addedNsPerChunk).padEnd(8)}` +
        `${cell(usPerCallAtOnce)} ${ratio(usPerCallAtOnce, ours?.usPerCallAtOnce).padEnd(8)}${cell(addedKbPerCallInFlight)}`,
    );
  console.log(
    `\nOf ours, the platform's AbortController with a listener: ${controllerUs.toFixed(2)} µs per call.`,
  );
}
process.exit(0);
