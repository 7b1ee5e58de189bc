import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byThresholds } from '../../src/classify/by-thresholds.js';
import { classifiers } from '../../src/classify/index.js';
import { openScore } from '../../src/classify/learned/open-score.js';
import { thresholdsOf } from '../../src/classify/thresholds-of.js';
import { judgedByScore, tierFromScore } from '../../src/classify/tier-from-score.js';
import { traitsOfText } from '../../src/prompt/traits-of.js';

const scale = { thresholds: { simpleBelow: 0.2, complexFrom: 0.6 }, quantiles: [0, 0.25, 0.5, 0.75, 1] };

describe('the tier of a score', () => {
  it.each([
    [0, 'simple'],
    [0.1999, 'simple'],
    [0.2, 'medium'],
    [0.5999, 'medium'],
    [0.6, 'complex'],
    [1, 'complex'],
  ])('%f is %s', (score, tier) => {
    expect(tierFromScore(score, scale.thresholds)).toBe(tier);
  });

  it('is half sure at a border, and the surer the farther from it', () => {
    expect(judgedByScore(0.2, scale.thresholds).confidence).toBe(0.5);
    expect(judgedByScore(0.6, scale.thresholds).confidence).toBe(0.5);
    expect(judgedByScore(0.23, scale.thresholds).confidence).toBe(0.625);
    expect(judgedByScore(0.4, scale.thresholds).confidence).toBe(0.99);
    // Half of a narrow medium is as far from its borders as it gets.
    expect(judgedByScore(0.2, { simpleBelow: 0.15, complexFrom: 0.25 }).confidence).toBe(0.99);
    expect(judgedByScore(0.3, { simpleBelow: 0.3, complexFrom: 0.3 })).toEqual({
      tier: 'complex',
      confidence: 0.5,
    });
  });

  it('rises with the score, and its confidence is a ratio, whatever the thresholds', () => {
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const order = ['simple', 'medium', 'complex'];
    fc.assert(
      fc.property(ratio, ratio, ratio, ratio, (one, other, low, high) => {
        const thresholds = { simpleBelow: Math.min(low, high), complexFrom: Math.max(low, high) };
        const [below, above] = [Math.min(one, other), Math.max(one, other)].map(score =>
          judgedByScore(score, thresholds),
        );
        expect(order.indexOf(below?.tier ?? '')).toBeLessThanOrEqual(order.indexOf(above?.tier ?? ''));
        for (const judged of [below, above]) {
          expect(judged?.confidence).toBeGreaterThanOrEqual(0.5);
          expect(judged?.confidence).toBeLessThanOrEqual(0.99);
        }
      }),
    );
  });
});

describe('what is wanted as thresholds', () => {
  it.each([
    ['nothing', {}, scale.thresholds],
    ['shares', { simpleShare: 0.25, complexShare: 0.25 }, { simpleBelow: 0.25, complexFrom: 0.75 }],
    ['shares between two quantiles', { simpleShare: 0.1 }, { simpleBelow: 0.1, complexFrom: 0.6 }],
    ['scores', { simpleBelow: 0.3, complexFrom: 0.4 }, { simpleBelow: 0.3, complexFrom: 0.4 }],
    ['one side alone', { complexFrom: 0.9 }, { simpleBelow: 0.2, complexFrom: 0.9 }],
    ['one of each', { simpleBelow: 0.1, complexShare: 0.5 }, { simpleBelow: 0.1, complexFrom: 0.5 }],
    ['a simple that passes complex', { simpleShare: 0.9 }, { simpleBelow: 0.9, complexFrom: 0.9 }],
    ['a complex that passes simple', { complexFrom: 0.1 }, { simpleBelow: 0.1, complexFrom: 0.1 }],
    [
      'a share that passes a score',
      { simpleBelow: 0.5, complexShare: 0.9 },
      { simpleBelow: 0.1, complexFrom: 0.1 },
    ],
    [
      'a score that passes a share',
      { complexFrom: 0.1, simpleShare: 0.9 },
      { simpleBelow: 0.1, complexFrom: 0.1 },
    ],
    ['all simple', { simpleShare: 1 }, { simpleBelow: 2, complexFrom: 2 }],
    ['all complex', { complexShare: 1 }, { simpleBelow: 0, complexFrom: 0 }],
    ['none complex', { complexShare: 0 }, { simpleBelow: 0.2, complexFrom: 2 }],
    ['none simple', { simpleShare: 0 }, { simpleBelow: 0, complexFrom: 0.6 }],
  ])('%s', (_, wanted, thresholds) => {
    expect(thresholdsOf(wanted, scale)).toEqual(thresholds);
  });

  it('are in order, whatever is wanted', () => {
    const maybe = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(maybe, maybe, maybe, maybe, (simpleShare, complexShare, simpleBelow, complexFrom) => {
        const made = thresholdsOf({ simpleShare, complexShare, simpleBelow, complexFrom }, scale);
        fc.pre(simpleBelow === undefined || complexFrom === undefined || simpleBelow <= complexFrom);
        expect(made.simpleBelow).toBeLessThanOrEqual(made.complexFrom);
      }),
    );
  });

  it.each(Object.entries(classifiers))('%s has reference scores that rise', (_, { quantiles }) => {
    expect(quantiles.length).toBe(65);
    expect([...quantiles].sort((one, other) => one - other)).toEqual(quantiles);
    expect(new Set(quantiles).size).toBeGreaterThan(20);
  });
});

it('thresholds take the say from a classifier, and with it the step up', () => {
  const rules = classifiers.rules.make(null);
  const traits = traitsOfText('Explain how a bloom filter works');
  expect(rules.classify(traits).tier).toBe('medium');
  const eager = byThresholds(rules, { simpleBelow: 0.1, complexFrom: 0.3 });
  expect(eager.classify(traits)).toMatchObject({ tier: 'complex', score: rules.classify(traits).score });
  expect(eager).toMatchObject({ name: 'rules', stepsUp: false });
});

describe('the score of an open ask', () => {
  it.each([
    ['surely simple', [1, 0, 0], 0.05],
    ['between simple and medium', [0.5, 0.5, 0], 0.15],
    ['surely medium', [0, 1, 0], 0.2],
    ['between medium and complex', [0, 0.5, 0.5], 0.25],
    ['surely complex', [0, 0, 1], 0.45],
  ] as const)('%s', (_, [simple, medium, complex], score) => {
    expect(openScore(simple, medium, complex)).toBeCloseTo(score, 10);
  });

  it('lies in the band of the tier that speaks loudest', () => {
    const vote = fc.double({ min: -2, max: 3, noNaN: true });
    fc.assert(
      fc.property(vote, vote, vote, (simple, medium, complex) => {
        const score = openScore(simple, medium, complex);
        const loudest = Math.max(simple, medium, complex);
        if (loudest === complex && medium < complex && simple < complex)
          expect(score).toBeGreaterThanOrEqual(0.25);
        if (loudest === medium && simple < medium && complex < medium) {
          expect(score).toBeGreaterThanOrEqual(0.15);
          expect(score).toBeLessThanOrEqual(0.25);
        }
        if (loudest === simple && medium < simple && complex < simple)
          expect(score).toBeLessThanOrEqual(0.15);
        expect(score).toBeGreaterThanOrEqual(0.05);
        expect(score).toBeLessThanOrEqual(0.45);
      }),
    );
  });
});
