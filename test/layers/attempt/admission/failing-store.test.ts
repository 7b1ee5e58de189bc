import { describe, expect, it } from 'vitest';
import type { Store } from '../../../../src/store/store.js';
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
