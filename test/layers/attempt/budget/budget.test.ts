import { describe, expect, it } from 'vitest';
import type { RoutedEvent } from '../../../../src/core/events.js';
import {
  BudgetExceededError,
  createRouted,
  InvalidOptionsError,
  NoTargetFitsError,
} from '../../../../src/index.js';
import { inputTokensUpperBound } from '../../../../src/prompt/tokens-bound.js';
import { memoryStore } from '../../../../src/store/memory.js';
import type { Store } from '../../../../src/store/store.js';
import { fakeWorld } from '../../../../src/testing/fake-world.js';
import { scriptedModel } from '../../../../src/testing/scripted-model.js';
import { ask, harness, httpError, outcomeOf, readAll, reportIn } from '../../routed-harness.js';

/** Of the harness: `a` costs 1 and 2 USD per million tokens, `b` 2 and 4. */
const inputTokens = inputTokensUpperBound(ask());
const boundOf = (maxOutputTokens: number, dearness = 1) =>
  (inputTokens + 2 * maxOutputTokens) * dearness * 1_000;
const usd = (nanoUsd: number) => nanoUsd / 1e9;
const asking = (maxOutputTokens: number, routed: Record<string, unknown> = {}) =>
  ask(undefined, { maxOutputTokens, providerOptions: { routed: routed as never } });
const daily = (nanoUsd: number) => ({ overall: { perDayUsd: usd(nanoUsd) } });
const of = <Type extends RoutedEvent['type']>(events: readonly RoutedEvent[], type: Type) =>
  events.filter(event => event.type === type) as (RoutedEvent & { type: Type })[];
const charged = (events: readonly RoutedEvent[]) =>
  of(events, 'budget-settled').reduce((sum, { chargedNanoUsd }) => sum + chargedNanoUsd, 0);
const answer = { text: 'hello', usage: { inputTokens: 10, outputTokens: 5 } };
const answerNanoUsd = 20_000;

async function refusalOf(promise: PromiseLike<unknown>): Promise<BudgetExceededError> {
  const error = await promise.then(
    () => undefined,
    thrown => thrown,
  );
  expect(BudgetExceededError.isInstance(error)).toBe(true);
  return error as BudgetExceededError;
}

