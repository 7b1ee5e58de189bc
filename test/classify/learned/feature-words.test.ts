import { expect, it } from 'vitest';
import { featureWords } from '../../../src/classify/learned/feature-words.js';
import { featureNames } from '../../../src/classify/learned/features.js';

it('puts every feature in words of its own that no programmer wrote', () => {
  const words = featureNames.map(featureWords);
  expect(new Set(words).size).toBe(featureNames.length);
  for (const one of words)
    expect(one).not.toMatch(/[a-z][A-Z]|\bper\b|^(count|options) of |[^aeo]ys\b|shs\b/);
});

it('leaves a feature that is not known as it is', () => {
  expect(featureWords('something new')).toBe('something new');
});
