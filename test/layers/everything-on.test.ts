import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RoutedEvent } from '../../src/core/events.js';
import type { Model, ModelOptions, ModelPart } from '../../src/core/model.js';
import type { World } from '../../src/core/world.js';
import { createRouted } from '../../src/routed.js';
import type { AccountState } from '../../src/store/budget/account.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Op, Store } from '../../src/store/store.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask, httpError } from './routed-harness.js';

type Fate = 'ok' | 'error' | 'refused' | 'limited' | 'hang' | 'early' | 'cut' | 'stall' | 'tool' | 'trickle';
interface Script {
  readonly mode: 'generate' | 'stream';
  readonly tenant: string;
  readonly priority: 0 | 1 | 2 | 3;
  readonly deadlineMs: number | null;
  readonly maxCostUsd: number | null;
  /** Asks for JSON, which nobody writes: each answer that comes is escalated. */
  readonly isJson: boolean;
  readonly startMs: number;
  readonly leaves: 'no' | 'abort' | 'cancel';
  readonly leavesMs: number;
  /** Between two readings. */
  readonly readMs: number;
}

const scripts = fc.array(
  fc.record<Script>({
    mode: fc.constantFrom('generate', 'stream', 'stream'),
    tenant: fc.constantFrom('a', 'b', '__proto__'),
    priority: fc.constantFrom(0, 1, 2, 3),
    deadlineMs: fc.option(fc.integer({ min: 1, max: 9_000 }), { nil: null }),
    maxCostUsd: fc.option(fc.double({ min: 0.00005, max: 0.002, noNaN: true }), { nil: null }),
    isJson: fc.constantFrom(true, false, false, false),
    startMs: fc.integer({ min: 0, max: 4_000 }),
    leaves: fc.constantFrom('no', 'no', 'abort', 'cancel'),
    leavesMs: fc.integer({ min: 0, max: 1_500 }),
    readMs: fc.constantFrom(0, 0, 0, 30, 400),
  }),
  { minLength: 1, maxLength: 14 },
);
const fates = fc.infiniteStream(
  fc.constantFrom<Fate>(
    ...(['ok', 'ok', 'ok', 'ok', 'error', 'refused', 'limited', 'hang', 'early'] as const),
    ...(['cut', 'cut', 'cut', 'stall', 'tool', 'trickle'] as const),
  ),
);
const delays = fc.infiniteStream(fc.constantFrom(1, 2, 5, 10, 20, 40, 60, 80, 100, 150, 250, 400));

const slots = 3;
const maxAttempts = 5;
const longestTokens = 300;
const tenantNanoUsd = 4_000_000;
const overallNanoUsd = 6_000_000;
const words = 'Far out in the unlit waters a bell was heard, and then no more of it.'.match(/\S+\s*/g) ?? [];

function partsFor(fate: Fate): ModelPart[] {
  const text = (many: number): ModelPart[] => [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '0' },
    ...words.slice(0, many).map((delta): ModelPart => ({ type: 'text-delta', id: '0', delta })),
  ];
  const end: ModelPart = { type: 'text-end', id: '0' };
  const tool = { id: 't', toolName: 'look_up' };
  if (fate === 'early') return text(0);
  if (fate === 'cut') return text(7);
  if (fate === 'stall' || fate === 'trickle') return text(3);
  if (fate === 'tool')
    return [
      ...text(2),
      end,
      { type: 'tool-input-start', ...tool },
      { type: 'tool-input-delta', ...tool, delta: '{"' },
    ];
  const usage = {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 18, text: 18, reasoning: 0 },
  };
  return [
    ...text(words.length),
    end,
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
  ];
}

interface Chance {
  readonly world: World;
  readonly nextFate: () => Fate;
  readonly nextDelayMs: () => number;
}

/** A target that holds a request until its answer has ended or was aborted, and counts how many it holds. */
function watchedTarget({ world, nextFate, nextDelayMs }: Chance, onCount: (held: number) => void): Model {
  let held = 0;
  async function begin({ abortSignal }: ModelOptions) {
    const signal = abortSignal as AbortSignal;
    const fate = nextFate();
    onCount(++held);
    let isHeld = true;
    const release = () => {
      if (isHeld) onCount(--held);
      isHeld = false;
    };
    const left = new Promise<void>(resolve =>
      signal.addEventListener('abort', () => {
        release();
        resolve();
      }),
    );
    const pass = () =>
      new Promise<void>(resolve => {
        const stop = world.after(nextDelayMs() * (fate === 'trickle' ? 10 : 1), resolve);
        void left.then(stop).then(resolve);
      });
    await (fate === 'hang' ? left : pass());
    signal.throwIfAborted();
    if (fate === 'error' || fate === 'refused' || fate === 'limited') {
      release();
      const status = { error: 500, refused: 400, limited: 429 }[fate];
      throw httpError(status, { headers: status === 429 ? { 'retry-after': '1' } : {} });
    }
    return { fate, signal, left, pass, release };
  }
  return {
    specificationVersion: 'v4',
    provider: 'watched.chat',
    modelId: 'watched',
    supportedUrls: {},
    async doGenerate(options) {
      (await begin(options)).release();
      return scriptedModel({ script: 'some words' }).doGenerate(options);
    },
    async doStream(options) {
      const { fate, signal, left, pass, release } = await begin(options);
      const parts = partsFor(fate);
      const stream = new ReadableStream<ModelPart>(
        {
          async pull(controller) {
            await pass();
            signal.throwIfAborted();
            const part = parts.shift();
            if (part?.type === 'finish') release();
            if (part !== undefined) return controller.enqueue(part);
            if (fate === 'stall') await left;
            signal.throwIfAborted();
            release();
            controller.close();
          },
          cancel: release,
        },
        { highWaterMark: 0 },
      );
      return { stream };
    },
  };
}

