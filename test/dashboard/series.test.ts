import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlots } from '../../src/dashboard/series/slots.js';
import { createSpread } from '../../src/dashboard/series/spread.js';
import type { LedgerRecord } from '../../src/index.js';

const record = (at: number, more: Partial<LedgerRecord> = {}) =>
  ({
    at,
    outcome: 'ok',
    costNanoUsd: 5,
    baselineNanoUsd: 9,
    firstContentMs: 10,
    latencyMs: 100,
    ...more,
  }) as LedgerRecord;

describe('a spread', () => {
  it('tells quantiles within 2.5 %', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, ratio) => {
          const spread = createSpread();
          for (const value of values) spread.add(value);
          const sorted = [...values].sort((one, other) => one - other);
          const exact = sorted[Math.max(0, Math.ceil(values.length * ratio) - 1)] as number;
          expect(Math.abs((spread.quantile(ratio) as number) - exact) / exact).toBeLessThanOrEqual(0.0251);
        },
      ),
    );
  });

  it('is as it was when what was put in is taken out', () => {
    const [one, other] = [createSpread(), createSpread()];
    for (const value of [1, 50, 50, 900]) one.add(value);
    const before = [...one.buckets];
    for (const value of [0, 50, 7_000]) for (const spread of [one, other]) spread.add(value);
    expect(one.quantile(1)).toBeGreaterThan(6_000);
    one.minus(other);
    expect([...one.buckets]).toEqual(before);
    one.minus(one);
    expect(one.quantile(0.5)).toBeNull();
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('takes no %s', value => {
    const spread = createSpread();
    spread.add(value);
    expect(spread.quantile(0.5)).toBeNull();
  });
});

describe('slots', () => {
  it('hold what settled in the window, each in its slot, and forget the rest', () => {
    const slots = createSlots(10, 3);
    slots.add(record(101), 105);
    slots.add(record(109, { outcome: 'failed', costNanoUsd: null }), 109);
    slots.add(record(112, { latencyMs: 500 }), 112);
    expect(slots.read('all', 112).slots).toMatchObject([
      { at: 100, calls: 2, failed: 1, costNanoUsd: 5, baselineNanoUsd: 9 },
      { at: 110, calls: 1, failed: 0 },
    ]);
    const later = slots.read('all', 131);
    expect(later.slots.map(({ at }) => at)).toEqual([110]);
    // Of what has left the window nothing is in its quantiles.
    expect(later.total?.[0]).toBeGreaterThan(480);
    expect(slots.read('all', 500)).toMatchObject({ slots: [], total: null, firstContent: null });
  });

  it('never hold more than they keep, nor a call twice, whatever clocks do', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), times => {
        const slots = createSlots(10, 5);
        for (const at of times) slots.add(record(at), at);
        const nowMs = times.at(-1) ?? 0;
        const told = slots.read('all', nowMs).slots;
        expect(told.length).toBeLessThanOrEqual(5);
        expect(new Set(told.map(({ at }) => at)).size).toBe(told.length);
        expect(told.every(({ at }) => at > nowMs - 50 && at <= nowMs)).toBe(true);
        expect(told.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThanOrEqual(times.length);
      }),
    );
  });

  it('tell what changed once', () => {
    const slots = createSlots(10, 5);
    slots.add(record(11), 11);
    slots.add(record(21), 21);
    expect(slots.read('changed', 21).slots.map(({ at }) => at)).toEqual([10, 20]);
    slots.add(record(22), 22);
    expect(slots.read('changed', 22).slots.map(({ at }) => at)).toEqual([20]);
    expect(slots.read('changed', 22).slots).toEqual([]);
    expect(slots.read('all', 22).slots).toHaveLength(2);
  });

  it('leave out what is not from this time', () => {
    const slots = createSlots(10, 3);
    slots.add(record(5), 100);
    slots.add(record(500), 100);
    expect(slots.read('all', 100).slots).toEqual([]);
  });
});
