import { generateText, streamText } from 'ai';
import { expect } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { type Answer, cut, fromB, hang, healthy, inTurn, reset, status } from './answers.js';
import { attemptsOf, expectFailed, expectOnce } from './expectations.js';
import type { Fault } from './fault.js';
import { both } from './fault.js';
import type { Field, Played } from './ground.js';
import { prompt } from './ground.js';

const fromA = healthy('from a');
const broken = status(500);
const realMs = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const after =
  (ms: number, answer: Answer): Answer =>
  (...given) =>
    void setTimeout(() => answer(...given), ms);
const once = { retry: { maxAttempts: 1 } } as const;
const routedBy = (routed: Record<string, unknown>): Partial<ModelOptions> => ({
  providerOptions: { routed: routed as never },
});
const slots = (maxConcurrent: number, more: object = {}) => ({ a: { limits: { maxConcurrent, ...more } } });
const many = (count: number, call: (index: number) => Promise<Played>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));
const texts = (calls: readonly Played[]) => new Set(calls.map(({ text }) => text));

/** Fails `a` until its circuit opens, and waits until it may be probed. */
async function halfOpen(field: Field): Promise<void> {
  for (let call = 0; call < 5; call++) await field.call();
  expect(field.routed.report().targets.a?.circuit).toBe('open');
  await realMs(290);
}

/** A server that answers so many at a time, each in so many of the world's milliseconds, and has the rest wait. */
function queueing(atFirst: number, serviceMs: number) {
  const waiting: (() => void)[] = [];
  let capacity = atFirst;
  let busy = 0;
  const begin = () => {
    for (; busy < capacity && waiting.length > 0; busy++) waiting.shift()?.();
  };
  const answer: Answer = (...given) => {
    waiting.push(() =>
      setTimeout(() => {
        busy--;
        fromA(...given);
        begin();
      }, serviceMs / 20),
    );
    begin();
  };
  return {
    answer,
    setCapacity(next: number) {
      capacity = next;
      begin();
    },
  };
}

/** Callers that ask again as soon as they were answered; how many of them are with the target in the end, by the median. */
async function keepBusy(field: Field, { calls, forMs }: { calls: number; forMs: number }): Promise<number> {
  const untilMs = field.world.monotonicMs() + forMs;
  const active: number[] = [];
  const sampling = setInterval(() => active.push(field.routed.report().queue.active), 10);
  await many(calls, async () => {
    let played = await field.call();
    while (field.world.monotonicMs() < untilMs) played = await field.call();
    return played;
  });
  clearInterval(sampling);
  const last = active.slice(Math.floor(active.length / 2), -20).sort((one, other) => one - other);
  return last[Math.floor(last.length / 2)] as number;
}