describe('a budget', () => {
  it('sets the upper bound aside, and charges what the answer cost', async () => {
    const { routed, events } = harness({ a: answer }, { budget: daily(boundOf(1_000)) });
    const report = reportIn(await routed('auto').doGenerate(asking(1_000)));
    expect(report.costNanoUsd).toBe(answerNanoUsd);
    expect(of(events, 'budget-reserved')).toMatchObject([
      { target: 'a', tenant: '', reservedNanoUsd: boundOf(1_000), callId: 'call-1' },
    ]);
    expect(of(events, 'budget-settled')).toMatchObject([
      { reservedNanoUsd: boundOf(1_000), chargedNanoUsd: answerNanoUsd, estimated: false },
    ]);
  });

  it('97: pays for 50 of 200 calls at once, and never for more', async () => {
    const budget = daily(50 * boundOf(1_000));
    const { routed, world, models, events } = harness(
      { a: { ...answer, afterMs: 100 } },
      { budget, admission: false },
    );
    const calls = Array.from({ length: 200 }, () => outcomeOf(routed('auto').doGenerate(asking(1_000))));
    await world.advance(50);
    expect(models.a?.calls).toHaveLength(50);
    const refused = calls.filter(({ error }) => error !== undefined);
    expect(refused).toHaveLength(150);
    for (const { error } of refused) expect(BudgetExceededError.isInstance(error)).toBe(true);
    await world.advance(100);
    expect(calls.filter(({ value }) => value !== undefined)).toHaveLength(50);
    expect(charged(events)).toBe(50 * answerNanoUsd);
  });

  it('97: the same for calls that wait in line: the rest is looked at again when their turn comes', async () => {
    const limit = 3 * boundOf(1_000);
    const { routed, world, models, events } = harness(
      { a: { text: 'hello', usage: { inputTokens: 10, outputTokens: 900 }, afterMs: 10 } },
      { budget: daily(limit), extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const calls = Array.from({ length: 20 }, () => outcomeOf(routed('auto').doGenerate(asking(1_000))));
    await world.advance(1_000);
    const lengths = models.a?.calls.map(({ maxOutputTokens }) => maxOutputTokens ?? 0) ?? [];
    expect(lengths.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
    expect(lengths).toHaveLength(4);
    expect(lengths[3]).toBeLessThan(900);
    expect(lengths[3]).toBeGreaterThanOrEqual(256);
    expect(calls.filter(({ value }) => value !== undefined)).toHaveLength(4);
    expect(calls.filter(({ error }) => BudgetExceededError.isInstance(error))).toHaveLength(16);
    // It was clamped, and the model wrote more all the same.
    const [clamped, estimated, ...others] = calls[3]?.value?.warnings ?? [];
    expect(clamped).toMatchObject({ message: expect.stringContaining('maxOutputTokens') });
    expect(estimated).toMatchObject({ message: expect.stringContaining('estimate') });
    expect(others).toEqual([]);
    expect(charged(events)).toBeLessThanOrEqual(limit);
  });

  it('98: charges what a process that died had set aside, when its lease ends', async () => {
    const world = fakeWorld();
    const store = memoryStore(world);
    const budget = { ...daily(boundOf(1_000)), leaseMs: 60_000 };
    const make = (script: 'hang' | typeof answer, more: object = {}) =>
      createRouted({
        world,
        store,
        budget,
        ...more,
        targets: {
          a: { model: scriptedModel({ script, world }), price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 } },
        },
      });
    const dead = outcomeOf(make('hang', { timeout: false })('auto').doGenerate(asking(1_000)));
    await world.settle();
    const alive = make(answer);
    expect((await refusalOf(alive('auto').doGenerate(asking(1_000)))).reason).toBe('budget');
    await world.advance(60_001);
    // It ran out, and was charged: nothing comes back within the window.
    await refusalOf(alive('auto').doGenerate(asking(1_000)));
    await world.advance(86_400_000);
    await alive('auto').doGenerate(asking(1_000));
    expect(dead.isDone).toBe(false);
  });

  it('98: a settlement that comes after the lease ended changes nothing', async () => {
    const { routed, world } = harness(
      { a: [{ ...answer, afterMs: 100_000 }, answer] },
      { budget: { ...daily(boundOf(1_000)), leaseMs: 60_000 } },
    );
    const late = outcomeOf(routed('auto').doGenerate(asking(1_000)));
    await world.advance(100_001);
    expect(late.value).toBeDefined();
    await refusalOf(routed('auto').doGenerate(asking(1_000)));
  });

  it('99: settles once, however often the store is told', async () => {
    const world = fakeWorld();
    const inner = memoryStore(world);
    const store: Store = {
      run(op, key, input) {
        const output = inner.run(op, key, input);
        return op.name === 'settle-money' ? inner.run(op, key, input) : output;
      },
    };
    const { routed, events } = harness({ a: answer }, { store, budget: daily(boundOf(1_000)) });
    await routed('auto').doGenerate(asking(1_000));
    await routed('auto').doGenerate(asking(1_000));
    expect(of(events, 'budget-reserved').map(({ reservedNanoUsd }) => reservedNanoUsd)).toEqual([
      boundOf(1_000),
      boundOf(1_000) - answerNanoUsd,
    ]);
  });

  it('100: a call in flight when the window turns belongs to the window that it was reserved in', async () => {
    const minuteLeftMs = 60_000 - (1_780_000_000_000 % 60_000);
    const { routed, world, models } = harness(
      { a: { ...answer, afterMs: minuteLeftMs + 10 } },
      { budget: { overall: { perMinuteUsd: usd(boundOf(1_000)) } } },
    );
    const first = outcomeOf(routed('auto').doGenerate(asking(1_000)));
    await world.settle();
    const refused = await refusalOf(routed('auto').doGenerate(asking(1_000)));
    expect(refused.retryAfterMs).toBe(minuteLeftMs);
    await world.advance(minuteLeftMs);
    const second = outcomeOf(routed('auto').doGenerate(asking(1_000)));
    await world.advance(20);
    expect(first.value).toBeDefined();
    // What the first did not use is no gift to the new window, and what it used no burden.
    await refusalOf(routed('auto').doGenerate(asking(1_000)));
    expect(models.a?.calls).toHaveLength(2);
    await world.advance(minuteLeftMs);
    expect(second.value).toBeDefined();
  });

  it('charges failed attempts that may have cost money, and gives back what cost none', async () => {
    const cut = { parts: [{ type: 'text-start', id: '1' }], thenHang: true } as const;
    const { routed, world, events } = harness(
      { a: [{ error: httpError(503) }, cut], b: answer },
      { budget: daily(1e9), timeout: { firstContentMs: 1_000 }, retry: { maxAttempts: 2 } },
    );
    await routed('auto').doGenerate(asking(1_000));
    expect(
      of(events, 'budget-settled').map(({ target, chargedNanoUsd }) => [target, chargedNanoUsd]),
    ).toEqual([
      ['a', 0],
      ['b', 2 * answerNanoUsd],
    ]);
    const stream = outcomeOf(routed('auto').doStream(asking(1_000)));
    await world.advance(2_000);
    if (stream.value !== undefined) await readAll(stream.value.stream as never);
    const timedOut = of(events, 'budget-settled')[2];
    expect(timedOut).toMatchObject({ target: 'a', estimated: true });
    expect(timedOut?.chargedNanoUsd).toBeGreaterThan(0);
  });

  it('gives the money back when the call is aborted before it was sent', async () => {
    const { routed, world, events } = harness(
      { a: answer },
      { budget: daily(1e9), extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const abort = new AbortController();
    abort.abort(new Error('no more'));
    const call = outcomeOf(routed('auto').doGenerate({ ...asking(1_000), abortSignal: abort.signal }));
    await world.settle();
    expect(call.error).toEqual(new Error('no more'));
    expect(charged(events)).toBe(0);
  });

  it('charges no more than was set aside for usage that cannot be', async () => {
    const { routed, events } = harness(
      { a: { text: 'hello', usage: { inputTokens: 10, outputTokens: 1_000_000 } } },
      { budget: daily(1e9) },
    );
    await routed('auto').doGenerate(asking(1_000));
    expect(of(events, 'budget-settled')).toMatchObject([
      { chargedNanoUsd: 10 * 1_000 + 1_000 * 2_000, estimated: true },
    ]);
  });
});

describe('when the rest is small', () => {
  it('a cheaper target answers in the place of one whose answer would be cut short', async () => {
    const { routed, models } = harness(
      { a: answer, b: answer },
      {
        budget: daily(boundOf(1_000)),
        routes: { simple: ['b', 'a'], medium: ['b', 'a'], complex: ['b', 'a'] },
      },
    );
    const explained = routed.explain(asking(1_000));
    expect(explained.candidates.map(({ target }) => target)).toEqual(['a', 'b']);
    expect(explained.reasons.at(-1)).toBe(
      'the budget does not pay for a whole answer of b: a cheaper target first',
    );
    await routed('auto').doGenerate(asking(1_000));
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 0]);
  });

  it('where every answer is cut short, the longest one goes first; a forced target stays first', () => {
    const { routed } = harness(
      { a: answer, b: answer },
      {
        budget: daily(boundOf(800)),
        routes: { simple: ['b', 'a'], medium: ['b', 'a'], complex: ['b', 'a'] },
      },
    );
    const order = (target?: string) =>
      routed
        .explain(asking(1_000), target === undefined ? {} : { target })
        .candidates.map(({ target: id }) => id);
    expect(order()).toEqual(['a', 'b']);
    expect(order('b')).toEqual(['b', 'a']);
  });

  it('the limits of a route and of a target count as what was asked', () => {
    const { routed } = harness(
      { a: answer },
      { budget: daily(boundOf(100)), extras: { a: { defaults: { maxOutputTokens: 100 } } } },
    );
    expect(routed.explain(ask()).candidates).toHaveLength(1);
    expect(routed.explain(asking(1_000)).candidates).toHaveLength(0);
  });

  it('of several refusals the shortest wait is told', async () => {
    const { routed } = harness(
      { a: { text: 'x', usage: { inputTokens: 10, outputTokens: 250 } }, b: answer },
      { budget: { overall: { perMinuteUsd: usd(boundOf(300, 1)), perDayUsd: usd(boundOf(300, 3)) } } },
    );
    await routed('auto').doGenerate(asking(300));
    const { retryAfterMs } = await refusalOf(routed('auto').doGenerate(asking(300)));
    expect(retryAfterMs).toBe(60_000 - (1_780_000_000_000 % 60_000));
  });

  it('the planned target answers while the rest pays for it', async () => {
    const { routed, models } = harness(
      { a: answer, b: answer },
      {
        budget: daily(boundOf(1_000, 2)),
        routes: { simple: ['b', 'a'], medium: ['b', 'a'], complex: ['b', 'a'] },
      },
    );
    await routed('auto').doGenerate(asking(1_000));
    expect(models.b?.calls.length).toBe(1);
  });

  it('explain says which target is left out, and sets nothing aside', async () => {
    const { routed, events } = harness({ a: answer, b: answer }, { budget: daily(boundOf(300)) });
    for (let time = 0; time < 3; time++) {
      const { candidates, leftOut } = routed.explain(asking(1_000));
      expect(candidates.map(({ target }) => target)).toEqual(['a']);
      expect(leftOut).toMatchObject([{ target: 'b', reason: 'budget' }]);
      expect(leftOut[0]?.detail).toMatch(
        /^the budget has 0\.000\d+ USD left, which pays for \d+ output tokens at most$/,
      );
    }
    expect(of(events, 'budget-reserved')).toEqual([]);
  });

  it.each([256, 255])('an answer of %d tokens', async tokens => {
    const { routed, models } = harness({ a: answer }, { budget: daily(boundOf(tokens)) });
    const call = routed('auto').doGenerate(asking(1_000));
    if (tokens < 256) {
      expect((await refusalOf(call)).message).toContain('output tokens at most');
      return;
    }
    expect((await call).warnings).toEqual([
      { type: 'other', message: 'maxOutputTokens was lowered to 256: what the budget pays for.' },
    ]);
    expect(models.a?.calls[0]?.maxOutputTokens).toBe(256);
  });

  it('an answer that was asked to be short is paid for when the rest pays for that', async () => {
    const { routed } = harness({ a: answer }, { budget: daily(boundOf(20)) });
    await expect(routed('auto').doGenerate(asking(20))).resolves.toBeDefined();
    await refusalOf(routed('auto').doGenerate(asking(21)));
  });

  it('the refusal says when the window ends; where not even a whole one would do, it does not', async () => {
    const { routed } = harness(
      { a: { text: 'x', usage: { inputTokens: 10, outputTokens: 400 } } },
      { budget: daily(boundOf(500)) },
    );
    await routed('auto').doGenerate(asking(500));
    const { retryAfterMs, message } = await refusalOf(routed('auto').doGenerate(asking(500)));
    expect(retryAfterMs).toBe(86_400_000 - (1_780_000_000_000 % 86_400_000));
    expect(message).toContain(`Try again in ${retryAfterMs} ms.`);
    const { routed: tiny } = harness({ a: answer }, { budget: daily(10) });
    expect((await refusalOf(tiny('auto').doGenerate(asking(500)))).retryAfterMs).toBeUndefined();
  });

  it('a call that says nothing of its length is limited to what is usual', async () => {
    const { routed, models, events } = harness(
      { a: answer, b: answer },
      {
        budget: { ...daily(1e9), defaultMaxOutputTokens: 700 },
        extras: { b: { maxOutputTokens: 500 } },
      },
    );
    await routed('a').doGenerate(ask());
    await routed('b').doGenerate(ask());
    await routed('b').doGenerate(asking(9_000));
    expect(models.a?.calls[0]?.maxOutputTokens).toBe(700);
    expect(of(events, 'budget-reserved').map(({ reservedNanoUsd }) => reservedNanoUsd)).toEqual([
      boundOf(700),
      boundOf(500, 2),
      boundOf(500, 2),
    ]);
    // A target's limit that only the application knows of is said to it.
    expect(models.b?.calls.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([500, 500]);
  });

  it.each([
    ['4,096, where nobody knows', {}, 4_096],
    ['as long as the target writes', { maxOutputTokens: 50_000 }, 50_000],
  ])('a call that says nothing is set aside for %s', async (_, extras, tokens) => {
    const { routed, events } = harness({ a: answer }, { budget: daily(1e9), extras: { a: extras } });
    await routed('auto').doGenerate(ask());
    expect(of(events, 'budget-reserved')[0]?.reservedNanoUsd).toBe(boundOf(tokens));
  });
});

describe('whose budget', () => {
  it('each tenant has its own, and a named one the one of its name', async () => {
    const { routed } = harness(
      { a: { text: 'x', usage: { inputTokens: 10, outputTokens: 1_000 } } },
      {
        budget: {
          perTenant: { perDayUsd: usd(boundOf(1_000)) },
          tenants: {
            rich: { perDayUsd: usd(2 * boundOf(1_000)) },
            ['__proto__']: {},
            poor: { perHourUsd: 0 },
          },
        },
      },
    );
    const call = (tenant?: string) =>
      routed('auto').doGenerate(asking(1_000, tenant === undefined ? {} : { tenant }));
    for (const tenant of [undefined, 'x', 'constructor']) {
      await call(tenant);
      await refusalOf(call(tenant));
    }
    await call('rich');
    await call('rich');
    await refusalOf(call('rich'));
    for (let time = 0; time < 3; time++) await call('__proto__');
    await refusalOf(call('poor'));
  });

  it('a call without any budget of its own passes untouched', async () => {
    const { routed, events } = harness(
      { a: answer },
      { budget: { tenants: { x: { perDayUsd: 1 } } }, extras: { a: { price: undefined } } },
    );
    await routed('auto').doGenerate(ask());
    expect(of(events, 'budget-reserved')).toEqual([]);
  });

  it('a target without a price is left out', async () => {
    const { routed } = harness({ a: answer }, { budget: daily(1e9), extras: { a: { price: undefined } } });
    expect(routed.explain(ask()).leftOut).toMatchObject([{ target: 'a', reason: 'price-unknown' }]);
    await expect(routed('auto').doGenerate(ask())).rejects.toSatisfy(NoTargetFitsError.isInstance);
  });

  it('instances of one name have it in common', async () => {
    const world = fakeWorld();
    const make = () =>
      createRouted({
        name: 'budget-in-common',
        world,
        budget: daily(boundOf(1_000)),
        targets: {
          a: {
            model: scriptedModel({
              script: { text: 'x', usage: { inputTokens: 10, outputTokens: 900 } },
              world,
            }),
            price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 },
          },
        },
      });
    await make()('auto').doGenerate(asking(1_000));
    await refusalOf(make()('auto').doGenerate(asking(1_000)));
  });
});

it('instances of two names have each their own in one store', async () => {
  const world = fakeWorld();
  const store = memoryStore(world);
  for (const name of ['budget-x', 'budget-y']) {
    const { routed, events } = harness({ a: answer }, { name, store, budget: daily(boundOf(1_000)) });
    await routed('auto').doGenerate(asking(1_000));
    expect(of(events, 'budget-reserved')).toMatchObject([{ reservedNanoUsd: boundOf(1_000) }]);
  }
});

describe('a store that fails', () => {
  const broken: readonly (readonly [string, Store['run']])[] = [
    [
      'throws',
      () => {
        throw new Error('secret place');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret place'))],
    ['talks nonsense', (() => undefined) as Store['run']],
  ];

  it.each(broken)('a budget in a store that %s pays for nothing', async (_, run) => {
    const { routed, models, events } = harness(
      { a: answer, b: answer },
      {
        store: { run },
        admission: false,
        budget: { overall: { perDayUsd: 1 }, perTenant: { perDayUsd: 1 } },
      },
    );
    const error = await refusalOf(routed('auto').doGenerate(asking(1_000)));
    expect(error).toMatchObject({ reason: 'store-unavailable', isRetryable: false });
    expect(error.message).not.toContain('secret');
    expect(models.a?.calls).toHaveLength(0);
    expect(of(events, 'attempt-end')).toMatchObject([
      { target: 'a', outcome: 'skipped', errorClass: 'budget' },
      { target: 'b', outcome: 'skipped', errorClass: 'budget' },
    ]);
  });

  it('that does not hear of the end of a call leaves the reservation to its lease, and an event says so', async () => {
    const world = fakeWorld();
    const inner = memoryStore(world);
    const run: Store['run'] = async (op, key, input) => {
      if (op.name === 'settle-money') throw new Error('gone');
      return inner.run(op, key, input);
    };
    const { routed, events } = harness({ a: answer }, { store: { run }, budget: daily(boundOf(1_000)) });
    await routed('auto').doGenerate(asking(1_000));
    await world.settle();
    expect(of(events, 'warning')).toMatchObject([{ target: 'a' }]);
    await refusalOf(routed('auto').doGenerate(asking(1_000)));
  });

  it('that answers later keeps budgets too; a call that is aborted meanwhile gives back what it was granted', async () => {
    const world = fakeWorld();
    const inner = memoryStore(world);
    let release = () => {};
    let looks = 0;
    const run: Store['run'] = async (op, key, input) => {
      if (op.name === 'read-money') looks++;
      if (op.name === 'reserve-money') await new Promise<void>(resolve => (release = resolve));
      return inner.run(op, key, input);
    };
    const { routed, models } = harness(
      { a: answer, b: answer },
      { store: { run }, budget: daily(boundOf(1_000)) },
    );
    const abort = new AbortController();
    const aborted = outcomeOf(routed('auto').doGenerate({ ...asking(1_000), abortSignal: abort.signal }));
    await world.settle();
    abort.abort(new Error('no more'));
    await world.settle();
    expect(aborted.error).toEqual(new Error('no more'));
    release();
    await world.settle();
    const next = outcomeOf(routed('auto').doGenerate(asking(1_000)));
    await world.settle();
    release();
    await world.settle();
    expect(next.value).toBeDefined();
    expect(models.a?.calls[0]?.maxOutputTokens).toBe(1_000);
    expect(models.a?.calls).toHaveLength(1);
    // A plan cannot wait for it, and does not go on asking.
    expect(looks).toBe(1);
  });
});

describe('the option', () => {
  it.each<[object, string]>([
    [{ overall: { perYearUsd: 1 } }, 'budget.overall.perYearUsd'],
    [{ overall: { perDayUsd: -1 } }, 'budget.overall.perDayUsd'],
    [{ overall: { perDayUsd: 100_000 } }, 'budget.overall.perDayUsd'],
    [{ tenants: { x: { perDayUsd: '1' } } }, 'budget.tenants.x.perDayUsd'],
    [{ tenants: [] }, 'budget.tenants'],
    [{ leaseMs: 0 }, 'budget.leaseMs'],
    [{ daily: 1 }, 'budget.daily'],
  ])('%j names what is wrong', (budget, path) => {
    let error: unknown;
    try {
      createRouted({ budget: budget as never });
    } catch (thrown) {
      error = thrown;
    }
    expect(InvalidOptionsError.isInstance(error) && error.path).toBe(path);
  });

  it.each([false, {}, { overall: {}, perTenant: {} }] as const)('%j limits nothing', async budget => {
    const { routed, events } = harness({ a: answer }, { budget, extras: { a: { price: undefined } } });
    await routed('auto').doGenerate(ask());
    expect(of(events, 'budget-reserved')).toEqual([]);
  });

  it('says a limit that the application has set for a target: nobody else knows it', async () => {
    const { routed, models } = harness(
      { a: answer },
      { budget: daily(boundOf(100_000)), extras: { a: { maxOutputTokens: 1_000 } } },
    );
    const result = await routed('auto').doGenerate(ask());
    expect(models.a?.calls[0]?.maxOutputTokens).toBe(1_000);
    expect(result.warnings).toEqual([]);
    const without = harness({ a: answer }, { extras: { a: { maxOutputTokens: 1_000 } } });
    await without.routed('auto').doGenerate(ask());
    expect(without.models.a?.calls[0]?.maxOutputTokens).toBe(undefined);
  });

  it.each([-1_000_000_000, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'is not paid into by a call that asks for %s tokens: nothing is sent',
    async maxOutputTokens => {
      const { routed, models, events } = harness({ a: answer }, { budget: daily(boundOf(1_000)) });
      for (const ask of [routed('auto').doGenerate, routed('auto').doStream])
        expect(InvalidOptionsError.isInstance(await ask(asking(maxOutputTokens)).then(null, e => e))).toBe(
          true,
        );
      expect(models.a?.calls).toHaveLength(0);
      expect(of(events, 'budget-reserved')).toEqual([]);
    },
  );
});
