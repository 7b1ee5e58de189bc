/**
 * What this package costs per call, beside others in the same run: around a model that answers at once, without network.
 * Rounds of short batches are interleaved; the 10th percentile of each subject counts, less that of the bare model.
 * A chunk is what a long stream takes more than a short one, so that what a stream costs once is told apart.
 * `the platform alone` is what nobody can save who can cancel a call: an AbortController, a timer, one stream.
 *
 *   npm run bench:layer            the table            (about a minute)
 *   npm run bench:layer -- --json  the figures
 *   npm run bench:layer -- --only routed,bare --rounds 50
 */
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
import PQueue from 'p-queue';
import { createRouted } from '../dist/index.js';
import { withZod4 } from './with-zod-4.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '60' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const callsPerBatch = 100;
const streamsPerBatch = 20;
const chunksPerLongStream = 1_000;
const atOnce = 10_000;
const heldCalls = 4_000;
const callsForGrowth = 100_000;
const limitMs = 300_000;

const { createRetryableModel, error } = await withZod4('ai-retry/language-model');

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
};
const finishReason = { unified: 'stop', raw: 'stop' };
const prompt = [{ role: 'user', content: [{ type: 'text', text: 'Translate: Hello world to Vietnamese' }] }];
const options = () => ({ prompt });

const delta = { type: 'text-delta', id: '0', delta: 'word ' };
function parts(chunks) {
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', modelId: 'noop' },
    { type: 'text-start', id: '0' },
    ...Array.from({ length: chunks }, () => delta),
    { type: 'text-end', id: '0' },
    { type: 'finish', finishReason, usage },
  ];
}
const short = parts(1);
const long = parts(1 + chunksPerLongStream);
/** Of a held stream so many parts come: it has begun, and the rest is waited for. */
const partsBeforeHold = 4;

/** Answers at once; `hold` makes it wait, to weigh a call in flight. */
const noop = {
  specificationVersion: 'v4',
  provider: 'noop',
  modelId: 'noop',
  supportedUrls: {},
  hold: null,
  parts: short,
  async doGenerate() {
    if (noop.hold !== null) await noop.hold;
    return { content: [{ type: 'text', text: 'word' }], finishReason, usage, warnings: [] };
  },
  async doStream() {
    const { parts } = noop;
    let at = 0;
    const next = controller => {
      if (at < parts.length) controller.enqueue(parts[at++]);
      else controller.close();
    };
    return {
      stream: new ReadableStream(
        {
          pull: controller =>
            noop.hold === null || at < partsBeforeHold
              ? next(controller)
              : noop.hold.then(() => next(controller)),
        },
        { highWaterMark: 0 },
      ),
    };
  },
};

/** The least that a layer around a stream can be: one hop, by hand. */
function oneHop(stream, ended = () => {}) {
  const reader = stream.getReader();
  return new ReadableStream(
    {
      pull: controller =>
        reader.read().then(({ done, value }) => {
          if (!done) return controller.enqueue(value);
          ended();
          controller.close();
        }),
    },
    { highWaterMark: 0 },
  );
}

const pullThrough = {
  ...noop,
  doStream: async options => ({ stream: oneHop((await noop.doStream(options)).stream) }),
};

/** What it takes to be able to end a call that takes too long, and nothing else. */
const platformAlone = {
  ...noop,
  async doGenerate(options) {
    const { signal, stop } = limited();
    const result = await noop.doGenerate({ ...options, abortSignal: signal });
    stop();
    return result;
  },
  async doStream(options) {
    const { signal, stop } = limited();
    const { stream } = await noop.doStream({ ...options, abortSignal: signal });
    return { stream: oneHop(stream, stop) };
  },
};

