import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QualityChange, QualityState } from '../../src/store/count-quality.js';
import { countQuality } from '../../src/store/count-quality.js';

const dayMs = 86_400_000;
const change = (goodThousandths: number, badThousandths: number): QualityChange => ({
  goodThousandths,
  badThousandths,
});
const play = (changes: readonly QualityChange[], atMs = 0, from?: QualityState): QualityState =>
  changes.reduce<QualityState | undefined>(
    (state, one) => countQuality.step(state, one, atMs).state,
    from,
  ) as QualityState;

const thousandths = fc.integer({ min: 0, max: 1_000 });
const anyChange = fc.record({ goodThousandths: thousandths, badThousandths: thousandths });
const moment = fc.integer({ min: 0, max: 60 * dayMs });

describe('what is counted of a target at a task', () => {
  it('stays whole, never below nothing and never above 50 answers, whatever comes when', () => {
    const anything = fc.record({
      goodThousandths: fc.integer({ min: -1_000, max: 1_000 }),
      badThousandths: fc.integer({ min: -1_000, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, moment), { maxLength: 200 }), history => {
        let state: QualityState | undefined;
        for (const [one, atMs] of history) {
          const step = countQuality.step(state, one, atMs);
          expect(step.output).toEqual(step.state);
          state = step.state;
          const { goodThousandths: good, badThousandths: bad, fadedAtMs } = state;
          expect([good, bad, fadedAtMs].every(Number.isSafeInteger)).toBe(true);
          expect(Math.min(good, bad)).toBeGreaterThanOrEqual(0);
          expect(good + bad).toBeLessThanOrEqual(50_000);
          expect(fadedAtMs).toBeLessThanOrEqual(atMs);
        }
      }),
    );
  });

  it('does not depend on the order, of less than 50 answers on one day', () => {
    const few = fc.array(anyChange, { maxLength: 25 });
    const shuffled = few.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(play(other)).toEqual(play(one));
      }),
    );
  });

  it('is what the last word alone would make it, where it takes the place of another', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 20 }), anyChange, anyChange, (others, first, last) => {
        const corrected = change(
          last.goodThousandths - first.goodThousandths,
          last.badThousandths - first.badThousandths,
        );
        expect(play([first, ...others, corrected])).toEqual(play([...others, last]));
      }),
    );
  });

  it('gives way to what is new once 50 answers are counted', () => {
    const good = play(Array.from({ length: 60 }, () => change(1_000, 0)));
    expect(good).toMatchObject({ goodThousandths: 50_000, badThousandths: 0 });
    const turned = play(
      Array.from({ length: 50 }, () => change(0, 1_000)),
      0,
      good,
    );
    expect(turned.badThousandths).toBeGreaterThan(30_000);
    expect(turned.goodThousandths + turned.badThousandths).toBe(50_000);
  });

  it.each([
    [0.99, 10_000, 1_000],
    [1, 9_000, 900],
    [2.5, 8_100, 810],
    [7, 4_781, 477],
    [365, 0, 0],
  ])('fades: after %d days %d of 10,000 good and %d of 1,000 bad thousandths are left', (days, good, bad) => {
    const before = play([change(10_000, 1_000)]);
    expect(play([change(0, 0)], days * dayMs, before)).toMatchObject({
      goodThousandths: good,
      badThousandths: bad,
    });
  });

  it('fades by whole days since the last one, however often it is counted in between', () => {
    const hours = Array.from({ length: 48 }, (_, hour) => (hour + 1) * (dayMs / 24));
    const often = hours.reduce((state, atMs) => play([change(0, 0)], atMs, state), play([change(10_000, 0)]));
    expect(often).toEqual({ goodThousandths: 8_100, badThousandths: 0, fadedAtMs: 2 * dayMs });
  });

  it('loses nothing to a clock that is set back, and fades from there', () => {
    const before = play([change(1_000, 0)], 10 * dayMs);
    const back = play([change(0, 0)], 2 * dayMs, before);
    expect(back).toEqual({ goodThousandths: 1_000, badThousandths: 0, fadedAtMs: 2 * dayMs });
    expect(play([change(0, 0)], 3 * dayMs, back).goodThousandths).toBe(900);
  });
});
