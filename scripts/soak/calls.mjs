import { setTimeout as sleep } from 'node:timers/promises';
import { AISDKError } from '@ai-sdk/provider';
import { between, pick, pickByWeight } from './random.mjs';

const questions = [
  'Translate: Hello world to Vietnamese',
  'What is the capital of France?',
  'Summarize this in one line: the meeting was moved to Thursday because the room was taken.',
  'Explain step by step why quicksort is O(n log n) on average, and prove it.',
  'Viết một câu về Hà Nội. 東京は何人ですか。',
  'Write a haiku about a queue.',
];
const schema = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } };
const tools = [
  { type: 'function', name: 'get_weather', description: 'The weather in a city', inputSchema: schema },
  { type: 'function', name: 'book_room', description: 'Books a room', inputSchema: schema },
];
const extras = {
  none: { weight: 10, make: () => ({}) },
  tools: { weight: 3, make: () => ({ tools }) },
  'a tool by name': {
    weight: 1,
    make: () => ({ tools, toolChoice: { type: 'tool', toolName: 'book_room' } }),
  },
  json: { weight: 1, make: () => ({ responseFormat: { type: 'json', schema } }) },
};
const models = ['auto', 'auto', 'auto', 'simple', 'medium', 'complex', 'quick', 'told', 'late'];
const priorities = ['critical', 'high', 'normal', 'normal', 'normal', 'batch'];
/** More than a budget has accounts for, a few of them most of the time, some with names that objects have already. */
const rareTenants = 2_500;
const usualTenants = ['', '', 'one', 'two', 'three', '__proto__', 'constructor', 'toString'];
const tenantOf = random =>
  random() < 0.7 ? pick(random, usualTenants) : `tenant ${between(random, 1, rareTenants)}`;

/** The callers: what each does with its call, and how often beside the others. */
const callers = {
  generate: { weight: 34, play: generate },
  'generate, left': { weight: 6, play: (call, random) => generate(leaving(call, between(random, 0, 40))) },
  'generate, deadline': {
    weight: 5,
    play: (call, random) => generate(within(call, between(random, 2, 120))),
  },
  'generate, left before': { weight: 1, play: call => generate(leaving(call, -1)) },
  stream: { weight: 30, play: stream },
  'stream, left': { weight: 7, play: (call, random) => stream(leaving(call, between(random, 0, 40))) },
  'stream, deadline': { weight: 4, play: (call, random) => stream(within(call, between(random, 2, 120))) },
  'stream, cancelled': { weight: 5, play: cancelled },
  'stream, read slowly': { weight: 4, play: readSlowly },
  'stream, dropped': { weight: 2, play: dropped },
  'stream, never read': { weight: 1, play: neverRead },
};

/** What is wrong with how a call ended. */
export class Mismatch extends Error {}

/**
 * Makes one call, and sees it through to its end.
 * @returns `{ caller, ending: 'ok' | 'failed' | 'cancelled', costNanoUsd, errorName }`; null: the caller was not told
 * @throws Mismatch when it did not end as a call may
 */
export async function playCall({ routed, ledger, number, random }) {
  const [caller, { play }] = pickByWeight(random, callers);
  const [, { make }] = pickByWeight(random, extras);
  const tenant = tenantOf(random);
  const words = pick(random, questions).concat(' again'.repeat(between(random, 0, 20)));
  const call = {
    number,
    ledger,
    model: routed(pick(random, models)),
    reason: new Error(`the caller of call ${number} left`),
    settings: {
      priority: pick(random, priorities),
      tags: { call: String(number) },
      ...(tenant !== '' && { tenant }),
      ...(random() < 0.05 && { maxCostUsd: 0.01 }),
      // Never met: its timer must be gone with the call.
      ...(random() < 0.2 && { deadlineMs: 600_000 }),
    },
    options: {
      prompt: [{ role: 'user', content: [{ type: 'text', text: words }] }],
      headers: { 'x-soak-call': String(number) },
      maxOutputTokens: between(random, 8, 60),
      ...make(),
    },
  };
  const ended = await play(call, random);
  await ledger.ended(number);
  return { caller, ...ended };
}

const optionsOf = ({ options, settings, signal }) => ({
  ...options,
  ...(signal !== undefined && { abortSignal: signal }),
  providerOptions: { routed: settings },
});

const within = (call, deadlineMs) => ({ ...call, settings: { ...call.settings, deadlineMs } });

/** The caller leaves so many milliseconds from now; below 0, before the call begins. */
function leaving(call, afterMs) {
  const controller = new AbortController();
  if (afterMs < 0) controller.abort(call.reason);
  else setTimeout(() => controller.abort(call.reason), afterMs);
  return { ...call, signal: controller.signal };
}

