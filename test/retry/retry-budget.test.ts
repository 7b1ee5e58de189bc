import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRetryBudget } from '../../src/retry/retry-budget.js';

const windowMs = 10_000;

/** The rule as plainly as can be: two lists of times, counted anew each time. */
function playToLists(events: readonly { isRetry: boolean; afterMs: number }[], options = usual) {
  const budget = createRetryBudget(options);
  const firsts: number[] = [];
  const retries: number[] = [];
  let nowMs = 0;
  let refusedTooSoon = 0;
  const since = (all: readonly number[], ms: number) => all.filter(at => at > ms).length;
  const allowed = (count: number) => count * options.depositRatio + options.reservePerSecond * 10;
  for (const { isRetry, afterMs } of events) {
    nowMs += afterMs;
    if (!isRetry) {
      budget.deposit(nowMs);
      firsts.push(nowMs);
      continue;
    }
    const isPaid = budget.tryWithdraw(nowMs);
    if (isPaid) {
      retries.push(nowMs);
      expect(since(retries, nowMs - windowMs)).toBeLessThanOrEqual(allowed(since(firsts, nowMs - windowMs)));
    } else if (since(retries, nowMs - 11_000) + 1 <= allowed(since(firsts, nowMs - 9_000))) refusedTooSoon++;
  }
  return { firsts: firsts.length, retries: retries.length, refusedTooSoon };
}
const usual = { depositRatio: 0.2, reservePerSecond: 1 };

describe('the retry budget', () => {
  const events = (longestMs: number) =>
    fc.array(fc.record({ isRetry: fc.boolean(), afterMs: fc.nat({ max: longestMs }) }), { maxLength: 400 });

  it('lets through no more than a fifth of the firsts and the reserve in any 10 s, to the millisecond', () => {
    fc.assert(
      fc.property(fc.oneof(events(5), events(100), events(700), events(4_000)), all => {
        // Buckets are a second long: it may refuse for a second what a list would pay for, never longer.
        expect(playToLists(all).refusedTooSoon).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps to other ratios and reserves as well', () => {
    const options = fc.record({
      depositRatio: fc.constantFrom(0, 0.1, 0.5, 1, 2),
      reservePerSecond: fc.constantFrom(0, 0.5, 1, 5),
    });
    fc.assert(
      fc.property(events(300), options, (all, chosen) => {
        expect(playToLists(all, chosen).refusedTooSoon).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('does not give its reserve twice across the end of a bucket', () => {
    const budget = createRetryBudget(usual);
    const paid = (nowMs: number) => Array.from({ length: 30 }, () => budget.tryWithdraw(nowMs));
    expect(paid(990).filter(Boolean)).toHaveLength(10);
    expect(paid(10_010).filter(Boolean)).toHaveLength(0);
    expect(paid(11_000).filter(Boolean)).toHaveLength(10);
  });

  it('is not paid by firsts that are older than ten seconds', () => {
    const budget = createRetryBudget(usual);
    for (let first = 0; first < 100; first++) budget.deposit(0);
    const paid = Array.from({ length: 30 }, () => budget.tryWithdraw(10_500));
    expect(paid.filter(Boolean)).toHaveLength(10);
  });

  it('forgets after ten seconds', () => {
    const budget = createRetryBudget({ depositRatio: 1, reservePerSecond: 0 });
    expect(budget.tryWithdraw(0)).toBe(false);
    budget.deposit(0);
    expect(budget.tryWithdraw(5_000)).toBe(true);
    expect(budget.tryWithdraw(5_000)).toBe(false);
    budget.deposit(6_000);
    expect(budget.tryWithdraw(17_000)).toBe(false);
  });
});