export const overload: readonly Fault[] = [
  {
    number: 81,
    name: 'all targets down',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: status(401), b: status(429, { 'retry-after': '45' }) });
      expectFailed(await field.call(), { name: 'AllTargetsFailedError' });
      const { error, latencyMs } = await field.call();
      expect(error).toMatchObject({ name: 'CircuitOpenError', target: 'b', isRetryable: false });
      expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(20_000);
      // As told, and up to a second more, so that not all come back at once.
      expect((error as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(46_000);
      expect(latencyMs).toBeLessThan(1_000);
      expect([field.sent('a'), field.sent('b')]).toEqual([1, 1]);
    },
  },
  {
    number: 82,
    name: 'nothing but failures',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: broken }, { breaker: false });
      // Ten at a time; at this pace the window of 10 s passes several times, with its reserve of 10.
      for (let round = 0; round < 20; round++) await many(10, () => field.call());
      const windows = Math.ceil(field.world.monotonicMs() / 10_000) + 1;
      expect(field.sent('a')).toBeLessThanOrEqual(200 * 1.2 + 10 * windows);
      expect(field.sent('a')).toBeGreaterThan(200);
    },
  },
  {
    number: 83,
    name: 'a brown-out that ends',
    forms: both,
    run: async ground => {
      let isDown = true;
      const field = await ground.field({ a: (...given) => (isDown ? broken : fromA)(...given), b: fromB });
      await halfOpen(field);
      isDown = false;
      for (let call = 0; call < 4; call++) expectOnce(await field.call(), 'a');
      expect(texts(await many(20, () => field.call()))).toEqual(new Set(['from a']));
    },
  },
  {
    number: 84,
    name: 'a hundred calls at a half-open circuit',
    forms: both,
    run: async ground => {
      const probed = after(30, fromA);
      const field = await ground.field(
        {
          a: (...given) => (given[2] <= 5 ? broken : probed)(...given),
          b: fromB,
        },
        { timeout: false },
      );
      await halfOpen(field);
      const calls = await many(100, () => field.call());
      expect(calls.filter(({ text }) => text === 'from a')).toHaveLength(1);
      expect(calls.filter(({ text }) => text === 'from b')).toHaveLength(99);
      expect(field.sent('a')).toBe(6);
    },
  },
  {
    number: 85,
    name: 'a probe whose caller leaves',
    forms: both,
    run: async ground => {
      const field = await ground.field({
        a: inTurn(broken, broken, broken, broken, broken, hang, fromA),
        b: fromB,
      });
      await halfOpen(field);
      const controller = new AbortController();
      const reason = new Error('changed my mind');
      const leaving = field.call({ abortSignal: controller.signal });
      await realMs(20);
      controller.abort(reason);
      expect((await leaving).error).toBe(reason);
      expectOnce(await field.call(), 'a');
    },
  },
  {
    number: 86,
    name: 'a late success after the circuit opened',
    forms: both,
    run: async ground => {
      let release = () => {};
      const late: Answer = (...given) => {
        release = () => fromA(...given);
      };
      const field = await ground.field({
        a: (...given) => (given[2] === 1 ? late : broken)(...given),
        b: fromB,
      });
      const first = field.call();
      await realMs(20);
      for (let call = 0; call < 5; call++) await field.call();
      expect(field.routed.report().targets.a?.circuit).toBe('open');
      release();
      expect((await first).text).toBe('from a');
      expect(field.routed.report().targets.a?.circuit).not.toBe('closed');
      expect(field.eventsOf('circuit-closed')).toEqual([]);
    },
  },
  {
    number: 87,
    name: 'a target that keeps flapping',
    forms: both,
    run: async ground => {
      const field = await ground.field(
        { a: broken, b: fromB },
        { breaker: { openMs: 500, maxOpenMs: 3_000 } },
      );
      for (let call = 0; call < 5; call++) await field.call();
      for (let probe = 0; probe < 5; probe++) {
        const opened = field.eventsOf('circuit-open').at(-1);
        await realMs((opened?.retryAfterMs ?? 0) / 20 + 5);
        await field.call();
      }
      const times = field.eventsOf('circuit-open').map(({ retryAfterMs }) => Math.round(retryAfterMs));
      expect(times).toEqual([500, 1_000, 2_000, 3_000, 3_000, 3_000]);
    },
  },
  {
    number: 88,
    name: 'nothing but slow answers',
    forms: ['stream'],
    run: async ground => {
      const options = { breaker: { slowFirstContentMs: 400 }, timeout: false } as const;
      const field = await ground.field({ a: after(40, fromA), b: fromB }, options);
      await many(10, () => field.call());
      expect(field.routed.report().targets.a?.circuit).toBe('open');
      expect(field.eventsOf('circuit-open')).toMatchObject([{ reason: '10 of 10 were slow' }]);
    },
  },
  {
    number: 89,
    name: 'a storm of 429s',
    forms: both,
    run: async ground => {
      let isStorm = true;
      const field = await ground.field(
        { a: (...given) => (isStorm ? status(429, { 'retry-after-ms': '200' }) : fromA)(...given) },
        { ...once, retry: { maxHintedAttempts: 1, maxAttempts: 1 } },
      );
      await many(20, () => field.call());
      expect(field.routed.report().targets.a?.circuit).toBe('closed');
      expect(field.eventsOf('rate-limited').length).toBeGreaterThan(0);
      isStorm = false;
      await realMs(30);
      for (let call = 0; call < 3; call++) expectOnce(await field.call(), 'a');
    },
  },
  {
    number: 90,
    name: 'a capacity that drops',
    forms: both,
    run: async ground => {
      const server = queueing(16, 1_200);
      const field = await ground.field(
        { a: server.answer },
        {
          admission: { adaptive: { windowMs: 200, minimumSamples: 5 } },
          timeout: false,
          breaker: false,
        },
      );
      const limitAt = (capacity: number, forMs: number) => {
        server.setCapacity(capacity);
        return keepBusy(field, { calls: 100, forMs });
      };
      const before = await limitAt(16, 30_000);
      const dropped = await limitAt(4, 40_000);
      const after = await limitAt(16, 20_000);
      // It settles where answers take twice as long as alone, and the queue of 4 more: 2 * 16 + 4, then 2 * 4 + 4.
      expect(before).toBeGreaterThanOrEqual(16);
      expect(dropped).toBeGreaterThanOrEqual(4);
      expect(dropped).toBeLessThanOrEqual(24);
      expect(dropped).toBeLessThan(0.8 * before);
      expect(after).toBeGreaterThan(1.3 * dropped);
    },
  },
  {
    number: 91,
    name: 'a full line',
    forms: both,
    run: async ground => {
      const field = await ground.field(
        { a: after(20, fromA) },
        { admission: { maxWaiting: 5 }, extras: slots(1) },
      );
      const calls = await many(20, () => field.call());
      expect(calls.filter(({ text }) => text === 'from a')).toHaveLength(6);
      const refused = calls.filter(({ error }) => error !== undefined);
      for (const call of refused) expectFailed(call, { name: 'QueueFullError', reason: 'full' });
      expect([refused.length, field.sent('a')]).toEqual([14, 6]);
    },
  },
  {
    number: 92,
    name: 'a deadline that passes in line',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: after(80, fromA) }, { extras: slots(1) });
      const first = field.call();
      const late = await field.call(routedBy({ deadlineMs: 600 }));
      expectFailed(late, { name: 'DeadlineExceededError' });
      expectOnce(await first, 'a');
      expect(field.sent('a')).toBe(1);
    },
  },
  {
    number: 93,
    name: 'a flood of batch calls',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: after(3, fromA) }, { extras: slots(2) });
      const order: string[] = [];
      const called = (priority: string) => async () => {
        const played = await field.call(routedBy({ priority }));
        order.push(priority);
        return played;
      };
      const flood = many(60, called('batch'));
      await realMs(10);
      await many(10, called('critical'));
      expect(order.length).toBeLessThan(40);
      await flood;
      expect(order).toHaveLength(70);
    },
  },
  {
    number: 94,
    name: 'a tenant that floods',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: after(3, fromA) }, { extras: slots(1) });
      let flooded = 0;
      const flood = many(40, async () => {
        const played = await field.call(routedBy({ tenant: 'greedy' }));
        flooded++;
        return played;
      });
      await realMs(10);
      await many(3, index => field.call(routedBy({ tenant: `modest ${index}` })));
      expect(flooded).toBeLessThan(20);
      await flood;
    },
  },
  {
    number: 95,
    name: 'an abort in line, in a wait that was asked for, and in a backoff',
    forms: both,
    run: async ground => {
      const reason = { mine: true };
      const leave = async (field: Field, call: (more: Partial<ModelOptions>) => Promise<Played>) => {
        const controller = new AbortController();
        const leaving = call({ abortSignal: controller.signal });
        await realMs(25);
        const leftAtMs = performance.now();
        controller.abort(reason);
        expect((await leaving).error).toBe(reason);
        expect(performance.now() - leftAtMs).toBeLessThan(100);
        expect(field.routed.report().queue.waiting).toBe(0);
      };
      const line = await ground.field({ a: after(60, fromA) }, { extras: slots(1) });
      const first = line.call();
      await leave(line, line.call);
      expectOnce(await first, 'a');
      expect(line.sent('a')).toBe(1);
      const asked = await ground.field({ a: status(429, { 'retry-after': '20' }) });
      await leave(asked, asked.call);
      const backoff = await ground.field({ a: inTurn(status(429), status(429), hang) });
      await leave(backoff, backoff.call);
    },
  },
  {
    number: 95,
    name: 'an abort at any moment',
    forms: both,
    run: async ground => {
      const field = await ground.field(
        { a: inTurn(cut(), reset, broken, fromA), b: after(4, fromB) },
        { extras: slots(3) },
      );
      await many(60, async index => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(new Error('left')), index / 4);
        return field.call({ abortSignal: controller.signal });
      });
      expect(field.routed.report().totals.calls).toBe(60);
    },
  },
  {
    number: 96,
    name: 'a request larger than the bucket of tokens',
    forms: both,
    run: async ground => {
      const limits = { a: { limits: { tokensPerMinute: 600 } } };
      const { field, ...played } = await ground.call({ a: fromA }, { extras: limits });
      expectFailed(played, { name: 'NoTargetFitsError' });
      expect([field.sent('a'), played.latencyMs < 1_000]).toEqual([0, true]);
    },
  },
  {
    number: 101,
    name: 'an SDK that would try again',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: broken });
      const options = { model: field.routed('auto'), prompt, maxRetries: 2 };
      if (ground.form === 'generate') await expect(generateText(options)).rejects.toThrow();
      else await streamText({ ...options, onError: () => {} }).consumeStream();
      expect(field.sent('a')).toBe(3);
      expect(field.eventsOf('call-start')).toHaveLength(1);
    },
  },
  {
    number: 102,
    name: 'a wall clock that jumps',
    forms: both,
    run: async ground => {
      for (const hours of [1, -1]) {
        const field = await ground.field({
          a: inTurn(status(429, { 'retry-after': '2' }), after(20, fromA)),
        });
        const calling = field.call(routedBy({ deadlineMs: 20_000 }));
        await realMs(30);
        field.world.jumpWallClock(hours * 3_600_000);
        const played = await calling;
        expect(attemptsOf(played)).toEqual(['a failed rate-limit', 'a ok']);
        expect(played.latencyMs).toBeLessThan(6_000);
      }
    },
  },
  {
    number: 104,
    name: 'chaos with a second target that is up',
    forms: both,
    run: async ground => {
      const chaos = [fromA, reset, broken, cut(), status(429), fromA, status(503, { 'retry-after': '1' })];
      const field = await ground.field({
        a: (socket, request, count) => chaos[count % chaos.length]?.(socket, request, count),
        b: fromB,
      });
      for (let round = 0; round < 10; round++) {
        const calls = await many(10, () => field.call());
        expect(calls.map(({ error }) => error)).toEqual(calls.map(() => undefined));
        for (const { text } of calls) expect(['from a', 'from b']).toContain(text);
        for (const { report } of calls) expect(report.attempts.length).toBeLessThanOrEqual(2);
      }
    },
  },
];
