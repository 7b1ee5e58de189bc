import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/route/candidate.js';
import { homeTier, sessionFirst, sessionTarget } from '../../src/route/session-first.js';

const ids = ['a', 'b', 'c'] as const;
const option = (id: string) => ({ target: { id } }) as never;
const tableOf = (simple: string, medium: string, complex: string) =>
  ({
    tiers: {
      simple: [...simple].map(option),
      medium: [...medium].map(option),
      complex: [...complex].map(option),
    },
  }) as never as Parameters<typeof homeTier>[0];
const candidate = (id: string, expectedCostNanoUsd: number | null) =>
  ({ target: { id }, expectedCostNanoUsd }) as Candidate;
const request = (target: string, tier: 'simple' | 'medium' | 'complex') => ({
  session: { target, cachedTokens: 1_000 },
  kept: null,
  pinned: null,
  decision: { tier, ruledTier: tier, score: 0.5, confidence: 1, task: 'other', reasons: [] },
});

describe('the tier that a target is best for', () => {
  it.each([
    ['a', tableOf('abc', 'bc', 'cb'), 'simple'],
    ['b', tableOf('abc', 'bc', 'cb'), 'medium'],
    ['c', tableOf('abc', 'bc', 'cb'), 'complex'],
    ['b', tableOf('ab', 'ab', 'ab'), 'complex'],
    ['c', tableOf('ab', 'ab', 'ab'), null],
  ])('%s', (id, table, tier) => {
    expect(homeTier(table, id)).toBe(tier);
  });
});

describe('the target of a session', () => {
  const table = tableOf('abc', 'bc', 'cb');

  it.each([
    ['b', 'medium', 'b'],
    ['b', 'simple', 'b'],
    ['b', 'complex', null],
    ['c', 'simple', 'c'],
    ['a', 'medium', null],
    ['nobody', 'simple', null],
  ] as const)('of one at %s, for a %s call: %s', (at, tier, target) => {
    expect(sessionTarget(table, request(at, tier))).toBe(target);
  });

  it('is no matter where a loop or the caller holds a target', () => {
    const kept = { target: 'a', because: 'x' };
    expect(sessionTarget(table, { ...request('b', 'medium'), kept })).toBeNull();
    expect(sessionTarget(table, { ...request('b', 'medium'), pinned: {} as never })).toBeNull();
  });
});

describe('a session', () => {
  const cost = fc.option(fc.nat(1_000_000), { nil: null });

  it('never moves where the move costs more, and moves where it saves', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...ids], { minLength: 1 }),
        fc.tuple(cost, cost, cost),
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('simple', 'medium', 'complex'),
        (order, costs, at, tier) => {
          const table = tableOf('ab', 'bac', 'cb');
          const asked = request(at, tier);
          const all = order.map(id => candidate(id, costs[ids.indexOf(id)] as number | null));
          const target = sessionTarget(table, asked);
          const choice = sessionFirst(all, target, table, asked);
          const current = all.find(one => one.target.id === target);
          if (current === undefined) {
            expect(choice.candidates).toEqual(all);
            return;
          }
          const [first] = choice.candidates;
          const isFirst = first === current;
          if (!isFirst)
            expect(first?.expectedCostNanoUsd as number).toBeLessThan(current.expectedCostNanoUsd as number);
          const ofTier = all.filter(one =>
            table.tiers[tier].some(({ target: { id } }) => id === one.target.id),
          );
          const wouldBe = ofTier.find(one => one !== current || ofTier[0] === current);
          if (isFirst && wouldBe !== undefined && wouldBe !== current && all[0] === wouldBe)
            expect(
              current.expectedCostNanoUsd === null ||
                wouldBe.expectedCostNanoUsd === null ||
                current.expectedCostNanoUsd <= wouldBe.expectedCostNanoUsd,
            ).toBe(true);
          expect(choice.kept?.target ?? null).toBe(isFirst ? target : null);
        },
      ),
    );
  });

  it('that moves leaves no stronger model behind in the chain', () => {
    const table = tableOf('a', 'b', 'c');
    const all = [candidate('a', 1), candidate('c', 2)];
    const { candidates, reasons } = sessionFirst(all, 'c', table, request('c', 'simple'));
    expect(candidates.map(({ target }) => target.id)).toEqual(['a']);
    expect(reasons).toEqual([
      'the session moves to a: 1e-9 USD, against 2e-9 USD at c with 1000 cached tokens',
    ]);
  });

  it('says that it leaves a weaker model', () => {
    const table = tableOf('a', 'b', 'c');
    const { reasons } = sessionFirst([candidate('c', 9)], null, table, request('a', 'complex'));
    expect(reasons).toEqual(['the session leaves a: a complex call takes a stronger model']);
  });
});
