import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/route/candidate.js';
import type { StrategyName } from '../../src/route/strategies/index.js';
import { strategies, timedStrategies } from '../../src/route/strategies/index.js';

const figure = fc.option(fc.double({ min: 0.1, max: 1e9, noNaN: true }), { nil: null });
const candidates = fc
  .array(fc.tuple(figure, figure), { maxLength: 8 })
  .map(figures =>
    figures.map(
      ([expectedCostNanoUsd, expectedFirstContentMs], index) =>
        ({ target: { id: `t${index}` }, expectedCostNanoUsd, expectedFirstContentMs }) as Candidate,
    ),
  );

describe.each(Object.entries(strategies))('the strategy %s', (name, strategy) => {
  it('puts each candidate in its order, once, and leaves what it was given alone', () => {
    fc.assert(
      fc.property(candidates, given => {
        const before = [...given];
        const ordered = strategy(given);
        expect(new Set(ordered)).toEqual(new Set(given));
        expect(ordered).toHaveLength(given.length);
        expect(given).toEqual(before);
        expect(strategy(given)).toEqual(ordered);
      }),
    );
  });

  it('does not put one that became cheaper and faster further back', () => {
    fc.assert(
      fc.property(candidates, fc.nat(), (given, at) => {
        const index = at % (given.length + 1);
        const one = given[index];
        if (one === undefined || one.expectedCostNanoUsd === null || one.expectedFirstContentMs === null)
          return;
        const better = {
          ...one,
          expectedCostNanoUsd: one.expectedCostNanoUsd / 2,
          expectedFirstContentMs: one.expectedFirstContentMs / 2,
        };
        const now = strategy(given.map(candidate => (candidate === one ? better : candidate)));
        if (name !== 'balanced')
          expect(now.indexOf(better)).toBeLessThanOrEqual(strategy(given).indexOf(one));
      }),
    );
  });

  it('is said to look at time where it does', () => {
    const timed = (some: Candidate[]) =>
      strategy(some)
        .map(({ target }) => target.id)
        .join() !==
      strategy(some.map(one => ({ ...one, expectedFirstContentMs: null })))
        .map(({ target }) => target.id)
        .join();
    const some = fc.sample(candidates, { numRuns: 200, seed: 1 });
    expect(some.some(timed)).toBe(timedStrategies.has(name as StrategyName));
  });
});
