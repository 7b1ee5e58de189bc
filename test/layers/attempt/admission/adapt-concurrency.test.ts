import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ConcurrencyState,
  TimeSample,
} from '../../../../src/layers/attempt/admission/adapt-concurrency.js';
import {
  newConcurrency,
  noteOverload,
  noteReopening,
  noteTime,
} from '../../../../src/layers/attempt/admission/adapt-concurrency.js';
import { adaptiveOptions } from '../../../../src/layers/attempt/admission/options.js';

const options = adaptiveOptions.parse({});
type Sample = Partial<TimeSample> & { readonly timeMs: number };

/** A limit over time: windows of samples are noted one after the other. */
function limiter(over: Partial<typeof options> = {}) {
  const chosen = { ...options, ...over };
  let state: ConcurrencyState = newConcurrency(chosen, 0);
  let nowMs = 0;
  const note = (sample: Sample, afterMs: number) => {
    nowMs += afterMs;
    const inFlight = Math.floor(state.limit);
    state = noteTime(state, chosen, { nowMs, form: 'stream', tokens: 0, inFlight, ...sample });
    return state.limit;
  };
  return {
    get limit() {
      return state.limit;
    },
    note,
    window: (samples: readonly Sample[]) => {
      for (const sample of samples) note(sample, Math.ceil(1_000 / samples.length));
      return state.limit;
    },
    reopen: () => {
      state = noteReopening(state, chosen, nowMs);
      return state.limit;
    },
    overload: (afterMs: number) => {
      nowMs += afterMs;
      state = noteOverload(state, chosen, nowMs);
      return state.limit;
    },
  };
}

const ten = (timeMs: number, more: Partial<TimeSample> = {}): Sample[] =>
  Array.from({ length: 10 }, () => ({ timeMs, ...more }));

/** A target that answers `capacity` at a time, kept as busy as the limit allows: the rest waits in its queue. */
function saturate(
  limits: ReturnType<typeof limiter>,
  { capacity, seconds, serviceMs = 200 }: { capacity: number; seconds: number; serviceMs?: number },
) {
  for (let second = 0; second < seconds; second++)
    limits.window(ten(serviceMs * Math.max(1, Math.floor(limits.limit) / capacity)));
  return limits.limit;
}

describe('one window', () => {
  it.each([
    ['as usual: a fifth of the queue more', 200, 8, 8.8],
    ['not beyond the tolerance: the same', 399, 8, 8.8],
    ['three times as slow: two thirds, and the queue', 600, 8, 8 * 0.8 + (8 * (2 / 3) + 4) * 0.2],
    ['ten times as slow: no less than half, and the queue', 2_000, 8, 8],
    ['faster than usual: no more than the queue', 20, 8, 8.8],
    ['less than half in flight: nothing was tried', 200, 3, 8],
    ['less than half in flight: it is not our load', 2_000, 3, 8],
    ['exactly half in flight', 200, 4, 8.8],
  ])('%s', (_, timeMs, inFlight, limit) => {
    const limits = limiter();
    // Idle windows, from which it learns what is usual.
    for (let window = 0; window < 20; window++) limits.window(ten(200, { inFlight: 0 }));
    expect(limits.limit).toBe(8);
    expect(limits.window(ten(timeMs, { inFlight }))).toBeCloseTo(limit, 1);
  });

  it('takes ten answers and a second, both', () => {
    const limits = limiter();
    for (let sample = 0; sample < 30; sample++) limits.note({ timeMs: 200 }, 33);
    expect(limits.limit).toBe(8);
    limits.note({ timeMs: 200 }, 10);
    expect(limits.limit).toBeCloseTo(8.8, 9);
    for (let sample = 0; sample < 9; sample++) limits.note({ timeMs: 200 }, 5_000);
    expect(limits.limit).toBeCloseTo(8.8, 9);
    limits.note({ timeMs: 200 }, 5_000);
    expect(limits.limit).toBeCloseTo(9.6, 9);
  });

  it('counts the most that were in flight in it, not the last', () => {
    const limits = limiter();
    const [first, ...rest] = ten(200, { inFlight: 1 });
    expect(limits.window([{ ...first, timeMs: 200, inFlight: 4 }, ...rest])).toBeCloseTo(8.8, 9);
    expect(limits.window(ten(200, { inFlight: 1 }))).toBeCloseTo(8.8, 9);
  });
});

describe('answers that were given up', () => {
  it('are as slow as that at least, if they should have come by then', () => {
    const limits = limiter({ init: 50 });
    for (let window = 0; window < 20; window++) limits.window(ten(200, { inFlight: 0 }));
    expect(limits.window(ten(190, { tokens: null }))).toBe(50);
    expect(limits.window(ten(2_000, { tokens: null }))).toBeCloseTo(50 * 0.9 + 0.8, 1);
  });

  it('say nothing while nothing is usual', () => {
    const limits = limiter();
    for (let window = 0; window < 5; window++) limits.window(ten(2_000, { tokens: null }));
    expect(limits.limit).toBe(8);
  });
});

describe('a circuit that closed again', () => {
  it('is given half of what it was given before', () => {
    const limits = limiter({ init: 50 });
    expect(limits.reopen()).toBe(25);
    for (let time = 0; time < 9; time++) limits.reopen();
    expect(limits.limit).toBe(1);
  });
});

