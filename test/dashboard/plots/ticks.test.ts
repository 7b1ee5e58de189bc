import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceTicks, timeTicks } from '../../../src/dashboard/plots/index.js';

describe('ticks', () => {
  it.each([
    [0, 0, 4, [0, 1]],
    [0, 1, 4, [0, 0.5, 1]],
    [0, 7, 4, [0, 2, 4, 6, 8]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [0, 1_234, 5, [0, 500, 1_000, 1_500]],
    [-3, 3, 3, [-4, -2, 0, 2, 4]],
  ])('%s to %s in about %s are %j', (low, high, wanted, values) => {
    expect(niceTicks(low, high, wanted).values).toEqual(values);
  });

  it('of counts have no fractions', () => {
    expect(niceTicks(0, 2, 5, true).values).toEqual([0, 1, 2]);
  });

  const anyNumber = fc.double({ min: -1e300, max: 1e300, noNaN: true });
  it('ascend, cover the data and are few, whatever the data', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, fc.integer({ min: 1, max: 10 }), (one, other, wanted) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const { values } = niceTicks(low, high, wanted);
        const slack = (Math.abs(low) + Math.abs(high)) * 1e-9;
        expect(values.every(Number.isFinite)).toBe(true);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(2 * wanted + 3);
        expect(values.every((value, index) => index === 0 || value > (values[index - 1] as number))).toBe(
          true,
        );
        expect(values[0]).toBeLessThanOrEqual(low + slack);
        expect(values.at(-1)).toBeGreaterThanOrEqual(high - slack);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('of %s are numbers', value => {
    expect(niceTicks(value, value, 4).values.every(Number.isFinite)).toBe(true);
  });

  it('of time lie within, on the round, and are no more than asked for', () => {
    const from = new Date(2026, 10, 27, 14, 5, 7).getTime();
    expect(timeTicks(from, from + 120_000, 5).map(({ text }) => text)).toEqual([
      '14:05:30',
      '14:06:00',
      '14:06:30',
      '14:07:00',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 1e12 }), (fromMs, spanMs) => {
        const ticks = timeTicks(fromMs, fromMs + spanMs, 6);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(({ at }) => at >= fromMs && at <= fromMs + spanMs)).toBe(true);
      }),
    );
  });

  it.each([
    [Number.NaN, 1],
    [0, 0],
    [5, 1],
    [0, Number.POSITIVE_INFINITY],
    [1e17, 2e17],
  ])('of time from %s to %s are none', (from, until) => {
    expect(timeTicks(from, until, 5)).toEqual([]);
  });
});