/** A store that answers at once or late; what it holds of money is looked at in the end. */
function watchedStore(world: World, lateMs: (() => number) | null) {
  const accounts = new Map<string, AccountState>();
  const inner = memoryStore(world);
  function run<State, Input, Output>(op: Op<State, Input, Output>, key: string, input: Input): Output {
    const watched: Op<State, Input, Output> = {
      name: op.name,
      step(before, given, nowMs) {
        const after = op.step(before, given, nowMs);
        if (op.name.endsWith('-money') && after.state !== undefined)
          accounts.set(key, after.state as unknown as AccountState);
        return after;
      },
    };
    return inner.run(watched, key, input) as Output;
  }
  const store: Store = {
    run: (op, key, input) =>
      lateMs === null
        ? run(op, key, input)
        : new Promise(resolve => world.after(lateMs(), () => resolve(run(op, key, input)))),
  };
  return { store, accounts };
}

/** One beginning, one end, and every text within its block. */
function checkStream(parts: readonly ModelPart[]): void {
  const count = (type: string) => parts.filter(part => part.type === type).length;
  expect([parts[0]?.type, parts.at(-1)?.type]).toEqual(['stream-start', 'finish']);
  expect([count('stream-start'), count('finish')]).toEqual([1, 1]);
  expect(count('error')).toBeLessThanOrEqual(1);
  const open = new Set<string>();
  let text = '';
  for (const part of parts) {
    if (part.type === 'text-start') expect(open.add(part.id).size).toBe(1);
    if (part.type === 'text-delta') expect(open).toContain(part.id);
    if (part.type === 'text-delta') text += part.delta;
    if (part.type === 'text-end') expect(open.delete(part.id)).toBe(true);
    if (part.type === 'error') expect((part.error as { partialText: string }).partialText).toBe(text);
  }
  if (count('error') === 0) expect(open.size).toBe(0);
}

/** What was told of one call fits together. */
function checkCall(told: readonly RoutedEvent[], { maxCostUsd }: Script): void {
  const of = <Type extends RoutedEvent['type']>(type: Type) =>
    told.filter((event): event is Extract<RoutedEvent, { type: Type }> => event.type === type);
  const numbers = (of: readonly { readonly attempt: number }[]) =>
    of.map(({ attempt }) => attempt).sort((one, other) => one - other);
  const [end, ...more] = of('call-end');
  expect(more).toEqual([]);
  const { attempts, costNanoUsd } = end?.report ?? expect.unreachable();
  const started = numbers(of('attempt-start'));
  expect(numbers(of('attempt-end'))).toEqual(started);
  expect(new Set(started).size).toBe(started.length);
  expect(attempts.reduce((sum, attempt) => sum + (attempt.costNanoUsd ?? 0), 0)).toBe(costNanoUsd);
  const sent = attempts.filter(
    ({ outcome, errorClass }) => outcome !== 'skipped' && errorClass !== 'rate-limit',
  );
  expect(sent.length).toBeLessThanOrEqual(maxAttempts);
  expect(of('hedge-start').length).toBeLessThanOrEqual(1);
  expect(of('escalated').length).toBeLessThanOrEqual(1);
  expect(of('budget-reserved')).toHaveLength(of('budget-settled').length);
  expect(of('budget-settled').reduce((sum, { chargedNanoUsd }) => sum + chargedNanoUsd, 0)).toBe(costNanoUsd);
  if (maxCostUsd !== null) expect(costNanoUsd).toBeLessThanOrEqual(Math.ceil(maxCostUsd * 1e9));
}

