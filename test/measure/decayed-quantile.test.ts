import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecayedQuantile } from '../../src/measure/decayed-quantile.js';

const minuteMs = 60_000;
const value = fc.double({ min: 0.1, max: 1e6, noNaN: true });
const sample = fc.record({ value, afterMs: fc.integer({ min: 0, max: 4 * minuteMs }) });
const samples = fc.array(sample, { minLength: 1, maxLength: 200, size: 'max' });
type Samples = ReadonlyArray<{ value: number; afterMs: number }>;

/** What is known right after the last of them. */
function readAfter(taken: Samples) {
  const quantile = createDecayedQuantile();
  let nowMs = 1e9;
  for (const { value, afterMs } of taken) {
    nowMs += afterMs;
    quantile.record(value, nowMs);
  }
  const known = quantile.read(nowMs);
  if (known === null) throw new Error('something was recorded at this moment');
  return { ...known, quantile, nowMs };
}

/** The same from a list of all samples, by the definition. */
function exactly(taken: Samples) {
  const endMs = taken.reduce((sum, { afterMs }) => sum + afterMs, 0);
  let atMs = 0;
  const weighed = taken.map(({ value, afterMs }) => {
    atMs += afterMs;
    return { value, weight: 0.5 ** ((endMs - atMs) / minuteMs) };
  });
  const count = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const mostAbove = Math.max(1, 0.05 * count) * (1 + 1e-9);
  const aboveOf = (limit: number) =>
    weighed.reduce((sum, { value, weight }) => sum + (value > limit ? weight : 0), 0);
  const values = weighed.map(({ value }) => value).sort((one, other) => one - other);
  return { count, p95: values.find(value => aboveOf(value) <= mostAbove) as number };
}

const within = (told: number, exact: number) => Math.abs(told - exact) / exact;

describe('a quantile of samples that fade', () => {
  it('is what the definition says, within 1 %, and knows how many samples it rests on', () => {
    fc.assert(
      fc.property(samples, taken => {
        const { p95, samples: count } = readAfter(taken);
        const exact = exactly(taken);
        expect(within(count, exact.count)).toBeLessThan(1e-6);
        expect(within(p95, exact.p95)).toBeLessThanOrEqual(0.010_001);
      }),
    );
  });

  it('lies between the smallest and the largest, within 1 %', () => {
    fc.assert(
      fc.property(samples, taken => {
        const { p95 } = readAfter(taken);
        const values = taken.map(({ value }) => value);
        expect(p95).toBeGreaterThanOrEqual(Math.min(...values) * 0.989_999);
        expect(p95).toBeLessThanOrEqual(Math.max(...values) * 1.010_001);
      }),
    );
  });

  it('does not fall when a sample is larger, nor when a larger one comes to it', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.double({ min: 1, max: 1_000, noNaN: true }), (taken, at, by) => {
        const { p95, quantile, nowMs } = readAfter(taken);
        const index = at % taken.length;
        const larger = taken.map((one, place) => (place === index ? { ...one, value: one.value * by } : one));
        expect(readAfter(larger).p95).toBeGreaterThanOrEqual(p95);
        quantile.record(p95 * by * 1.02, nowMs);
        expect(quantile.read(nowMs + 100)?.p95).toBeGreaterThanOrEqual(p95);
      }),
    );
  });

  it('grows with its samples: ten times as long is ten times as much, within 2 %', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.1, max: 10, noNaN: true }), (taken, by) => {
        const scaled = taken.map(one => ({ ...one, value: one.value * by }));
        expect(within(readAfter(scaled).p95, readAfter(taken).p95 * by)).toBeLessThan(0.021);
      }),
    );
  });

  it('halves its samples each minute without a new one, keeps its value meanwhile, and forgets in the end', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 200, max: 120 * minuteMs }), (taken, laterMs) => {
        const { p95, samples: count, quantile, nowMs } = readAfter(taken);
        const left = count * 0.5 ** (laterMs / minuteMs);
        const later = quantile.read(nowMs + laterMs);
        if (left < 0.062) expect(later).toBeNull();
        if (left > 0.063) {
          expect(within((later as { samples: number }).samples, left)).toBeLessThan(1e-6);
          // Fading, fewer of them count as one whole sample: what is above the value may only grow.
          expect((later as { p95: number }).p95).toBeLessThanOrEqual(p95);
        }
      }),
    );
  });

  it('is moved by no sample alone, however long it took', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 1, max: 8e7, noNaN: true }), (taken, outlier) => {
        const { quantile, nowMs } = readAfter(taken);
        quantile.record(outlier, nowMs);
        const values = taken.map(({ value }) => value);
        expect(quantile.read(nowMs + 100)?.p95).toBeLessThanOrEqual(Math.max(...values) * 1.010_001);
      }),
    );
  });

  it('is not affected by how long ago its clock began, nor by weeks of silence', () => {
    const quantile = createDecayedQuantile();
    expect(quantile.read(5)).toBeNull();
    quantile.record(500, 10 * minuteMs);
    expect(quantile.read(10 * minuteMs)?.samples).toBeCloseTo(1, 9);
    const weeksLaterMs = 30 * 24 * 60 * minuteMs;
    expect(quantile.read(weeksLaterMs)).toBeNull();
    quantile.record(80, weeksLaterMs);
    expect(quantile.read(weeksLaterMs)?.samples).toBeCloseTo(1, 9);
    expect(within(quantile.read(weeksLaterMs)?.p95 as number, 80)).toBeLessThan(0.010_001);
  });

  it('is counted anew ten times a second at most', () => {
    const quantile = createDecayedQuantile();
    quantile.record(100, 0);
    const known = quantile.read(0);
    for (let index = 0; index < 9; index++) quantile.record(900, 50);
    expect(quantile.read(99)).toBe(known);
    expect(within(quantile.read(100)?.p95 as number, 900)).toBeLessThan(0.010_001);
  });
});
