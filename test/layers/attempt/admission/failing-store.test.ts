import { describe, expect, it } from 'vitest';
import { DeadlineExceededError } from '../../../../src/core/errors.js';
import { memoryStore } from '../../../../src/store/memory.js';
import type { Store } from '../../../../src/store/store.js';
import { fakeWorld } from '../../../../src/testing/fake-world.js';
import { ask, harness, httpError, outcomeOf, readAll, textOf } from '../../routed-harness.js';

const failures: readonly (readonly [string, Store['run']])[] = [
  [
    'throws',
    () => {
      throw new Error('no store');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no store'))],
];

describe.each(failures)('a store that %s', (_, run) => {
  const limited = (requestsPerMinute: number) =>
    harness(
      { a: 'hello' },
      { store: { run }, extras: { a: { limits: { requestsPerMinute, maxConcurrent: 1 } } } },
    );

  it('takes no call down with it, and every slot is given back', async () => {
    const { routed, world } = limited(60_000);
    const whole = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(1_000);
    expect(whole.value?.content).toEqual([{ type: 'text', text: 'hello' }]);
    const streamed = outcomeOf(routed('auto').doStream(ask()));
    await world.advance(1_000);
    expect(textOf(await readAll(streamed.value?.stream as never))).toBe('hello');
    expect(routed.report().queue.active).toBe(0);
    expect(world.pendingTimers).toBe(0);
  });

  it('leaves the limits to this process', async () => {
    const { routed, world, models } = limited(60);
    const calls = [1, 2, 3].map(() => outcomeOf(routed('auto').doGenerate(ask())));
    await world.advance(500);
    expect(models.a?.calls).toHaveLength(1);
    await world.advance(2_000);
    expect(calls.every(({ value }) => value !== undefined)).toBe(true);
  });

  it('does not keep what a 429 teaches from being learnt', async () => {
    const { routed, world } = harness(
      { a: [{ error: httpError(429, { headers: { 'retry-after': '1' } }) }, 'hello'] },
      { store: { run } },
    );
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(5_000);
    expect(outcome.value?.content).toEqual([{ type: 'text', text: 'hello' }]);
  });
});

describe('a store that does not answer', () => {
  const waiting = (options: object = {}) =>
    harness(
      { a: 'hello' },
      {
        store: { run: () => new Promise(() => {}) },
        extras: { a: { limits: { maxConcurrent: 1 } } },
        ...options,
      },
    );

  it('does not hold a call past its deadline', async () => {
    const { routed, world } = waiting();
    const call = outcomeOf(
      routed('auto').doGenerate(ask(undefined, { providerOptions: { routed: { deadlineMs: 500 } } })),
    );
    await world.advance(500);
    expect(DeadlineExceededError.isInstance(call.error)).toBe(true);
    expect(world.pendingTimers).toBe(0);
  });

  it('does not hold a call that its caller has left, and nothing is charged for it', async () => {
    const { routed, world } = waiting();
    const abort = new AbortController();
    const call = outcomeOf(routed('auto').doGenerate({ ...ask(), abortSignal: abort.signal }));
    await world.settle();
    abort.abort(new Error('no more'));
    await world.settle();
    expect(call.error).toEqual(new Error('no more'));
    expect(routed.report().totals).toMatchObject({ calls: 1, cancelled: 1, costNanoUsd: 0, inputTokens: 0 });
  });
});

it('a store that grants a slot to a call that has left gets it back', async () => {
  const late: (() => void)[] = [];
  const memory = memoryStore(fakeWorld());
  const store: Store = {
    run: (op, key, input) => new Promise(resolve => late.push(() => resolve(memory.run(op, key, input)))),
  };
  const { routed, world } = harness(
    { a: 'hello' },
    { store, extras: { a: { limits: { maxConcurrent: 1 } } } },
  );
  const abort = new AbortController();
  const left = outcomeOf(routed('auto').doGenerate({ ...ask(), abortSignal: abort.signal }));
  await world.settle();
  abort.abort();
  await world.settle();
  expect(left.isDone).toBe(true);
  const drain = async () => {
    while (late.length > 0) {
      late.shift()?.();
      await world.settle();
    }
  };
  await drain();
  expect(routed.report().queue.active).toBe(0);
  const next = outcomeOf(routed('auto').doGenerate(ask()));
  await world.settle();
  await drain();
  await world.advance(10);
  expect(next.value?.content).toEqual([{ type: 'text', text: 'hello' }]);
});
