import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../src/index.js';
import type { CallLine } from '../src/node.js';
import { calibrate, readCallLine } from '../src/node.js';
import { record, threeRoutes, threeTargets } from './record/fixtures.js';

const options = { targets: threeTargets, routes: threeRoutes };
const shares = { complexShare: 0.2, simpleShare: 0.5 };
const lines = (records: readonly CallRecord[]): CallLine[] =>
  records.map(one => ({ kind: 'record', record: one }));
const even = Array.from({ length: 20 }, (_, index) => record({ score: index / 20 }));

describe('calibrate', () => {
  it('finds borders in recorded scores, at the prices of each tier’s first target', () => {
    const { found, calls, problem, shareMargin, curve } = calibrate({
      lines: lines(even),
      wanted: shares,
      options,
    });
    expect({ calls, problem }).toEqual({ calls: 20, problem: null });
    expect(found).toMatchObject({
      simpleShare: 0.5,
      complexShare: 0.2,
      simpleBelow: 0.48,
      complexFrom: 0.78,
    });
    expect(found!.costUsdPerCall).toBeCloseTo(0.5 * 0.002 + 0.3 * 0.006 + 0.2 * 0.02, 12);
    expect(shareMargin).toBeCloseTo(1.96 * Math.sqrt(0.16 / 20), 10);
    expect(curve).toHaveLength(11);
  });

  it('leaves out the calls that thresholds do not decide, and says which', () => {
    const others = [
      record({ outcome: 'failed' }),
      record({ outcome: 'cancelled' }),
      record({ score: null }),
      record({ chore: 'title', score: 0.05 }),
      record({ classifier: 'mine' }),
    ];
    const { calls, leftOut } = calibrate({ lines: lines([...even, ...others]), wanted: shares, options });
    expect(calls).toBe(20);
    expect(leftOut).toEqual({ unanswered: 2, given: 1, housekeeping: 1, otherClassifier: 1 });
  });

  it('scores prompts, and records that hold theirs, in this process', () => {
    const asks = [
      'Prove that 7 is prime',
      'Hi',
      'Translate: good morning to French',
      'Design a database for a bank',
    ];
    const prompts = asks.flatMap(prompt =>
      [1, 2, 3].map(time => readCallLine(JSON.stringify({ prompt: `${prompt}${' '.repeat(time)}` }))),
    );
    const whole = asks.map(ask => record({ ask, classifier: 'mine', score: 0.99 }));
    const fromPrompts = calibrate({ lines: prompts, wanted: shares, options });
    expect(fromPrompts).toMatchObject({ calls: 12, problem: null });
    const both = calibrate({ lines: [...prompts, ...lines(whole)], wanted: shares, options });
    expect(both.calls).toBe(16);
    expect(both.found!.complexFrom).toBeLessThan(0.99);
  });

  it.each([
    [even.slice(0, 9), '9 calls are too few: at least 10 are needed'],
    [[], '0 calls are too few: at least 10 are needed'],
    [
      Array.from({ length: 30 }, () => record({ score: 0.31 })),
      'all 30 calls have the score 0.31: no threshold can tell them apart',
    ],
  ])('says why there are no thresholds (%#)', (records, problem) => {
    expect(calibrate({ lines: lines(records), wanted: shares, options })).toMatchObject({
      found: null,
      problem,
      curve: [],
    });
  });

  it('says that a cost cannot be had', () => {
    const wanted = { costUsdPerCall: 0.0019, simpleShare: null };
    const { found, problem, curve } = calibrate({ lines: lines(even), wanted, options });
    expect({ found, problem }).toEqual({
      found: null,
      problem: 'even the cheapest routing costs more than that',
    });
    expect(curve).toHaveLength(11);
  });

  it('needs prices', () => {
    const free = { targets: { free: { preset: 'openai' as const, modelId: 'unheard-of' } } };
    expect(() => calibrate({ lines: lines(even), wanted: shares, options: free })).toThrow(
      /"free" has no price/,
    );
  });
});
