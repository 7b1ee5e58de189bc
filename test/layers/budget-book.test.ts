import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetRules } from '../../src/layers/budget-accounts.js';
import type { Denial, Grant } from '../../src/layers/budget-book.js';
import { createBudgetBook } from '../../src/layers/budget-book.js';
import { readMoney } from '../../src/store/budget/account.js';
import { windowNames, windowStart } from '../../src/store/budget/windows.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Store } from '../../src/store/store.js';
import { fakeWorld } from '../../src/testing/fake-world.js';

const limits = (perMinute: number | null, perDay: number | null) => [perMinute, null, perDay, null];
const leaseMs = 100_000;
const rules = (more: Partial<BudgetRules> = {}): BudgetRules => ({
  overall: limits(120, 300),
  perTenant: limits(null, 100),
  tenants: new Map(),
  usualOutputTokens: null,
  leaseMs,
  seats: 2,
  name: 'test',
  ...more,
});
const isGrant = (decision: Grant | Denial): decision is Grant => 'holds' in decision;

/** A store of this process, and all accounts that were ever used in it. */
function watchedStore(world = fakeWorld()) {
  const inner = memoryStore(world);
  const keys = new Set<string>();
  const store: Store = {
    run(op, key, input) {
      if (op.name === 'reserve-money') keys.add(key);
      return inner.run(op, key, input);
    },
  };
  const usedOf = (key: string) =>
    (
      inner.run(readMoney, key, { wallMs: Math.floor(world.wallMs()) }) as ReturnType<
        typeof readMoney.step
      >['output']
    ).map(({ settledNanoUsd, reservedNanoUsd }) => ({ settledNanoUsd, reservedNanoUsd }));
  /** @throws where an account is over a limit of its own */
  function expectNoneOver({ overall, perTenant }: BudgetRules): void {
    for (const key of keys)
      for (const [index, { settledNanoUsd, reservedNanoUsd }] of usedOf(key).entries()) {
        const most = (key.endsWith(':overall') ? overall : perTenant)?.[index] ?? Number.POSITIVE_INFINITY;
        expect(settledNanoUsd + reservedNanoUsd).toBeLessThanOrEqual(most);
        expect(Math.min(settledNanoUsd, reservedNanoUsd)).toBeGreaterThanOrEqual(0);
      }
  }
  return { world, store, keys, usedOf, expectNoneOver };
}

