import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../src/store/budget/account.js';
import { readMoney, reserveMoney, settleMoney } from '../../../src/store/budget/account.js';
import { windowNames, windowStart } from '../../../src/store/budget/windows.js';
import type { Op } from '../../../src/store/store.js';

const startMs = Date.parse('2027-06-30T23:58:30Z');

/** An account, the store's clock and the wall clock, moved by hand; states are frozen, so a step that writes into one throws. */
function account(limits: readonly (number | null)[]) {
  let state: AccountState | undefined;
  let nowMs = 1_000;
  let wallMs = startMs;
  const run = <Input, Output>(op: Op<AccountState, Input, Output>, input: Input): Output => {
    const result = op.step(state, input, nowMs);
    state = deepFrozen(result.state);
    return result.output;
  };
  return {
    get nowMs() {
      return nowMs;
    },
    get wallMs() {
      return wallMs;
    },
    advance(byMs: number, wallJumpMs = 0) {
      nowMs += byMs;
      wallMs += byMs + wallJumpMs;
    },
    reserve: (leastNanoUsd: number, mostNanoUsd: number, leaseMs = 10_000) =>
      run(reserveMoney, { limits, leastNanoUsd, mostNanoUsd, leaseMs, wallMs }),
    settle: (lease: number, costNanoUsd: number) => run(settleMoney, { lease, costNanoUsd, wallMs }),
    windows: () => readMoney.step(state, { wallMs }, nowMs).output,
  };
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFrozen(inner);
  }
  return value;
}

const daily = (limit: number) => account([null, null, limit, null]);
const day = (of: ReturnType<typeof account>) => {
  const { settledNanoUsd, reservedNanoUsd } = of.windows()[2] as {
    settledNanoUsd: number;
    reservedNanoUsd: number;
  };
  return [settledNanoUsd, reservedNanoUsd];
};

describe('an account', () => {
  it('grants what is left, and refuses below the least', () => {
    const one = daily(100);
    expect(one.reserve(10, 70)).toEqual({ lease: 1, grantedNanoUsd: 70 });
    expect(one.reserve(10, 70)).toEqual({ lease: 2, grantedNanoUsd: 30 });
    expect(one.reserve(10, 70)).toEqual({ lease: null, retryAfterMs: 90_000 });
    expect(one.reserve(0, 0)).toEqual({ lease: 3, grantedNanoUsd: 0 });
    expect(one.reserve(101, 200)).toEqual({ lease: null, retryAfterMs: null });
  });

  it('gives back what was not spent, once', () => {
    const one = daily(100);
    one.reserve(100, 100);
    expect(one.settle(1, 40)).toBe(40);
    expect(one.settle(1, 0)).toBeNull();
    expect(one.settle(99, 0)).toBeNull();
    expect(day(one)).toEqual([40, 0]);
  });

  it.each([101, -1, Number.NaN, 1.5, Number.POSITIVE_INFINITY])(
    'charges the reservation for a cost of %d',
    cost => {
      const one = daily(1_000);
      one.reserve(100, 100);
      expect(one.settle(1, cost)).toBe(100);
      expect(day(one)).toEqual([100, 0]);
    },
  );

  it('charges a lease that has run out in full, and hears of it no more', () => {
    const one = daily(100);
    one.reserve(60, 60);
    one.advance(9_999);
    one.reserve(40, 40);
    expect(day(one)).toEqual([0, 100]);
    one.advance(1);
    expect(one.settle(1, 0)).toBeNull();
    expect(day(one)).toEqual([60, 40]);
  });

  it('charges a lease that ran out before an older, longer one', () => {
    const one = daily(100);
    one.reserve(10, 10, 50_000);
    one.reserve(20, 20, 10);
    one.advance(10);
    expect(one.settle(2, 0)).toBeNull();
    expect(day(one)).toEqual([20, 10]);
  });

  it('settles into the window that it was reserved in', () => {
    const one = daily(100);
    one.reserve(100, 100, 1_000_000);
    one.advance(90_000);
    expect(one.reserve(60, 60, 1_000_000)).toEqual({ lease: 2, grantedNanoUsd: 60 });
    one.settle(1, 100);
    expect(day(one)).toEqual([0, 60]);
    one.settle(2, 50);
    expect(day(one)).toEqual([50, 0]);
  });
});

it('a window that begins a second time, after the clock was set back, knows nothing of leases of the first', () => {
  const one = account([100, null, null, null]);
  const minute = () => one.windows()[0];
  one.reserve(60, 60);
  one.advance(0, -3_600_000);
  expect(minute()).toMatchObject({ settledNanoUsd: 60, reservedNanoUsd: 0 });
  one.reserve(40, 40, 1);
  one.advance(1, 3_600_000);
  one.settle(1, 0);
  expect(minute()).toMatchObject({ settledNanoUsd: 0, reservedNanoUsd: 0 });
});

