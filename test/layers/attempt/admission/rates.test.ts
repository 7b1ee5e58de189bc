import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateState } from '../../../../src/layers/attempt/admission/rate-state.js';
import { settleTokens } from '../../../../src/layers/attempt/admission/settle-tokens.js';
import { takeTokens } from '../../../../src/layers/attempt/admission/take-tokens.js';

const limits = (requestsPerMinute: number | null, tokensPerMinute: number | null, burstMs = 1_000) => ({
  requestsPerMinute,
  tokensPerMinute,
  burstMs,
});

function bucket(configured: ReturnType<typeof limits>) {
  let state: RateState | undefined;
  return {
    take(tokens: number, nowMs: number): number {
      const before = state === undefined ? undefined : Object.freeze(state);
      const next = takeTokens.step(before, { configured, tokens }, nowMs);
      state = next.state;
      return next.output;
    },
    settle(nowMs: number, more: Partial<Parameters<typeof settleTokens.step>[1]> = {}) {
      const before = state === undefined ? undefined : Object.freeze(state);
      const input = {
        configured,
        refundTokens: 0,
        wasRateLimited: false,
        latencyMs: 100,
        told: null,
        ...more,
      };
      state = settleTokens.step(before, input, nowMs).state;
    },
    /** Requests that pass in `forMs` when one is asked for whenever it may be. */
    passed(sinceMs: number, forMs: number): number {
      let count = 0;
      for (let nowMs = sinceMs; nowMs < sinceMs + forMs; ) {
        const waitMs = this.take(0, nowMs);
        if (waitMs === 0) count++;
        else nowMs += waitMs;
      }
      return count;
    },
    get state() {
      return state as RateState;
    },
  };
}

describe('requests and tokens per minute', () => {
  it('lets a burst through, then says exactly how long the next must wait', () => {
    const rate = bucket(limits(600, null));
    for (let index = 0; index < 10; index++) expect(rate.take(0, 0)).toBe(0);
    expect(rate.take(0, 0)).toBe(100);
    expect(rate.take(0, 99)).toBe(1);
    expect(rate.take(0, 100)).toBe(0);
  });

  it('holds at least one request, however low the rate', () => {
    const rate = bucket(limits(1, null));
    expect(rate.take(0, 0)).toBe(0);
    expect(rate.take(0, 0)).toBe(60_000);
  });

  it('takes both or neither', () => {
    const rate = bucket(limits(600, 6_000));
    expect(rate.take(100, 0)).toBe(0);
    const { requestLevel } = rate.state;
    expect(rate.take(1, 0)).toBe(10);
    expect(rate.state.requestLevel).toBe(requestLevel);
  });

  it('waits for a full bucket where more than that is asked for, and then owes the rest', () => {
    const rate = bucket(limits(null, 6_000));
    expect(rate.take(250, 0)).toBe(0);
    expect(rate.state.tokenLevel).toBeLessThan(0);
    expect(rate.take(1, 0)).toBe(1_510);
  });

  it('gives back what was set aside and not used, never above the bucket', () => {
    const rate = bucket(limits(null, 6_000));
    rate.take(100, 0);
    rate.settle(0, { refundTokens: 60 });
    expect(rate.take(60, 0)).toBe(0);
    rate.settle(0, { refundTokens: 5_000 });
    expect(rate.take(100, 0)).toBe(0);
    expect(rate.take(1, 0)).toBeGreaterThan(0);
  });

  it('never passes more than the rate allows in any time, and as many as that when asked all the time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 6_000 }),
        fc.integer({ min: 100, max: 5_000 }),
        (perMinute, burstMs) => {
          const rate = bucket(limits(perMinute, null, burstMs));
          const passed = rate.passed(0, 30_000);
          const burst = Math.max(1, Math.floor((perMinute * burstMs) / 60_000));
          expect(passed).toBeLessThanOrEqual(burst + perMinute / 2 + 1);
          // Waits are whole milliseconds.
          expect(passed).toBeGreaterThanOrEqual(Math.floor(30_000 / Math.ceil(60_000 / perMinute)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps whole numbers below 10^16 and goes on after any history', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('take' as const), tokens: fc.nat({ max: 50_000 }) }),
      fc.record({
        kind: fc.constant('settle' as const),
        refundTokens: fc.integer({ min: -50_000, max: 50_000 }),
        wasRateLimited: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat({ max: 5_000 })), { maxLength: 100 }), steps => {
        const rate = bucket(limits(600, 60_000));
        let nowMs = 0;
        for (const [one, afterMs] of steps) {
          nowMs += afterMs;
          if (one.kind === 'take') {
            const waitMs = rate.take(one.tokens, nowMs);
            expect(Number.isFinite(waitMs) && waitMs >= 0).toBe(true);
          } else rate.settle(nowMs, one);
          for (const value of Object.values(rate.state))
            expect(value === null || Number.isSafeInteger(value)).toBe(true);
        }
        // A quiet day later, it is as good as new.
        expect(rate.take(1_000, nowMs + 86_400_000)).toBe(0);
      }),
    );
  });
});

