import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram } from '../../src/measure/histogram.js';
import { createRecentQuantile } from '../../src/measure/recent-quantile.js';
import { createReportBook } from '../../src/measure/report-book.js';

describe('a histogram', () => {
  it('knows every quantile within 1 %', () => {
    const values = fc.array(fc.double({ min: 0.02, max: 1e7, noNaN: true }), {
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (all, ratio) => {
        const histogram = createHistogram();
        for (const value of all) histogram.record(value);
        const sorted = [...all].sort((one, other) => one - other);
        const exact = sorted[Math.max(1, Math.ceil(ratio * all.length)) - 1] as number;
        const told = histogram.quantile(ratio) as number;
        expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(0.010_001);
        expect(histogram.count).toBe(all.length);
        expect(histogram.average).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 3);
      }),
    );
  });

  it('is null while empty, and after it was cleared', () => {
    const histogram = createHistogram();
    expect(histogram.quantile(0.5)).toBeNull();
    histogram.record(5);
    histogram.clear();
    expect(histogram.quantile(0.5)).toBeNull();
    expect(histogram.average).toBe(0);
  });

  it('takes nonsense as the smallest or the largest', () => {
    const histogram = createHistogram();
    for (const value of [0, -5, 1e300]) histogram.record(value);
    expect(histogram.quantile(0.5)).toBeCloseTo(0.01, 2);
    expect(histogram.quantile(1)).toBeGreaterThan(8e7);
  });
});

describe('recent values', () => {
  it('forgets what is older than two minutes, and prefers the fresh once there is enough of it', () => {
    const recent = createRecentQuantile();
    expect(recent.p95(0)).toBeNull();
    for (let index = 0; index < 50; index++) recent.record(1_000, 0);
    expect(recent.p95(0)).toBeCloseTo(1_000, -2);
    for (let index = 0; index < 5; index++) recent.record(100, 61_000);
    expect(recent.p95(61_000)).toBeCloseTo(1_000, -2);
    for (let index = 0; index < 20; index++) recent.record(100, 62_000);
    expect(recent.p95(62_000)).toBeCloseTo(100, -1);
    expect(recent.p95(300_000)).toBeNull();
  });

  it('says nothing while fewer are known than are asked for', () => {
    const recent = createRecentQuantile();
    for (let index = 0; index < 19; index++) recent.record(100, index);
    expect(recent.p95(20, 20)).toBeNull();
    recent.record(100, 20);
    expect(recent.p95(20, 20)).toBeCloseTo(100, -1);
  });
});

describe('the report book', () => {
  const attempt = { status: 'ok', latencyMs: 100, firstContentMs: 20, costNanoUsd: 5 } as const;

  it('holds a bounded number of targets', () => {
    const book = createReportBook();
    for (let index = 0; index < 5_000; index++) book.attempt(`target-${index}`, attempt);
    const { targets } = book.read({ circuits: {}, queue: {} as never });
    expect(Object.keys(targets).length).toBeLessThan(5_000);
    expect(targets.other?.requests).toBeGreaterThan(0);
    const requests = Object.values(targets).reduce((sum, target) => sum + target.requests, 0);
    expect(requests).toBe(5_000);
  });

  it('takes names that are properties of every object', () => {
    const book = createReportBook();
    for (const name of ['__proto__', 'constructor', 'toString']) book.attempt(name, attempt);
    const { targets } = book.read({ circuits: {}, queue: {} as never });
    expect(Object.keys(targets).sort()).toEqual(['__proto__', 'constructor', 'toString']);
  });
});
