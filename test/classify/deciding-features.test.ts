import { expect, it } from 'vitest';
import { decidingFeatures } from '../../src/classify/deciding-features.js';
import { featureNames } from '../../src/classify/learned/features.js';
import { createRouted } from '../../src/routed.js';

it('tells the features that decided, with their direction, of the learned classifier alone', () => {
  const ask = 'Prove that the square root of 2 is irrational';
  const { features, reasons } = createRouted().explain(ask);
  expect(features).toHaveLength(3);
  expect(features[0]).toEqual({ name: 'task prove', words: 'asks for a proof', pays: 'more' });
  for (const { name, pays } of features) {
    expect(featureNames).toContain(name);
    expect(reasons).toContain(`${name}: a strong model pays off ${pays}`);
  }
  expect(createRouted({ classifier: 'rules' }).explain(ask).features).toEqual([]);
  expect(createRouted().explain(ask, { tier: 'simple' }).features).toEqual([]);
});

it('keeps the order and what other reasons say apart', () => {
  const reasons = [
    'kind: open',
    'a per b: a strong model pays off less',
    'tool loop: stays simple',
    'c: a strong model pays off more',
  ];
  expect(decidingFeatures(reasons)).toEqual([
    { name: 'a per b', words: 'a per b', pays: 'less' },
    { name: 'c', words: 'c', pays: 'more' },
  ]);
});