describe('learning from 429s', () => {
  it('lowers the rate to 0.7, at most once a second or per answer', () => {
    const rate = bucket(limits(6_000, null));
    rate.take(0, 0);
    rate.settle(1_000, { wasRateLimited: true });
    expect(rate.state.rateThousandths).toBe(700);
    rate.settle(1_500, { wasRateLimited: true });
    expect(rate.state.rateThousandths).toBe(700);
    rate.settle(2_500, { wasRateLimited: true, latencyMs: 2_000 });
    expect(rate.state.rateThousandths).toBe(700);
    rate.settle(3_500, { wasRateLimited: true });
    expect(rate.state.rateThousandths).toBe(490);
  });

  it('raises it by 5 % of the limit per ten seconds without one, to all of it, and never falls under 1 %', () => {
    const rate = bucket(limits(6_000, null));
    rate.take(0, 0);
    for (let second = 1; second <= 40; second++) rate.settle(second * 2_000, { wasRateLimited: true });
    expect(rate.state.rateThousandths).toBe(10);
    rate.take(0, 80_000 + 100_000);
    expect(rate.state.rateThousandths).toBe(510);
    rate.take(0, 80_000 + 1_000_000);
    expect(rate.state.rateThousandths).toBe(1_000);
  });

  it('knows no limit until the first 429, then about 0.7 of what was accepted in the last second', () => {
    const rate = bucket(limits(null, null));
    for (let index = 0; index < 200; index++) expect(rate.take(0, index * 5)).toBe(0);
    rate.take(0, 1_001);
    rate.settle(1_001, { wasRateLimited: true });
    expect(rate.state.learnedPerMinute).toBe(8_400);
    expect(rate.take(0, 1_001)).toBeGreaterThan(0);
    rate.take(0, 12_000);
    expect(rate.state.learnedPerMinute).toBe(8_820);
  });

  it('takes a limit that the server states, and what it says is left only lowers the level', () => {
    const rate = bucket(limits(null, null));
    rate.take(0, 0);
    rate.settle(0, { told: { requests: { limit: 60, remaining: 2, resetMs: null }, tokens: null } });
    expect(rate.state.learnedPerMinute).toBe(60);
    expect(rate.take(0, 0)).toBe(0);
    rate.settle(0, { told: { requests: { limit: 60, remaining: 50, resetMs: null }, tokens: null } });
    expect(rate.take(0, 0)).toBeGreaterThan(0);
  });

  it('does not let the server raise a limit that was configured', () => {
    const rate = bucket(limits(60, null));
    rate.take(0, 0);
    rate.settle(0, { told: { requests: { limit: 6_000, remaining: 5_000, resetMs: null }, tokens: null } });
    expect(rate.take(0, 0)).toBe(1_000);
  });
});
