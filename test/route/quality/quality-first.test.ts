import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/core/call.js';
import type { Target } from '../../../src/core/target.js';
import type { Candidate } from '../../../src/route/candidate.js';
import type { Evidence } from '../../../src/route/quality/belief.js';
import { beliefIn, expectedOf, meanOf, varianceOf } from '../../../src/route/quality/belief.js';
import { qualityFirst } from '../../../src/route/quality/quality-first.js';
import { plainOption } from '../../../src/route/route-table.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';

const target = (id: string) => ({ id }) as Target;
const [a, b, c] = [target('a'), target('b'), target('c')];
const candidate = (of: Target): Candidate => ({
  ...plainOption(of),
  expectedCostNanoUsd: null,
  expectedFirstContentMs: null,
  affordableOutputTokens: null,
  reservedTokens: 0,
});
/** `a` is the simple tier's, `b` the medium one's, `c` the complex one's. */
const table = {
  tiers: {
    simple: [a, b, c].map(plainOption),
    medium: [b, c].map(plainOption),
    complex: [c].map(plainOption),
  },
};
const decided = (score: number | null): Decision => ({
  tier: 'simple',
  ruledTier: 'simple',
  score,
  confidence: 1,
  task: 'translate',
  reasons: [],
});

/** Answers that were said to be good, and bad. */
type Seen = Readonly<Record<string, readonly [good: number, bad: number]>>;
const evidence = (seen: Seen) => ({
  evidenceOf: ({ id }: Target): Evidence => {
    const [good, bad] = seen[id] ?? [0, 0];
    return { goodThousandths: good * 1_000, badThousandths: bad * 1_000 };
  },
});
const candidates = [a, b, c].map(candidate);

function order(
  seen: Seen,
  score: number | null = 0.1,
  random: (() => number) | null = null,
  of: readonly Candidate[] = candidates,
) {
  const decision = decided(score);
  const { candidates: ordered, reasons } = qualityFirst(
    of,
    { decision, quality: { ...evidence(seen), random } },
    table,
  );
  return { order: ordered.map(one => one.target.id).join(''), reasons };
}

describe('the order of what was learned', () => {
  it.each<[string, Seen, string]>([
    ['nothing was said', {}, 'abc'],
    ['the first was good all the time', { a: [50, 0] }, 'abc'],
    ['the first was bad three times', { a: [0, 3] }, 'abc'],
    ['the first was bad five times', { a: [0, 5] }, 'bca'],
    ['the first is bad every tenth time', { a: [45, 5] }, 'abc'],
    ['the first is bad every second time', { a: [25, 25] }, 'bca'],
    ['the first and the second are bad', { a: [0, 10], b: [0, 10] }, 'cab'],
    ['all are equally bad', { a: [1, 9], b: [1, 9], c: [1, 9] }, 'abc'],
    [
      'the first is bad, and the second was bad the two times that it was asked',
      { a: [0, 50], b: [0, 2] },
      'bca',
    ],
    ['only the last is better than the first', { a: [0, 8], b: [3, 3] }, 'bca'],
    ['the second is bad', { b: [0, 50] }, 'acb'],
    ['the first is worse than the next alone', { a: [2, 8], b: [50, 0], c: [6, 4] }, 'bac'],
    ['the last is bad', { c: [0, 50] }, 'abc'],
    ['a bad one has turned good', { a: [40, 5], b: [20, 1] }, 'abc'],
  ])('where %s', (_, seen, expected) => {
    expect(order(seen).order).toBe(expected);
  });

  it('takes evidence: what the classifier expects, the tiers have in them already', () => {
    const simpleThenComplex = [candidate(a), candidate(c)];
    const hard = (seen: Seen) => order(seen, 1, null, simpleThenComplex).order;
    expect(hard({})).toBe('ac');
    expect(hard({ a: [0, 2] })).toBe('ac');
    expect(hard({ a: [0, 3] })).toBe('ca');
    // Worse than the other by far, and still better than expected.
    expect(hard({ a: [3, 1] })).toBe('ac');
  });

  it('holds where the tier was given, and nobody judged the call', () => {
    expect(order({ a: [0, 10] }, null).order).toBe('bca');
  });

  it('takes five bad answers where one of the complex tier stands in the list, whatever the score', () => {
    for (const score of [null, 0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1]) {
      expect(order({ a: [0, 5] }, score).order).not.toMatch(/^a/);
      expect(order({ b: [0, 5] }, score, null, [b, c].map(candidate)).order).toBe('cb');
    }
  });

  it.each([
    [0, 5],
    [0.1, 6],
    [0.3, 15],
    [0.5, Number.POSITIVE_INFINITY],
  ])('at a score of %d takes %d bad answers between two of the simple tier', (score, needed) => {
    const simpleOnes = [target('a'), target('d')];
    const tiers = { simple: simpleOnes.map(plainOption), medium: [], complex: [] };
    const first = (bad: number) =>
      qualityFirst(
        simpleOnes.map(candidate),
        { decision: decided(score), quality: { ...evidence({ a: [0, bad] }), random: null } },
        { tiers },
      ).candidates[0]?.target.id;
    for (let bad = 0; bad < Math.min(needed, 50); bad++) expect(first(bad)).toBe('a');
    if (Number.isFinite(needed)) expect(first(needed)).toBe('d');
  });

  it('is said with figures', () => {
    expect(order({ a: [0, 5] }).reasons).toEqual([
      'learned from use at this task: b 0.95 of 1 after 0.0 answers, before a 0.40 of 1 after 5.0 answers',
    ]);
    expect(order({ a: [0, 50], b: [0, 2] }).reasons).toEqual([
      'learned from use at this task: b 0.63 of 1 after 2.0 answers, before a 0.07 of 1 after 50.0 answers',
    ]);
    expect(order({ b: [0, 9] }).reasons).toEqual([
      'learned from use at this task: c 0.95 of 1 after 0.0 answers, before b 0.29 of 1 after 9.0 answers',
    ]);
    expect(order({}).reasons).toEqual([]);
  });

  it('is the plan’s own where nothing is learned, or the target is forced', () => {
    const learned = { ...evidence({ a: [0, 50] }), random: null };
    expect(qualityFirst(candidates, { decision: decided(0), quality: null }, table).candidates).toBe(
      candidates,
    );
    expect(qualityFirst(candidates, { decision: null, quality: learned }, table).candidates).toBe(candidates);
  });

  /** By what is said of the order: of two, the plan for them alone tells which is clearly worse. */
  const isWorse = (seen: Seen, score: number, [one, other]: readonly [Candidate, Candidate]) =>
    order(seen, score, null, [one, other]).order !== one.target.id + other.target.id;

  it('has nobody in front of one that it is clearly worse than, and is otherwise as it was', () => {
    const answers = fc.tuple(fc.nat(20), fc.nat(20));
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const five = ids.map(id => candidate(target(id)));
    fc.assert(
      fc.property(
        fc.tuple(answers, answers, answers, answers, answers),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, score) => {
          const seen: Seen = Object.fromEntries(ids.map((id, at) => [id, given[at] as [number, number]]));
          const ordered = [...order(seen, score, null, five).order].map(
            id => five[ids.indexOf(id)] as Candidate,
          );
          expect(new Set(ordered)).toEqual(new Set(five));
          for (const [at, one] of ordered.entries()) {
            const later = ordered.slice(at + 1);
            expect(later.filter(other => isWorse(seen, score, [one, other]))).toEqual([]);
            // Where a later one stood in front, it is worse than something that is not in front of this one.
            for (const other of later.filter(later => five.indexOf(later) < five.indexOf(one)))
              expect(
                ordered
                  .slice(at, ordered.indexOf(other))
                  .some(better => isWorse(seen, score, [other, better])),
              ).toBe(true);
          }
        },
      ),
    );
  });

  it('holds every candidate once, and takes no chance but where it explores', () => {
    const answers = fc.tuple(fc.nat(50), fc.nat(50));
    const seeds = fc.option(fc.integer({ min: 1, max: 1_000 }));
    fc.assert(
      fc.property(
        answers,
        answers,
        answers,
        fc.double({ min: 0, max: 1, noNaN: true }),
        seeds,
        (...given) => {
          const [ofA, ofB, ofC, score, seed] = given;
          const run = () =>
            order({ a: ofA, b: ofB, c: ofC }, score, seed === null ? null : fakeWorld({ seed }).random);
          expect([...run().order].sort().join('')).toBe('abc');
          expect(run()).toEqual(run());
        },
      ),
    );
  });
});

