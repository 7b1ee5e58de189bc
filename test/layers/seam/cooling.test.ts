import { describe, expect, it } from 'vitest';
import { CircuitOpenError } from '../../../src/core/errors.js';
import { ask, asking, harness, httpError, outcomeOf, reportIn } from '../routed-harness.js';

const tired = (seconds: number) => ({
  error: httpError(429, { headers: { 'retry-after': String(seconds) } }),
});

describe('a call that finds every target cooling', () => {
  it('waits for the first that is ready, and asks none before its time', async () => {
    const { routed, world, models } = harness({
      a: [tired(5), 'a answers'],
      b: [tired(2), 'b answers'],
    });
    // One call makes both cool, and waits itself.
    const first = outcomeOf(routed('auto').doGenerate(ask()));
    await world.settle();
    const second = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(1_999);
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 1]);
    await world.advance(202);
    expect(models.a?.calls).toHaveLength(1);
    for (const { value } of [first, second]) expect(value?.content).toMatchObject([{ text: 'b answers' }]);
    expect(reportIn(second.value as never).attempts).toMatchObject([{ target: 'b', outcome: 'ok' }]);
    expect(world.pendingTimers).toBe(0);
  });

  it('is turned away from a line and waits for another target, rather than fail', async () => {
    const { routed, world, models, eventsOf } = harness(
      {
        a: [{ ...tired(3), afterMs: 100 }, 'a answers'],
        b: [{ ...tired(1), afterMs: 50 }, 'b answers'],
      },
      { extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const calls = [routed('auto'), routed('b'), routed('auto')].map(model =>
      outcomeOf(model.doGenerate(ask())),
    );
    await world.advance(100);
    // The third stood in line for `a` when both were told to wait.
    expect(calls.map(({ isDone }) => isDone)).toEqual([false, false, false]);
    await world.advance(1_100);
    expect(calls.map(({ value }) => value?.content)).toMatchObject(Array(3).fill([{ text: 'b answers' }]));
    expect(models.a?.calls).toHaveLength(1);
    expect(eventsOf('retry-wait').every(event => 'reason' in event && event.reason === 'retry-after')).toBe(
      true,
    );
  });

  it('comes back to a target that was left out because it was cooling', async () => {
    const { routed, world } = harness({
      a: [tired(1), 'a answers'],
      b: [{ text: 'b answers' }, { error: httpError(400, { body: { error: { code: 'model_not_found' } } }) }],
    });
    await routed('auto').doGenerate(ask());
    const call = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(1_100);
    expect(call.value?.content).toMatchObject([{ text: 'a answers' }]);
  });

  it.each([
    ['its deadline comes first', 5, { deadlineMs: 1_000 }],
    ['the wait is too long', 31, {}],
  ])('fails at once, saying how long, when %s', async (_, seconds, routedOptions) => {
    const { routed, world, models } = harness({ a: tired(seconds), b: tired(seconds) });
    outcomeOf(routed('auto').doGenerate(ask()));
    await world.settle();
    const call = outcomeOf(routed('auto').doGenerate(asking(routedOptions)));
    await world.settle();
    expect(CircuitOpenError.isInstance(call.error)).toBe(true);
    expect(call.error).toMatchObject({ state: 'cooling', isRetryable: false });
    expect((call.error as CircuitOpenError).retryAfterMs).toBeGreaterThanOrEqual(seconds * 1_000 - 1);
    expect(models.a?.calls).toHaveLength(1);
  });

  it('leaves at once when its caller does', async () => {
    const { routed, world } = harness({ a: tired(5), b: tired(5) });
    const hold = new AbortController();
    const first = outcomeOf(routed('auto').doGenerate(ask('x', { abortSignal: hold.signal })));
    await world.settle();
    const call = outcomeOf(routed('auto').doGenerate(ask('x', { abortSignal: hold.signal })));
    await world.settle();
    hold.abort(new Error('mine'));
    await world.settle();
    for (const { error } of [first, call]) expect(error).toMatchObject({ message: 'mine' });
    expect(world.pendingTimers).toBe(0);
  });
});
