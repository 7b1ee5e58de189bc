import { describe, expect, it } from 'vitest';
import type { RoutedOptions } from '../src/index.js';
import { createRouted } from '../src/index.js';

const asks = {
  easy: 'What is the capital of France?',
  middling: 'Explain how a bloom filter works',
  hard: 'Prove that every finite integral domain is a field, and show where finiteness is used.',
};
const tiersWith = (options: RoutedOptions) => {
  const routed = createRouted(options);
  return Object.values(asks).map(ask => routed.classify(ask).tier);
};

describe('routing: how much goes to which tier', () => {
  it.each([
    ['not given: the learned borders', {}, ['simple', 'medium', 'complex']],
    ['all complex', { routing: { complexShare: 1 } }, ['complex', 'complex', 'complex']],
    ['all simple', { routing: { simpleShare: 1 } }, ['simple', 'simple', 'simple']],
    ['no medium', { routing: { simpleShare: 0.5, complexShare: 0.5 } }, ['simple', 'simple', 'complex']],
    ['none complex', { routing: { complexShare: 0 } }, ['simple', 'medium', 'medium']],
    ['scores', { routing: { simpleBelow: 0.01, complexFrom: 0.1 } }, ['medium', 'complex', 'complex']],
    ['an empty object changes nothing', { routing: {} }, ['simple', 'medium', 'complex']],
    ['the rules', { classifier: 'rules', routing: { complexShare: 0 } }, ['simple', 'medium', 'medium']],
  ] satisfies [string, RoutedOptions, string[]][])('%s', (_, options, tiers) => {
    expect(tiersWith(options)).toEqual(tiers);
  });

  it('in shares stands for about those shares of the reference asks', () => {
    const routed = createRouted({ routing: { simpleShare: 0.3, complexShare: 0.2 } });
    const before = createRouted();
    // The share moves the borders, not the scores.
    for (const ask of Object.values(asks))
      expect(routed.classify(ask).score).toBe(before.classify(ask).score);
    expect(routed.classify(asks.hard).tier).toBe('complex');
  });

  const own = {
    name: 'mine',
    classify: () => ({ tier: 'simple', score: 0.5, confidence: 1, task: 'chat', reasons: [] }) as const,
  };
  it('judges the scores of a classifier of your own', () => {
    expect(tiersWith({ classifier: own })).toEqual(['simple', 'simple', 'simple']);
    expect(tiersWith({ classifier: own, routing: { simpleBelow: 0.1, complexFrom: 0.5 } })).toEqual([
      'complex',
      'complex',
      'complex',
    ]);
  });

  it('says of shares that are more than all what is wrong with them', () => {
    expect(() => createRouted({ routing: { simpleShare: 0.6, complexShare: 0.5 } })).toThrow(
      'Invalid option routing.simpleShare: and complexShare together are more than 1.',
    );
  });

  it.each([
    ['crossing borders', { routing: { simpleBelow: 0.6, complexFrom: 0.5 } }, 'routing.simpleBelow'],
    ['more than all', { routing: { simpleShare: 0.6, complexShare: 0.5 } }, 'routing.simpleShare'],
    ['a side said twice', { routing: { simpleShare: 0.6, simpleBelow: 0.5 } }, 'routing.simpleBelow'],
    ['a share above all', { routing: { complexShare: 1.1 } }, 'routing.complexShare'],
    ['no number', { routing: { complexShare: Number.NaN } }, 'routing.complexShare'],
    ['an unknown side', { routing: { mediumShare: 0.1 } as never }, 'routing.mediumShare'],
    ['shares of scores that nobody knows', { classifier: own, routing: { complexShare: 0.5 } }, 'routing'],
    [
      'half of the borders of an own classifier',
      { classifier: own, routing: { simpleBelow: 0.1 } },
      'routing',
    ],
  ] satisfies [string, RoutedOptions, string][])('refuses %s', (_, options, path) => {
    expect(() => createRouted(options)).toThrow(expect.objectContaining({ path }));
  });
});
