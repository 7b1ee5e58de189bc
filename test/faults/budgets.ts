import { expect } from 'vitest';
import { BudgetExceededError } from '../../src/core/errors.js';
import { inputTokensUpperBound } from '../../src/prompt/tokens-bound.js';
import { readMoney } from '../../src/store/budget/account.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Store } from '../../src/store/store.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import { type Answer, fromB, healthy } from './answers.js';
import type { Fault } from './fault.js';
import { both } from './fault.js';
import type { Field, Played } from './ground.js';
import { prompt } from './ground.js';

const fromA = healthy('from a');
const slow: Answer = (socket, request, count) => void setTimeout(() => fromA(socket, request, count), 100);

const maxOutputTokens = 300;
const asked = { maxOutputTokens };
/** Two hundred calls on a slow machine take their time; what is looked at here is money. */
const unhurried = { admission: false, timeout: false, retry: false } as const;
/** What one call is set aside for: target `a` costs 1 USD per million tokens. */
const boundNanoUsd =
  (inputTokensUpperBound({ prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }] }) +
    maxOutputTokens) *
  1_000;
/** The servers tell of 3 tokens in and 2 out. */
const costNanoUsd = 5_000;
const monthly = (calls: number) => ({ overall: { perMonthUsd: (calls * boundNanoUsd) / 1e9 } });

function expectRefused({ error }: Played, reason = 'budget'): void {
  expect(BudgetExceededError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ reason, isRetryable: false });
}

const chargedIn = ({ eventsOf }: Field) =>
  eventsOf('budget-settled').map(({ chargedNanoUsd }) => chargedNanoUsd);

/** What the store itself holds of the overall budget of the month. */
function monthIn(store: Store): object {
  const windows = store.run(readMoney, 'budget::overall', { wallMs: Date.now() });
  return (windows as ReturnType<typeof readMoney.step>['output'])[3] as object;
}

export const budgetFaults: readonly Fault[] = [
  {
    number: 97,
    name: 'two hundred calls at once on a budget for fifty',
    forms: both,
    async run({ field }) {
      const made = await field({ a: slow }, { ...unhurried, budget: monthly(50) });
      const calls = await Promise.all(Array.from({ length: 200 }, () => made.call(asked)));
      expect(made.sent('a')).toBe(50);
      expect(calls.filter(({ text }) => text === 'from a')).toHaveLength(50);
      const refused = calls.filter(({ error }) => error !== undefined);
      expect(refused).toHaveLength(150);
      for (const one of refused) expectRefused(one);
      expect(chargedIn(made)).toEqual(new Array(50).fill(costNanoUsd));
    },
  },
  {
    number: 98,
    name: 'a crash between reserving and settling',
    forms: both,
    async run({ field }) {
      const world = fakeWorld();
      const kept = memoryStore(world);
      // The process dies before it can say what the call cost.
      const store: Store = {
        run(op, key, input) {
          if (op.name === 'settle-money') throw new Error('dead');
          return kept.run(op, key, input);
        },
      };
      const made = await field(
        { a: fromA },
        { ...unhurried, budget: { ...monthly(1), leaseMs: 60_000 }, store },
      );
      await made.call(asked);
      expectRefused(await made.call(asked));
      expect(monthIn(kept)).toMatchObject({ settledNanoUsd: 0, reservedNanoUsd: boundNanoUsd });
      await world.advance(60_000);
      const heir = await field({ a: fromA }, { ...unhurried, budget: monthly(2), store: kept });
      expect((await heir.call(asked)).text).toBe('from a');
      expect(monthIn(kept)).toMatchObject({ settledNanoUsd: boundNanoUsd + costNanoUsd, reservedNanoUsd: 0 });
      expect(made.sent('a')).toBe(1);
    },
  },
  {
    number: 99,
    name: 'a call that is settled twice',
    forms: both,
    async run({ field }) {
      const kept = memoryStore(fakeWorld());
      const store: Store = {
        run(op, key, input) {
          if (op.name === 'settle-money') kept.run(op, key, input);
          return kept.run(op, key, input);
        },
      };
      const made = await field({ a: fromA }, { ...unhurried, budget: monthly(2), store });
      await Promise.all([made.call(asked), made.call(asked)]);
      expect(monthIn(kept)).toMatchObject({ settledNanoUsd: 2 * costNanoUsd, reservedNanoUsd: 0 });
    },
  },
  {
    number: 100,
    name: 'the window turns while a call is out',
    forms: both,
    async run({ field }) {
      const budget = { overall: { perMinuteUsd: boundNanoUsd / 1e9 } };
      const made = await field({ a: slow }, { ...unhurried, budget });
      // At the start of a minute, so that none turns by itself.
      made.world.jumpWallClock(60_000 - (made.world.wallMs() % 60_000));
      const first = made.call(asked);
      const refused = await made.call(asked);
      expectRefused(refused);
      expect((refused.error as BudgetExceededError).retryAfterMs).toBeLessThanOrEqual(60_000);
      made.world.jumpWallClock(60_000);
      const second = made.call(asked);
      expect((await first).text).toBe('from a');
      // The new minute has one call out, and gains nothing from the end of the one before.
      expectRefused(await made.call(asked));
      expect((await second).text).toBe('from a');
      expect(made.sent('a')).toBe(2);
    },
  },
  {
    number: 105,
    name: 'the store of a budget is gone',
    forms: both,
    async run({ field }) {
      const store: Store = { run: () => Promise.reject(new Error('no store')) };
      const made = await field({ a: fromA, b: fromB }, { budget: monthly(1), store });
      expectRefused(await made.call(asked), 'store-unavailable');
      expect([made.sent('a'), made.sent('b')]).toEqual([0, 0]);
    },
  },
];
