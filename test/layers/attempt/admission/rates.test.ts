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
        isHinted: false,
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
        isHinted: fc.boolean(),
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
          const { adapted, ...plain } = rate.state;
          for (const value of [...Object.values(plain), ...Object.values(adapted ?? {})])
            expect(value === null || Number.isSafeInteger(value)).toBe(true);
        }
        // A quiet day later, it is as good as new.
        expect(rate.take(1_000, nowMs + 86_400_000)).toBe(0);
      }),
    );
  });
});

describe('learning from 429s', () => {
  type Bucket = ReturnType<typeof bucket>;
  const perMinute = (rate: Bucket) => rate.state.adapted?.perMinute;
  /** Asks evenly; how many passed. */
  function sendEvenly(rate: Bucket, perSecond: number, sinceMs: number, untilMs: number): number {
    let sent = 0;
    for (let nowMs = sinceMs; nowMs < untilMs; nowMs += 1_000 / perSecond)
      if (rate.take(0, Math.floor(nowMs)) === 0) sent++;
    return sent;
  }
  /** One in `every` of those sent is refused, whatever the rate. */
  function refuseSome(rate: Bucket, every: number, sinceMs: number, untilMs: number): void {
    let sent = 0;
    for (let nowMs = sinceMs; nowMs < untilMs; nowMs += 20)
      if (rate.take(0, nowMs) === 0 && ++sent % every === 0)
        rate.settle(nowMs, { wasRateLimited: true, latencyMs: 1 });
  }

  it('lowers the rate to 0.7, at most once a second or per answer', () => {
    const rate = bucket(limits(6_000, null));
    rate.take(0, 0);
    rate.settle(1_000, { wasRateLimited: true });
    expect(perMinute(rate)).toBe(4_200);
    rate.settle(1_500, { wasRateLimited: true });
    expect(perMinute(rate)).toBe(4_200);
    rate.settle(2_500, { wasRateLimited: true, latencyMs: 2_000 });
    expect(perMinute(rate)).toBe(4_200);
    rate.settle(3_500, { wasRateLimited: true });
    expect(perMinute(rate)).toBe(2_940);
  });

  it('raises it by 5 % of the limit per ten seconds without one, to all of it, and never falls under 1 %', () => {
    const rate = bucket(limits(6_000, null));
    rate.take(0, 0);
    for (let second = 1; second <= 40; second++) rate.settle(second * 2_000, { wasRateLimited: true });
    expect(perMinute(rate)).toBe(60);
    rate.take(0, 80_000 + 100_000);
    expect(perMinute(rate)).toBe(3_060);
    rate.take(0, 80_000 + 1_000_000);
    expect(rate.state.adapted).toBeNull();
  });

  it('knows no limit until the first 429, then 0.7 of what was accepted in the last second', () => {
    const rate = bucket(limits(null, null));
    expect(sendEvenly(rate, 200, 0, 1_000)).toBe(200);
    rate.settle(1_000, { wasRateLimited: true });
    expect(perMinute(rate)).toBe(8_400);
    // What was sent in the last second counts, too.
    expect(rate.take(0, 1_000)).toBeGreaterThan(0);
    expect(sendEvenly(rate, 1_000, 1_000, 6_000)).toBeLessThanOrEqual(5 * 140);
  });

  it('takes a part of a second for what it is, not for a second', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 100, 0, 300);
    rate.settle(300, { wasRateLimited: true });
    expect(perMinute(rate)).toBeGreaterThan(0.6 * 6_000);
  });

  it('learns nothing from one 429 among a handful of requests', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 8, 0, 1_000);
    rate.settle(1_000, { wasRateLimited: true });
    expect(sendEvenly(rate, 100, 1_000, 2_000)).toBe(100);
  });

  it('waits rather than slows down where a 429 says how long, unless there are many', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 50, 0, 1_000);
    for (let nowMs = 1_000; nowMs < 1_009; nowMs++)
      rate.settle(nowMs, { wasRateLimited: true, isHinted: true });
    expect(perMinute(rate)).toBe(0);
    rate.settle(1_009, { wasRateLimited: true, isHinted: true });
    expect(perMinute(rate)).toBeGreaterThan(0);
  });

  it('raises a learned rate by twice as much each ten seconds, and forgets it after a minute', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 100, 0, 1_000);
    rate.settle(1_000, { wasRateLimited: true });
    const learned = perMinute(rate) as number;
    rate.take(0, 11_000);
    expect(perMinute(rate)).toBe(Math.ceil(learned * 1.05));
    rate.take(0, 21_000);
    expect((perMinute(rate) as number) / learned).toBeCloseTo(1.05 * 1.1, 2);
    rate.take(0, 61_000);
    expect(rate.state.adapted).toBeNull();
  });

  it('goes no lower than what is accepted, finds that lowering is of no use, and lets go of it within seconds', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 50, 0, 2_000);
    for (let nowMs = 2_000; nowMs < 12_000; nowMs += 1_000) {
      refuseSome(rate, 10, nowMs, nowMs + 1_000);
      expect(perMinute(rate)).toBeGreaterThan(25 * 60);
    }
    expect(perMinute(rate)).toBeGreaterThan(2 * 50 * 60);
    expect(sendEvenly(rate, 50, 12_000, 13_000)).toBe(50);
  });

  it('keeps the rate where what is refused ends a second after it was lowered: that was sent before', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 50, 0, 2_000);
    refuseSome(rate, 10, 2_000, 4_200);
    const lowered = perMinute(rate) as number;
    sendEvenly(rate, 50, 4_200, 7_500);
    expect(perMinute(rate)).toBeGreaterThanOrEqual(lowered);
    expect(perMinute(rate)).toBeLessThan(1.2 * lowered);
  });

  it('slows down again when clearly more is refused than before', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 50, 0, 2_000);
    refuseSome(rate, 10, 2_000, 12_000);
    const before = perMinute(rate) as number;
    refuseSome(rate, 2, 12_000, 14_000);
    expect(perMinute(rate)).toBeLessThan(before);
  });

  it('lets a line that has waited come by a quarter more each second, not all at once', () => {
    const rate = bucket(limits(null, null));
    sendEvenly(rate, 50, 0, 2_000);
    refuseSome(rate, 10, 2_000, 6_400);
    const sent = [0, 1, 2].map(second =>
      sendEvenly(rate, 1_000, 7_000 + second * 1_000, 8_000 + second * 1_000),
    );
    for (const [second, count] of sent.entries())
      expect(count).toBeLessThanOrEqual(50 * 1.25 ** (second + 2));
    expect(sent[2]).toBeGreaterThan(sent[0] as number);
  });

  it('takes a limit that the server states, and what it says is left only lowers the level', () => {
    const rate = bucket(limits(null, null));
    rate.take(0, 0);
    rate.settle(0, { told: { requests: { limit: 60, remaining: 2, resetMs: null }, tokens: null } });
    expect(rate.state.toldPerMinute).toBe(60);
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
