import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBeta } from '../../src/measure/draw-beta.js';
import { fakeWorld } from '../../src/testing/fake-world.js';

const parameter = fc.double({ min: 0.3, max: 60, noNaN: true });
const draws = 4_000;

describe('a draw from a beta distribution', () => {
  it('has its mean and its variance, whatever the parameters', () => {
    fc.assert(
      fc.property(parameter, parameter, fc.integer({ min: 1, max: 1_000 }), (good, bad, seed) => {
        const { random } = fakeWorld({ seed });
        const drawn = Array.from({ length: draws }, () => drawBeta(good, bad, random));
        const mean = drawn.reduce((sum, one) => sum + one, 0) / draws;
        const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws;
        const all = good + bad;
        const expected = (good * bad) / (all * all * (all + 1));
        // Five standard errors of a mean.
        expect(Math.abs(mean - good / all)).toBeLessThan(5 * Math.sqrt(expected / draws));
        expect(variance).toBeGreaterThan(expected * 0.75);
        expect(variance).toBeLessThan(expected * 1.25);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is an even number in 0..1 where both parameters are 1', () => {
    const { random } = fakeWorld({ seed: 3 });
    const tenths = new Array<number>(10).fill(0);
    for (let at = 0; at < 10_000; at++) {
      const tenth = Math.min(9, Math.floor(drawBeta(1, 1, random) * 10));
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('is a number in 0..1 for any parameters and any chance', () => {
    const chance = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    const anyParameter = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(anyParameter, anyParameter, chance, (good, bad, stream) => {
        const drawn = drawBeta(good, bad, () => stream.next().value as number);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the mean where chance always says 0, as a test may have it', () => {
    expect(drawBeta(3, 1, () => 0)).toBe(0.75);
  });

  it('repeats with its seed', () => {
    const sequence = (seed: number) => {
      const { random } = fakeWorld({ seed });
      return Array.from({ length: 20 }, () => drawBeta(2, 3, random));
    };
    expect(sequence(5)).toEqual(sequence(5));
    expect(sequence(6)).not.toEqual(sequence(5));
  });
});
