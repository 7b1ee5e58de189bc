import { wrapLanguageModel } from 'ai';
import { describe, expect, it } from 'vitest';
import { CircuitOpenError } from '../../../src/core/errors.js';
import { timeout } from '../../../src/middleware.js';
import { timeoutFailure } from '../../../src/retry/classify-failure.js';
import { coolDownMs } from '../../../src/retry/cool-down.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask, asking, harness, httpError, outcomeOf } from '../routed-harness.js';

const told = (statusCode: number, seconds: number) => ({
  error: httpError(statusCode, { headers: { 'retry-after': String(seconds) } }),
});
const noLine = { admission: false, breaker: false } as const;

describe('how long a target is left alone', () => {
  const failure = timeoutFailure(null);
  it.each<[string, number | null, number | null, number | null, number | null]>([
    ['as long as its class says', 60_000, null, null, 60_000],
    ['not at all, where nobody asked', null, null, null, null],
    ['not at all, where the wait is one that retries keep', null, 30_000, null, null],
    ['as long as it asks, where that is too long to wait', null, 30_001, null, 30_001],
    ['as long as it asks, where that outlasts the call', null, 2_000, 1_999, 2_000],
    ['ten minutes at most', null, 3_600_000, null, 600_000],
  ])('is %s', (_, coolMs, retryAfterMs, remainingMs, expected) => {
    const facts = { longestHintMs: 30_000, remainingMs };
    expect(coolDownMs({ ...failure, coolMs, retryAfterMs }, facts)).toBe(expected);
  });
});

describe('a target that asked to be left alone', () => {
  it.each([
    ['a rate limit', told(429, 3_600)],
    ['a refused key', { error: httpError(401) }],
    ['a busy server', told(503, 60)],
  ])('is, without a line and without a breaker, too (%s)', async (_, script) => {
    const { routed, world, models } = harness({ a: script }, noLine);
    for (let number = 0; number < 3; number++) outcomeOf(routed('auto').doGenerate(ask()));
    await world.settle();
    const before = models.a?.calls.length as number;
    const late = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(50_000);
    expect(models.a?.calls).toHaveLength(before);
    expect(CircuitOpenError.isInstance(late.error)).toBe(true);
    expect(late.error).toMatchObject({ state: 'cooling', target: 'a' });
  });

  it('is waited for by every call where there is no line', async () => {
    const { routed, world, models } = harness({ a: [told(429, 2), 'rested'] }, noLine);
    const first = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(500);
    const second = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(1_499);
    expect(models.a?.calls).toHaveLength(1);
    await world.advance(202);
    for (const { value } of [first, second]) expect(value?.content).toMatchObject([{ text: 'rested' }]);
  });

  it('gets no call of others while a busy server’s minute lasts', async () => {
    const { routed, world, models } = harness({ a: [told(503, 60), 'rested'], b: 'b answers' });
    for (let number = 0; number < 4; number++) await routed('auto').doGenerate(ask());
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 4]);
    await world.advance(61_000);
    await routed('auto').doGenerate(ask());
    expect(models.a?.calls).toHaveLength(2);
  });

  it('is failed over from without a word where nothing waits', async () => {
    const { routed, models } = harness({ a: told(429, 60), b: 'b answers' }, { ...noLine, retry: false });
    for (let number = 0; number < 3; number++) await routed('auto').doGenerate(asking({}));
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 3]);
  });

  it('is its caller’s affair where one policy alone is on, and it is not that one', async () => {
    const world = fakeWorld();
    const model = scriptedModel({ script: told(429, 60), world });
    const wrapped = wrapLanguageModel({ model, middleware: timeout({}, { world }) });
    for (let number = 0; number < 2; number++) {
      const call = outcomeOf(wrapped.doGenerate(ask()));
      await world.settle();
      expect(call.error).toMatchObject({ statusCode: 429 });
    }
    expect(model.calls).toHaveLength(2);
  });
});
