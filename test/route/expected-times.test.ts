import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/measure/decayed-quantile.js';
import { expectedTimes } from '../../src/route/expected-times.js';
import { withinLatency } from '../../src/route/within-latency.js';

type Mode = 'generate' | 'stream';
type Known = Readonly<Record<string, { configuredMs?: number; p95?: number; samples?: number }>>;

function setUp(known: Known, mode: Mode = 'stream') {
  const chain = Object.entries(known).map(([id, { configuredMs }]) => ({
    target: { id, expectedFirstContentMs: configuredMs ?? null },
  })) as never as Parameters<typeof expectedTimes>[0];
  const of = ({ id }: { id: string }): Measured | null => {
    const { p95, samples = 1 } = known[id] ?? {};
    return p95 === undefined ? null : { p95, samples };
  };
  return { chain, times: { mode, of } };
}

function expected(known: Known, mode?: Mode): Record<string, number | null> {
  const { chain, times } = setUp(known, mode);
  const expectedMs = expectedTimes(chain, times);
  return Object.fromEntries(
    chain.map(({ target }) => {
      const ms = expectedMs(target);
      return [target.id, ms === null ? null : Math.round(ms)];
    }),
  );
}

describe('the time that is expected of a target', () => {
  it.each<[string, Known, Mode, Record<string, number | null>]>([
    ['is as configured before it was measured', { a: { configuredMs: 500 } }, 'stream', { a: 500 }],
    ['is unknown where nothing is', { a: {}, b: {} }, 'stream', { a: null, b: null }],
    [
      'is halfway, by ratio, with one sample',
      { a: { configuredMs: 100, p95: 10_000 } },
      'stream',
      { a: 1_000 },
    ],
    [
      'is what was measured with many',
      { a: { configuredMs: 100, p95: 10_000, samples: 1e9 } },
      'stream',
      { a: 10_000 },
    ],
    [
      'is as configured again when the samples have faded',
      { a: { configuredMs: 100, p95: 10_000, samples: 1e-9 } },
      'stream',
      { a: 100 },
    ],
    [
      'is what the others take, where neither was said nor measured',
      { a: { p95: 100 }, b: { p95: 300 }, c: {} },
      'stream',
      { a: 141, b: 245, c: 200 },
    ],
    [
      'of a whole answer is as configured while no whole answer was measured',
      { a: { configuredMs: 500 }, b: { configuredMs: 900 } },
      'generate',
      { a: 500, b: 900 },
    ],
    [
      'of a whole answer is not what a first content takes, once one was measured',
      { a: { configuredMs: 500, p95: 4_000 }, b: { configuredMs: 900 } },
      'generate',
      { a: 4_000, b: 4_000 },
    ],
  ])('%s', (_, known, mode, times) => {
    expect(expected(known, mode)).toEqual(times);
  });

  it('lies between what was measured and what is expected without, and is the nearer the more samples there are', () => {
    const ms = fc.double({ min: 1, max: 1e6, noNaN: true });
    const count = fc.double({ min: 0.07, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        ms,
        ms,
        count,
        fc.double({ min: 1, max: 100, noNaN: true }),
        (prior, p95, samples, more) => {
          const expectedMs = (samples: number) => {
            const { chain, times } = setUp({ a: { configuredMs: prior, p95, samples } });
            return expectedTimes(chain, times)(chain[0]?.target as never) as number;
          };
          const few = expectedMs(samples);
          const many = expectedMs(samples * more);
          const slack = 1 + 1e-9;
          expect(few * slack).toBeGreaterThanOrEqual(Math.min(prior, p95));
          expect(few).toBeLessThanOrEqual(Math.max(prior, p95) * slack);
          expect(Math.abs(Math.log(many / p95))).toBeLessThanOrEqual(Math.abs(Math.log(few / p95)) + 1e-9);
        },
      ),
    );
  });
});

describe('a call with maxLatencyMs', () => {
  const order = (known: Known, maxLatencyMs: number, mode?: Mode) => {
    const { chain, times } = setUp(known, mode);
    const expectedMs = expectedTimes(chain, times);
    const candidates = chain.map(one => ({ ...one, expectedFirstContentMs: expectedMs(one.target) }));
    const { candidates: ordered, reasons } = withinLatency(candidates as never, {
      settings: { maxLatencyMs } as never,
      times,
    });
    return [...ordered.map(({ target }) => target.id), ...reasons.map(reason => reason.split(':')[0])];
  };

  it.each<[string, Known, readonly string[]]>([
    [
      'takes those that will be in time first',
      { a: { configuredMs: 5_000 }, b: { configuredMs: 900 } },
      ['b', 'a'],
    ],
    [
      'tries one of which nothing is known, also where the others are late',
      { a: { p95: 5_000 }, b: {} },
      ['b', 'a'],
    ],
    [
      'does not try one that is said to be late',
      { a: { p95: 900 }, b: { configuredMs: 5_000 }, c: { p95: 950 } },
      ['a', 'c', 'b'],
    ],
    [
      'takes the fastest where none is in time, and says so',
      { a: { configuredMs: 9_000 }, b: { configuredMs: 5_000 } },
      ['b', 'a', 'no target is expected within maxLatencyMs (1000)'],
    ],
  ])('%s', (_, known, ids) => {
    expect(order(known, 1_000)).toEqual(ids);
  });
});