function limited() {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), limitMs);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

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
  'the platform alone': platformAlone,
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
  for (let call = 0; call < streamsPerBatch; call++) await readStream(model);
}
async function readStream(model) {
  const { stream } = await model.doStream(options());
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}
async function atOnceBatch(model) {
  const pending = [];
  for (let call = 0; call < atOnce; call++) pending.push(model.doGenerate(options()));
  await Promise.all(pending);
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

/** Heap per call in flight, in kB: calls that wait for their model, or for the rest of its stream. */
async function heapPerCall(model, start) {
  if (globalThis.gc === undefined) return null;
  let release;
  for (let time = 0; time < 300; time++) await start(model);
  const before = await heapUsed();
  noop.hold = new Promise(resolve => {
    release = resolve;
  });
  const pending = [];
  for (let call = 0; call < heldCalls; call++) pending.push(start(model));
  const held = (await heapUsed()) - before;
  noop.hold = null;
  release();
  await Promise.all(pending);
  return held / heldCalls / 1_000;
}

/** Of what is left when all that can go has gone. */
async function heapUsed() {
  for (let time = 0; time < 4; time++) {
    await new Promise(resolve => setTimeout(resolve, 10));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

/** Bytes of heap that each of many calls leaves behind, one after another. */
async function growthPerCall(model) {
  if (globalThis.gc === undefined) return null;
  const before = await heapUsed();
  for (let call = 0; call < callsForGrowth; call += callsPerBatch) await generateBatch(model);
  return ((await heapUsed()) - before) / callsForGrowth;
}

const say = line => process.stderr.isTTY && process.stderr.write(`\r\u001b[2K${line}`);
say('one call after another ...');
const generate = await interleaved(chosen, generateBatch, rounds);
say('short streams ...');
const shortStream = await interleaved(chosen, streamBatch, rounds);
say('long streams ...');
noop.parts = long;
const longStream = await interleaved(chosen, readStream, rounds);
noop.parts = short;
say('10,000 at once ...');
const flood = await interleaved(chosen, atOnceBatch, Math.max(5, Math.floor(rounds / 6)));
say('heap ...');
const heap = new Map();
const streamHeap = new Map();
for (const [name, model] of chosen) {
  heap.set(name, await heapPerCall(model, subject => subject.doGenerate(options())));
  streamHeap.set(name, await heapPerCall(model, readStream));
}
const ourModel = chosen.find(([name]) => name === 'ai-sdk-routed')?.[1];
const growth = ourModel === undefined ? null : await growthPerCall(ourModel);
say('');

const usPerCall = name => (generate.get(name) / callsPerBatch) * 1_000;
const usPerStream = name => (shortStream.get(name) / streamsPerBatch) * 1_000;
const nsPerChunk = name =>
  ((longStream.get(name) - shortStream.get(name) / streamsPerBatch) / chunksPerLongStream) * 1e6;
const usAtOnce = name => (flood.get(name) / atOnce) * 1_000;
const base = chosen[0][0];
const more = (of, name) => (of.get(name) === null ? null : of.get(name) - of.get(base));
const rows = chosen.map(([name]) => ({
  subject: name,
  addedUsPerCall: usPerCall(name) - usPerCall(base),
  addedUsPerStream: usPerStream(name) - usPerStream(base),
  addedNsPerChunk: nsPerChunk(name) - nsPerChunk(base),
  usPerCallAtOnce: usAtOnce(name),
  addedKbPerCallInFlight: more(heap, name),
  addedKbPerStreamInFlight: more(streamHeap, name),
}));

if (values.json)
  console.log(JSON.stringify({ node: process.version, growthBytesPerCall: growth, rows }, null, 2));
else {
  const columns = [
    ['addedUsPerCall', 'added µs', 'per call', 2],
    ['addedUsPerStream', 'added µs', 'per stream', 2],
    ['addedNsPerChunk', 'added ns', 'per chunk', 0],
    ['usPerCallAtOnce', 'µs per call', 'of 10,000', 2],
    ['addedKbPerCallInFlight', 'added kB', 'per call', 2],
    ['addedKbPerStreamInFlight', 'added kB', 'per stream', 2],
  ];
  const width = 13;
  const line = (first, cells) =>
    console.log(first.padEnd(22) + cells.map(cell => cell.padStart(width)).join(''));
  console.log(`Node ${process.version}, ${rounds} interleaved rounds, 10th percentile.\n`);
  for (const title of [1, 2])
    line(
      '',
      columns.map(column => column[title]),
    );
  for (const row of rows)
    line(
      row.subject,
      columns.map(([name, , , digits]) => (row[name] === null ? '–' : row[name].toFixed(digits))),
    );
  const [ours, hop] = ['ai-sdk-routed', 'pull-through stream'].map(name =>
    rows.find(({ subject }) => subject === name),
  );
  if (ours !== undefined && hop !== undefined)
    console.log(
      `\nA chunk through ours: ${(ours.addedNsPerChunk / hop.addedNsPerChunk).toFixed(2)} x one hand-written pull-through stream.`,
    );
  if (growth !== null)
    console.log(
      `Left behind by each of ${callsForGrowth.toLocaleString('en')} calls through ours: ${growth.toFixed(1)} bytes.`,
    );
}
process.exit(0);