async function generate(call) {
  let result;
  try {
    result = await call.model.doGenerate(optionsOf(call));
  } catch (error) {
    return thrown(call, error);
  }
  const { content, finishReason, providerMetadata } = result;
  if (!Array.isArray(content) || finishReason?.unified === undefined) throw new Mismatch('no answer');
  return { ending: 'ok', costNanoUsd: costIn(providerMetadata) };
}

/** How a call ended that threw: the caller's own reason, or an error of a known type that is not to be retried. */
function thrown({ reason }, error) {
  if (error === reason) return { ending: 'cancelled', costNanoUsd: null };
  // A reader that was away for too long finds its stream cancelled, and is told by an error.
  if (/was not read any more/.test(error?.message)) return { ending: 'cancelled', costNanoUsd: null };
  if (!AISDKError.isInstance(error)) throw new Mismatch(`an error of no known type: ${nameOf(error)}`);
  if (error.isRetryable === true) throw new Mismatch(`an error that would be retried: ${nameOf(error)}`);
  return {
    ending: 'failed',
    costNanoUsd: null,
    errorName: nameOf(error),
    retryAfterMs: refusals.has(nameOf(error)) ? (error.retryAfterMs ?? Number.POSITIVE_INFINITY) : 0,
  };
}

const refusals = new Set(['CircuitOpenError', 'QueueFullError']);
const nameOf = error => (error instanceof Error ? error.name : typeof error);
const costIn = metadata => {
  const cost = metadata?.routed?.costNanoUsd;
  if (!Number.isSafeInteger(cost)) throw new Mismatch(`an answer whose cost is ${cost}`);
  return cost;
};

/** The reader of a stream; null, with how it ended, where there was none. */
async function open(call) {
  try {
    const { stream: parts } = await call.model.doStream(optionsOf(call));
    return { reader: parts.getReader(), ended: null };
  } catch (error) {
    return { reader: null, ended: thrown(call, error) };
  }
}

async function stream(call, _, betweenReads = () => undefined) {
  const { reader, ended } = await open(call);
  return ended ?? readOn(call, reader, betweenReads);
}

/** Reads to the end, and sees that it begins once, says one error at most, and finishes once and last. */
async function readOn(call, reader, betweenReads) {
  let parts = 0;
  let error = null;
  let finish = null;
  try {
    for (;;) {
      await betweenReads(parts);
      const { done, value } = await reader.read();
      if (done) break;
      if (finish !== null) throw new Mismatch(`a part after the last: ${value.type}`);
      if ((parts === 0) !== (value.type === 'stream-start'))
        throw new Mismatch(`part ${parts}: ${value.type}`);
      if (error !== null && value.type !== 'finish') throw new Mismatch(`after an error: ${value.type}`);
      if (value.type === 'error') error = value.error;
      if (value.type === 'finish') finish = value;
      parts++;
    }
  } catch (problem) {
    if (problem instanceof Mismatch) throw problem;
    return thrown(call, problem);
  }
  if (finish === null) throw new Mismatch('a stream without a finish');
  const costNanoUsd = costIn(finish.providerMetadata);
  if (error === null && finish.finishReason.unified !== 'error') return { ending: 'ok', costNanoUsd };
  if (error === null) throw new Mismatch('a failed stream without an error');
  return { ...thrown(call, error), costNanoUsd };
}

/** Reads a few parts, then says that it wants no more. */
async function cancelled(call, random) {
  const { reader, ended } = await open(call);
  if (ended !== null) return ended;
  const wanted = between(random, 0, 5);
  for (let part = 0; part < wanted; part++) {
    const { done, value } = await reader.read();
    // It ended before the caller had enough.
    if (done || value.type === 'finish' || value.type === 'error') {
      await reader.cancel();
      return { ending: null, costNanoUsd: null };
    }
  }
  await reader.cancel(call.reason);
  return { ending: 'cancelled', costNanoUsd: null };
}

function readSlowly(call, random) {
  const waitMs = between(random, 1, 30);
  return stream(call, random, part => (part % 3 === 0 ? sleep(waitMs) : undefined));
}

/** Reads a part or two, leaves, and never comes back for the rest. */
async function dropped(call, random) {
  const controller = new AbortController();
  const { reader, ended } = await open({ ...call, signal: controller.signal });
  if (ended !== null) return ended;
  for (let part = between(random, 0, 2); part > 0; part--) await reader.read();
  await sleep(between(random, 0, 10));
  controller.abort(call.reason);
  return { ending: null, costNanoUsd: null };
}

/** Takes the stream and forgets it. */
async function neverRead(call) {
  const { ended } = await open(call);
  return ended ?? { ending: null, costNanoUsd: null };
}
