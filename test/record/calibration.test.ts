import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tierFromScore } from '../../src/classify/tier-from-score.js';
import type { Sample } from '../../src/record/calibration/curve.js';
import { trafficOf } from '../../src/record/calibration/curve.js';
import { curveOf, findThresholds } from '../../src/record/calibration/find-thresholds.js';
import { shortDecimal } from '../../src/record/calibration/short-decimal.js';

const costs = { simple: 100, medium: 300, complex: 1_000 };
const sample = (score: number): Sample => ({ score, costNanoUsd: costs });
/** Scores .00, .01 ... .99. */
const even = Array.from({ length: 100 }, (_, index) => sample(index / 100));

const score = fc.integer({ min: 0, max: 10_000 }).map(whole => whole / 10_000);
const coarse = fc.integer({ min: 0, max: 10 }).map(whole => whole / 10);
const traffic = fc.array(
  fc.record({
    score: fc.oneof(score, coarse),
    costNanoUsd: fc.record({
      simple: fc.nat(50),
      medium: fc.integer({ min: 50, max: 99 }),
      complex: fc.integer({ min: 100, max: 999 }),
    }),
  }),
  { minLength: 1, maxLength: 60 },
);
const ratio = fc.double({ min: 0, max: 1, noNaN: true });

describe('thresholds for shares', () => {
  it('part even traffic as it is wanted, in numbers of two digits', () => {
    const found = findThresholds(trafficOf(even), { complexShare: 0.2, simpleShare: 0.5 });
    expect(found).toMatchObject({ simpleBelow: 0.5, complexFrom: 0.8, simpleShare: 0.5, complexShare: 0.2 });
    expect(found!.costUsdPerCall).toBeCloseTo((0.5 * 100 + 0.3 * 300 + 0.2 * 1_000) / 1e9, 15);
    expect(found!.costRatio).toBeCloseTo(0.34, 10);
  });

  it('make five eighths of the rest simple where nobody says', () => {
    const found = findThresholds(trafficOf(even), { complexShare: 0.2, simpleShare: null });
    expect(found).toMatchObject({ simpleShare: 0.5, complexShare: 0.2 });
  });

  it('keep calls of one score together, on the side that comes nearer', () => {
    const tied = [...Array.from({ length: 7 }, () => sample(0.2)), sample(0.6), sample(0.6), sample(0.6)];
    expect(findThresholds(trafficOf(tied), { complexShare: 0.1, simpleShare: 0.7 })!.complexShare).toBe(0);
    const more = findThresholds(trafficOf(tied), { complexShare: 0.2, simpleShare: 0.7 });
    expect(more).toMatchObject({ complexShare: 0.3, simpleShare: 0.7, simpleBelow: 0.4, complexFrom: 0.4 });
  });

  it('can leave no call, or every call, to a tier; but none above a score of 1', () => {
    const all = trafficOf(even);
    expect(findThresholds(all, { complexShare: 0, simpleShare: 1 })).toMatchObject({
      simpleShare: 1,
      complexShare: 0,
    });
    expect(findThresholds(all, { complexShare: 1, simpleShare: 0 })).toMatchObject({
      complexFrom: 0,
      complexShare: 1,
    });
    const certain = trafficOf([sample(0.5), sample(1)]);
    expect(findThresholds(certain, { complexShare: 0, simpleShare: 1 })).toMatchObject({ complexShare: 0.5 });
  });
});

describe('thresholds for a cost', () => {
  it.each([
    [{ costRatio: 0.34, simpleShare: null }, 0.2],
    [{ costUsdPerCall: 340e-9, simpleShare: null }, 0.2],
    // A strong model adds nothing to a call of the score 0.
    [{ costRatio: 1, simpleShare: null }, 0.99],
  ])('%j is kept to, with as much complex as it pays for', (wanted, complexShare) => {
    expect(findThresholds(trafficOf(even), wanted)!.complexShare).toBeCloseTo(complexShare, 10);
  });

  it('goes below what no complex call costs by more simple ones, down to all', () => {
    const found = findThresholds(trafficOf(even), { costRatio: 0.12, simpleShare: null });
    expect(found).toMatchObject({ complexShare: 0, simpleShare: 0.9 });
    expect(findThresholds(trafficOf(even), { costRatio: 0.1, simpleShare: null })).toMatchObject({
      simpleShare: 1,
    });
    expect(findThresholds(trafficOf(even), { costRatio: 0.0999, simpleShare: null })).toBeNull();
  });
});

describe('what is told of thresholds', () => {
  it('is what they do, call by call', () => {
    fc.assert(
      fc.property(traffic, ratio, fc.option(ratio), (samples, complexShare, simpleShare) => {
        const summed = trafficOf(samples);
        const point = findThresholds(summed, { complexShare, simpleShare })!;
        const tiersOf = samples.map(({ score }) => tierFromScore(score, point));
        const share = (tier: string) => tiersOf.filter(one => one === tier).length / samples.length;
        expect(point.simpleBelow).toBeLessThanOrEqual(point.complexFrom);
        expect(point.simpleShare).toBeCloseTo(share('simple'), 10);
        expect(point.complexShare).toBeCloseTo(share('complex'), 10);
        const cost = samples.reduce((sum, { costNanoUsd }, index) => sum + costNanoUsd[tiersOf[index]!], 0);
        expect(point.costUsdPerCall * 1e9 * samples.length).toBeCloseTo(cost, 5);
        const loss = samples.reduce(
          (sum, { score }, index) => sum + score * { simple: 1, medium: 0.5, complex: 0 }[tiersOf[index]!],
          0,
        );
        expect(point.expectedQuality).toBeCloseTo(1 - loss / samples.length, 8);
        // No other cut is nearer to the wanted share.
        const off = Math.abs(point.complexShare - complexShare);
        for (const cut of summed.cuts)
          expect(Math.abs(1 - cut / samples.length - complexShare)).toBeGreaterThanOrEqual(off - 1e-9);
      }),
    );
  });

  it('of a cost is never above it, and is null only where the cheapest is', () => {
    fc.assert(
      fc.property(traffic, ratio, (samples, costRatio) => {
        const point = findThresholds(trafficOf(samples), { costRatio, simpleShare: null });
        if (point !== null) expect(point.costRatio).toBeLessThanOrEqual(costRatio);
        else
          expect(
            findThresholds(trafficOf(samples), { complexShare: 0, simpleShare: 1 })!.costRatio,
          ).toBeGreaterThan(costRatio);
      }),
    );
  });

  it('of the curve grows in cost and quality from row to row', () => {
    const curve = curveOf(trafficOf(even), null);
    expect(curve).toHaveLength(11);
    curve.slice(1).forEach((point, index) => {
      expect(point.costRatio).toBeGreaterThan(curve[index]!.costRatio);
      expect(point.expectedQuality).toBeGreaterThan(curve[index]!.expectedQuality);
    });
    expect(curve.at(-1)).toMatchObject({
      complexShare: 1,
      costRatio: 1,
      expectedQuality: 1,
      gapClosedRatio: 1,
    });
  });
});

it('a threshold is a short number above the one and not above the other', () => {
  expect(shortDecimal(0.1, 0.9)).toBe(0.5);
  expect(shortDecimal(0.2104, 0.2107)).toBe(0.2106);
  fc.assert(
    fc.property(score, score, (one, other) => {
      fc.pre(one < other);
      const threshold = shortDecimal(one, other);
      expect(threshold > one && threshold <= other).toBe(true);
    }),
  );
});