interface Ask {
  readonly tenant: string;
  readonly least: number;
  readonly most: number;
  readonly cost: number;
  /** How often it is settled; 0: its process died. */
  readonly settles: number;
}
const asks = fc.array(
  fc.record({
    tenant: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    least: fc.nat(40),
    most: fc.integer({ min: 40, max: 80 }),
    cost: fc.nat(90),
    settles: fc.nat(2),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a store that answers in any order, or not at all', () => {
  it('never lets an account go over, and every lease ends', async () => {
    // Of each request: it works, it never arrives, or its answer is lost.
    const luck = fc.infiniteStream(
      fc.constantFrom<'ok' | 'unheard' | 'lost'>('ok', 'ok', 'ok', 'ok', 'unheard', 'lost'),
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), asks, luck, async (scheduler, script, fates) => {
        let nowMs = 0;
        const world = { ...fakeWorld(), monotonicMs: () => nowMs, wallMs: () => 1_780_000_000_000 + nowMs };
        const { store: inner, keys, usedOf, expectNoneOver } = watchedStore(world);
        const store: Store = {
          async run(op, key, input) {
            await scheduler.schedule(Promise.resolve(), `${op.name} ${key}`);
            const fate = fates.next().value;
            if (fate === 'unheard') throw new Error('no store');
            const output = await inner.run(op, key, input);
            expectNoneOver(rules());
            if (fate === 'lost') throw new Error('no answer');
            return output;
          },
        };
        const book = createBudgetBook(store, world, rules());
        const lives = script.map(async ({ tenant, least, most, cost, settles }: Ask) => {
          const decision = await book.reserve(tenant, {
            leastNanoUsd: Math.min(least, most),
            mostNanoUsd: most,
          });
          if (!isGrant(decision)) return;
          expect(decision.grantedNanoUsd).toBeGreaterThanOrEqual(Math.min(least, most));
          for (let time = 0; time < settles; time++) book.settle(decision, cost);
        });
        await scheduler.waitFor(Promise.all(lives));
        await scheduler.waitAll();
        // What was never settled, or whose settling was lost, is charged when its lease ends.
        nowMs += leaseMs;
        const late = createBudgetBook(inner, world, rules());
        for (const tenant of ['a', 'b', 'c', 'd', '__proto__'])
          await late.reserve(tenant, { leastNanoUsd: 0, mostNanoUsd: 0 });
        expectNoneOver(rules());
        for (const key of keys)
          for (const { reservedNanoUsd } of usedOf(key)) expect(reservedNanoUsd).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('more tenants than seats', () => {
  it('never lets one of them go over in a window, as it spent and as it was set aside', async () => {
    const step = fc.record({
      tenant: fc.nat(7),
      most: fc.integer({ min: 1, max: 60 }),
      ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      isSettled: fc.boolean(),
      passedMs: fc.constantFrom(0, 0, 0, 1_000, 40_000, 43_200_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async script => {
        const only = rules({ overall: null, perTenant: limits(80, 100) });
        let nowMs = 0;
        const world = { ...fakeWorld(), monotonicMs: () => nowMs, wallMs: () => 1_780_000_000_000 + nowMs };
        const { store, expectNoneOver } = watchedStore(world);
        const book = createBudgetBook(store, world, only);
        const spent = new Map<string, number>();
        for (const { tenant, most, ratio, isSettled, passedMs } of script) {
          nowMs += passedMs;
          const looked = book.fundsOf(`${tenant}`)?.leftNanoUsd ?? 0;
          const decision = await book.reserve(`${tenant}`, { leastNanoUsd: 1, mostNanoUsd: most });
          expect(isGrant(decision) ? decision.grantedNanoUsd : 0).toBe(Math.min(most, looked));
          if (!isGrant(decision)) continue;
          const cost = isSettled ? Math.floor(decision.grantedNanoUsd * ratio) : decision.grantedNanoUsd;
          if (isSettled) book.settle(decision, cost);
          const key = `${tenant} ${windowStart(windowNames[2], world.wallMs())}`;
          spent.set(key, (spent.get(key) ?? 0) + cost);
          expect(spent.get(key)).toBeLessThanOrEqual(100);
          expectNoneOver(only);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps no more accounts than seats, however many names there are', async () => {
    const { world, store, keys } = watchedStore();
    const book = createBudgetBook(store, world, rules({ overall: null, seats: 1_000 }));
    for (let tenant = 0; tenant < 20_000; tenant++)
      await book.reserve(`tenant ${tenant}`, { leastNanoUsd: 0, mostNanoUsd: 0 });
    expect(keys.size).toBe(1_001);
  });
});

describe('what is set aside in two accounts', () => {
  const both = rules({ overall: limits(null, 50), perTenant: limits(null, 40) });

  it('is given back to the tenant where the overall budget has too little', async () => {
    const { world, store, usedOf } = watchedStore();
    const book = createBudgetBook(store, world, both);
    await book.reserve('a', { leastNanoUsd: 40, mostNanoUsd: 40 });
    expect(await book.reserve('b', { leastNanoUsd: 20, mostNanoUsd: 40 })).toMatchObject({
      whose: 'overall',
    });
    expect(usedOf('budget:test:seat:1')[2]).toEqual({ settledNanoUsd: 0, reservedNanoUsd: 0 });
    expect(await book.reserve('b', { leastNanoUsd: 5, mostNanoUsd: 40 })).toMatchObject({
      grantedNanoUsd: 10,
    });
    expect(await book.reserve('a', { leastNanoUsd: 1, mostNanoUsd: 1 })).toMatchObject({ whose: 'tenant' });
  });

  it('is given back to the tenant where the store fails before the overall budget has answered', async () => {
    const { world, store, usedOf } = watchedStore();
    const failing: Store = {
      run(op, key, input) {
        if (op.name === 'reserve-money' && key.endsWith(':overall')) throw new Error('no store');
        return store.run(op, key, input);
      },
    };
    const book = createBudgetBook(failing, world, both);
    expect(await book.reserve('a', { leastNanoUsd: 1, mostNanoUsd: 40 })).toEqual({
      whose: null,
      retryAfterMs: null,
    });
    expect(usedOf('budget:test:seat:0')[2]).toEqual({ settledNanoUsd: 0, reservedNanoUsd: 0 });
  });

  it('answers at once where the store does', () => {
    const { world, store } = watchedStore();
    const book = createBudgetBook(store, world, both);
    expect(book.reserve('a', { leastNanoUsd: 1, mostNanoUsd: 1 })).toMatchObject({ grantedNanoUsd: 1 });
  });

  it('shares nothing with a budget of another name', async () => {
    const { world, store } = watchedStore();
    for (const name of ['x', 'y'])
      expect(
        await createBudgetBook(store, world, { ...both, name }).reserve('a', {
          leastNanoUsd: 40,
          mostNanoUsd: 40,
        }),
      ).toMatchObject({ grantedNanoUsd: 40 });
  });
});