type Step =
  | { readonly do: 'reserve'; readonly least: number; readonly most: number; readonly leaseMs: number }
  | { readonly do: 'settle'; readonly which: number; readonly cost: number }
  | { readonly do: 'advance'; readonly byMs: number; readonly jumpMs: number };

const amount = fc.oneof(fc.nat(60), fc.constantFrom(0, 1, 100));
const stepOf = (jumps: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(amount, amount, fc.constantFrom(1, 50_000, 3_600_000)).map(
        ([one, other, leaseMs]): Step => ({
          do: 'reserve',
          least: Math.min(one, other),
          most: Math.max(one, other),
          leaseMs,
        }),
      ),
    },
    {
      // A cost may be anything, and a lease may be settled twice, late, never, or not exist.
      weight: 4,
      arbitrary: fc
        .tuple(fc.nat(30), fc.oneof(amount, fc.constantFrom(-5, Number.NaN, 1e15)))
        .map(([which, cost]): Step => ({ do: 'settle', which, cost })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(0, 1, 20_000, 60_000, 3_600_000, 86_400_000), jumps)
        .map(([byMs, jumpMs]): Step => ({ do: 'advance', byMs, jumpMs })),
    },
  );
const limit = fc.oneof(fc.constant(null), fc.nat(150));

/** One reservation as the reference model remembers it: for ever. */
interface Remembered {
  readonly starts: readonly number[];
  readonly reserved: number;
  readonly expiresAtMs: number;
  settled: number | null;
}

describe('settled + reserved never passes a limit', () => {
  it('under any order of reserve, settle, expiry and crash, as a model that never forgets says', () => {
    const steps = fc.array(stepOf(fc.constant(0)), { maxLength: 80 });
    fc.assert(
      fc.property(fc.tuple(limit, limit, limit, limit), steps, (limits, script) => {
        const one = account(limits);
        const all: Remembered[] = [];
        const charged = ({ settled, reserved }: Remembered) => settled ?? reserved;
        const usedIn = (index: number, start: number) =>
          all.filter(({ starts }) => starts[index] === start).reduce((sum, each) => sum + charged(each), 0);
        for (const step of script) {
          const starts = windowNames.map(name => windowStart(name, one.wallMs));
          for (const each of all)
            if (each.settled === null && each.expiresAtMs <= one.nowMs) each.settled = each.reserved;
          if (step.do === 'advance') one.advance(step.byMs);
          else if (step.do === 'settle') {
            const known = all[step.which - 1];
            const isAmount = Number.isInteger(step.cost) && step.cost >= 0;
            const expected =
              known === undefined || known.settled !== null
                ? null
                : isAmount
                  ? Math.min(step.cost, known.reserved)
                  : known.reserved;
            expect(one.settle(step.which, step.cost)).toBe(expected);
            if (known !== undefined && expected !== null) known.settled = expected;
          } else {
            const left = Math.min(
              ...limits.map((most, index) =>
                most === null ? Number.POSITIVE_INFINITY : most - usedIn(index, starts[index] as number),
              ),
            );
            const answer = one.reserve(step.least, step.most, step.leaseMs);
            if (left < step.least) expect(answer.lease).toBeNull();
            else {
              const reserved = Math.min(step.most, left);
              expect(answer).toEqual({ lease: all.length + 1, grantedNanoUsd: reserved });
              all.push({ starts, reserved, expiresAtMs: one.nowMs + step.leaseMs, settled: null });
            }
          }
          // Every window that there ever was, the past ones too.
          for (const [index, most] of limits.entries())
            for (const start of new Set(all.map(each => each.starts[index] as number)))
              expect(usedIn(index, start)).toBeLessThanOrEqual(most ?? Number.POSITIVE_INFINITY);
          for (const [index, window] of one.windows().entries())
            expect(window.settledNanoUsd + window.reservedNanoUsd).toBe(usedIn(index, window.startsAtMs));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('also while the wall clock jumps', () => {
    const jumps = fc.constantFrom(0, 0, 3_600_000, -3_600_000, -60_000, 90 * 86_400_000, -90 * 86_400_000);
    fc.assert(
      fc.property(
        fc.tuple(limit, limit, limit, limit),
        fc.array(stepOf(jumps), { maxLength: 60 }),
        (limits, script) => {
          const one = account(limits);
          for (const step of script) {
            if (step.do === 'advance') one.advance(step.byMs, step.jumpMs);
            else if (step.do === 'settle') one.settle(step.which, step.cost);
            else one.reserve(step.least, step.most, step.leaseMs);
            for (const [index, { settledNanoUsd, reservedNanoUsd }] of one.windows().entries()) {
              expect(Math.min(settledNanoUsd, reservedNanoUsd)).toBeGreaterThanOrEqual(0);
              expect(settledNanoUsd + reservedNanoUsd).toBeLessThanOrEqual(
                limits[index] ?? Number.POSITIVE_INFINITY,
              );
            }
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