describe('what the classifier expects', () => {
  it.each([
    ['simple', 0.3, 0.7],
    ['medium', 0.3, 0.85],
    ['complex', 0.3, 0.95],
    [null, 0.3, 0.95],
    ['simple', 1, 0.05],
    ['simple', null, 0.95],
  ] as const)('of a %s target at a score of %s is %d', (home, score, expected) => {
    expect(expectedOf(home, score)).toBeCloseTo(expected, 10);
  });

  it('counts as four answers, and for exploring what was seen as two at most', () => {
    const seen = { goodThousandths: 2_000, badThousandths: 6_000 };
    expect(meanOf(beliefIn(seen, 0.5))).toBeCloseTo((2 + 2) / (4 + 8), 10);
    expect(meanOf(beliefIn(seen, 0.5, 2))).toBeCloseTo((2 + 0.5) / (4 + 2), 10);
    expect(varianceOf({ good: 2, bad: 3 })).toBeCloseTo(0.04, 10);
  });
});

describe('a call that explores', () => {
  const { random } = fakeWorld({ seed: 11 });
  const sharesOf = (seen: Seen) => {
    const firsts: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let at = 0; at < 2_000; at++) {
      const [first] = order(seen, 0.1, random).order;
      firsts[first as string] = (firsts[first as string] ?? 0) + 1 / 2_000;
    }
    return firsts;
  };

  it('tries the others at times, the cheap one most of the time, and says so', () => {
    const shares = sharesOf({ a: [45, 5] });
    expect(shares.a).toBeGreaterThan(0.5);
    expect(shares.a).toBeLessThan(0.85);
    expect(shares.b).toBeGreaterThan(0.05);
    expect(shares.c).toBeGreaterThan(0.02);
    const reasons = new Set<string>();
    for (let at = 0; at < 100; at++) for (const one of order({}, 0.1, random).reasons) reasons.add(one);
    expect([...reasons].sort()).toEqual(['explores: b first', 'explores: c first']);
  });

  it('tries one again that was bad, seldom, so that it can come back', () => {
    const { a: share } = sharesOf({ a: [0, 50], b: [45, 5], c: [45, 5] });
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.3);
  });
});