describe('timeouts and 429s', () => {
  it('take a tenth, once per second however many come together', () => {
    const limits = limiter();
    expect(limits.overload(0)).toBeCloseTo(7.2, 9);
    for (let other = 0; other < 50; other++) limits.overload(10);
    expect(limits.limit).toBeCloseTo(7.2, 9);
    expect(limits.overload(500)).toBeCloseTo(6.48, 9);
  });

  it('go down to the least and no further', () => {
    const limits = limiter();
    for (let second = 0; second < 100; second++) limits.overload(1_000);
    expect(limits.limit).toBe(1);
  });

  it('begin a new window: what came before them lets nothing grow', () => {
    const limits = limiter();
    for (let sample = 0; sample < 9; sample++) limits.note({ timeMs: 200 }, 200);
    limits.overload(0);
    limits.note({ timeMs: 200 }, 100);
    expect(limits.limit).toBeCloseTo(7.2, 9);
  });
});

describe('a target under load that lasts', () => {
  it.each([10, 20, 40, 80])(
    '%i at a time: the limit settles near that, and stays there for an hour',
    capacity => {
      const limits = limiter();
      saturate(limits, { capacity, seconds: 300 });
      for (let minute = 0; minute < 60; minute++) {
        const limit = saturate(limits, { capacity, seconds: 60 });
        expect(limit / capacity).toBeGreaterThan(2);
        expect(limit / capacity).toBeLessThan(3);
      }
    },
  );

  it('follows a capacity that falls from 40 to 10 and comes back', () => {
    const limits = limiter();
    saturate(limits, { capacity: 40, seconds: 200 });
    expect(saturate(limits, { capacity: 10, seconds: 60 })).toBeLessThan(30);
    expect(saturate(limits, { capacity: 10, seconds: 300 })).toBeGreaterThan(10);
    expect(saturate(limits, { capacity: 40, seconds: 120 })).toBeGreaterThan(80);
  });

  it('does not punish a target for being slower of itself: when halving was in vain, that is usual', () => {
    const limits = limiter();
    saturate(limits, { capacity: 1_000, seconds: 120 });
    expect(limits.limit).toBeGreaterThan(100);
    let least = limits.limit;
    for (let second = 0; second < 60; second++)
      least = Math.min(least, saturate(limits, { capacity: 1_000, serviceMs: 800, seconds: 1 }));
    expect(least).toBeGreaterThan(40);
    expect(saturate(limits, { capacity: 1_000, serviceMs: 800, seconds: 60 })).toBeGreaterThan(100);
  });

  it('knows a load that has ended: what was usual under it is soon forgotten', () => {
    const limits = limiter();
    for (let second = 0; second < 20; second++) limits.window(ten(2_000));
    for (let second = 0; second < 30; second++) limits.window(ten(200));
    const before = limits.limit;
    for (let second = 0; second < 10; second++) limits.window(ten(1_600));
    expect(limits.limit).toBeLessThan(before);
  });
});

describe('generates', () => {
  const lengths = fc.array(fc.record({ isLong: fc.boolean(), seconds: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 2,
    maxLength: 12,
  });

  it('may be short or long in any mixture: the limit never shrinks for it', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 50, max: 1_000 }),
        fc.integer({ min: 2, max: 40 }),
        (phases, fixedMs, perTokenMs) => {
          const limits = limiter();
          for (const { isLong, seconds } of phases)
            for (let second = 0; second < seconds; second++) {
              const before = limits.limit;
              const samples = Array.from({ length: 12 }, (_, index) => {
                const tokens = (isLong ? 1_000 : 10) + ((index * 7 + second) % 9);
                const noise = 0.8 + ((index * 5 + second * 3) % 12) / 30;
                return { form: 'generate' as const, tokens, timeMs: (fixedMs + perTokenMs * tokens) * noise };
              });
              expect(limits.window(samples)).toBeGreaterThanOrEqual(Math.min(200, before + 0.79));
            }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that all become slower shrink it, whatever their lengths', () => {
    const limits = limiter();
    const mixed = (slowdown: number) =>
      Array.from({ length: 12 }, (_, index) => {
        const tokens = index % 2 === 0 ? 10 : 1_000;
        return { form: 'generate' as const, tokens, timeMs: (300 + 20 * tokens) * slowdown };
      });
    for (let second = 0; second < 60; second++) limits.window(mixed(1));
    const before = limits.limit;
    for (let second = 0; second < 5; second++) limits.window(mixed(5));
    expect(limits.limit).toBeLessThan(0.7 * before);
  });

  it('are held against generates, and streams against streams', () => {
    const limits = limiter();
    for (let second = 0; second < 20; second++) limits.window(ten(200));
    const before = limits.limit;
    for (let second = 0; second < 20; second++) limits.window(ten(20_000, { form: 'generate', tokens: 500 }));
    expect(limits.limit).toBeCloseTo(before + 20 * 0.8, 6);
  });
});

describe('any history', () => {
  it('keeps the limit between min and max, and a number', () => {
    const event = fc.oneof(
      fc.record({
        timeMs: fc.integer({ min: 0, max: 1e6 }),
        tokens: fc.integer({ min: 0, max: 1e6 }),
        inFlight: fc.integer({ min: 0, max: 300 }),
        form: fc.constantFrom('generate' as const, 'stream' as const),
        afterMs: fc.integer({ min: 0, max: 2_000 }),
      }),
      fc.record({ overloadAfterMs: fc.integer({ min: 0, max: 2_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), events => {
        const limits = limiter({ min: 2, max: 50, minimumSamples: 2 });
        for (const one of events) {
          const limit =
            'overloadAfterMs' in one ? limits.overload(one.overloadAfterMs) : limits.note(one, one.afterMs);
          expect(limit).toBeGreaterThanOrEqual(2);
          expect(limit).toBeLessThanOrEqual(50);
        }
      }),
    );
  });
});