it('ends each call once, with one stream and one sum, and gives all back, with every option on', async () => {
  const seen = { hedged: 0, continued: 0, both: 0, escalated: 0 };
  await fc.assert(
    fc.asyncProperty(scripts, fates, delays, fc.boolean(), async (calls, luck, waits, isLate) => {
      const world = fakeWorld();
      const nextDelayMs = () => waits.next().value as number;
      const sleep = (ms: number) => new Promise<void>(resolve => void world.after(ms, resolve));
      const chance: Chance = { world, nextDelayMs, nextFate: () => luck.next().value as Fate };
      const { store, accounts } = watchedStore(world, isLate ? nextDelayMs : null);
      const held = new Map<string, number[]>();
      const events: RoutedEvent[] = [];
      const targets = Object.fromEntries(
        ['first', 'second', 'third'].map((id, index) => [
          id,
          {
            model: watchedTarget(chance, now => held.set(id, [...(held.get(id) ?? []), now])),
            price: { inputUsdPerMTok: index + 1, outputUsdPerMTok: index + 1 },
            limits: { maxConcurrent: slots, requestsPerMinute: 600 },
          },
        ]),
      );
      const routed = createRouted({
        world,
        store,
        targets,
        onEvent: event => events.push(event),
        retry: { maxAttempts },
        hedge: { maxRatio: 1, delayMs: 60 },
        continuation: {},
        cascade: { stream: 'buffer' },
        admission: {
          adaptive: { init: 2, min: 1, max: slots, minimumSamples: 2, windowMs: 100, queue: 1 },
        },
        breaker: { consecutiveFailures: 2, openMs: 300 },
        timeout: {
          ...{ attemptMs: 5_000, responseMs: 5_000, firstContentMs: 5_000, idleMs: 5_000 },
          ...{ minOutputCharactersPerSecond: 5, outputSpeedWindowMs: 1_000 },
        },
        budget: {
          overall: { perDayUsd: overallNanoUsd / 1e9 },
          perTenant: { perDayUsd: tenantNanoUsd / 1e9 },
        },
      });

      const streams: ModelPart[][] = [];
      const signals: AbortSignal[] = [];
      const lives = calls.map(async (call, number) => {
        const { mode, tenant, priority, deadlineMs, maxCostUsd, isJson } = call;
        const { startMs, leaves, leavesMs, readMs } = call;
        await sleep(startMs);
        const controller = new AbortController();
        signals.push(controller.signal);
        if (leaves === 'abort') void sleep(leavesMs).then(() => controller.abort(new Error('left')));
        const settings = {
          ...{ tenant, priority, tags: { number: String(number) } },
          ...(deadlineMs !== null && { deadlineMs }),
          ...(maxCostUsd !== null && { maxCostUsd }),
        };
        const options = ask('A question', {
          abortSignal: controller.signal,
          maxOutputTokens: longestTokens,
          ...(isJson && { responseFormat: { type: 'json' } }),
          providerOptions: { routed: settings as never },
        });
        if (mode === 'generate') return routed('auto').doGenerate(options);
        const reader = (await routed('auto').doStream(options)).stream.getReader();
        if (leaves === 'cancel') void sleep(leavesMs).then(() => reader.cancel().catch(() => {}));
        const read: ModelPart[] = [];
        for (;;) {
          if (readMs > 0) await sleep(readMs);
          const { done, value } = await reader.read();
          if (done) break;
          read.push(value);
        }
        // Of a stream that its reader cancelled there is no end to look at.
        if (leaves !== 'cancel') streams.push(read);
        return undefined;
      });
      const ended = Promise.allSettled(lives);
      await world.advance(400_000);
      await ended;

      for (const read of streams) checkStream(read);
      for (const [number, call] of calls.entries()) {
        const id = events.find(
          event => event.type === 'call-start' && event.tags.number === String(number),
        )?.callId;
        const told = events.filter(event => 'callId' in event && event.callId === id);
        checkCall(told, call);
        const isHedged = told.some(({ type }) => type === 'hedge-start');
        const isContinued = told.some(event => 'isContinuation' in event);
        if (isHedged) seen.hedged++;
        if (isContinued) seen.continued++;
        if (isHedged && isContinued) seen.both++;
        if (told.some(({ type }) => type === 'escalated')) seen.escalated++;
      }
      for (const counts of held.values()) {
        expect(Math.max(...counts)).toBeLessThanOrEqual(slots);
        expect(counts.at(-1)).toBe(0);
      }
      const { totals, queue } = routed.report();
      expect(totals.calls).toBe(calls.length);
      expect(queue).toMatchObject({ active: 0, waiting: 0 });
      expect(world.pendingTimers).toBe(0);
      for (const signal of signals) expect(getEventListeners(signal, 'abort')).toEqual([]);
      for (const { windows, leases } of accounts.values()) {
        expect(windows.map(({ reservedNanoUsd }) => reservedNanoUsd)).toEqual([0, 0, 0, 0]);
        expect(leases.pages.flat().every(lease => lease === null)).toBe(true);
      }
      const overall = [...accounts].find(([key]) => key.endsWith(':overall'))?.[1].windows[2];
      expect(overall?.settledNanoUsd ?? 0).toBe(totals.costNanoUsd);
      expect(overall?.settledNanoUsd ?? 0).toBeLessThanOrEqual(overallNanoUsd);
      expect(JSON.stringify(events)).not.toContain('unlit');
    }),
    { numRuns: 250 },
  );
  // Else it would prove nothing.
  expect(seen.hedged).toBeGreaterThan(20);
  expect(seen.continued).toBeGreaterThan(20);
  expect(seen.both).toBeGreaterThan(5);
  expect(seen.escalated).toBeGreaterThan(20);
}, 120_000);
