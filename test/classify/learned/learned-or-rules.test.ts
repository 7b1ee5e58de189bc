import { expect, test } from 'vitest';
import { byRules } from '../../../src/classify/by-rules.js';
import { learnedOrRules } from '../../../src/classify/learned/learned-or-rules.js';
import { weights } from '../../../src/classify/learned/weights.generated.js';
import { traitsOfText } from '../../../src/prompt/traits-of.js';

const corrupt = { ...weights, base64: weights.base64.slice(4) };
const asks = ['hi', 'Prove that there are infinitely many primes.', 'Explain how a bloom filter works'];

test('corrupt weights: the rules take over, tell it once, and step up as they do', () => {
  const told: string[] = [];
  const classifier = learnedOrRules({
    artefact: corrupt,
    thresholds: { simpleBelow: 0, complexFrom: 0 },
    onProblem: problem => told.push(problem),
  });
  for (const ask of asks)
    expect(classifier.classify(traitsOfText(ask))).toEqual(byRules.classify(traitsOfText(ask)));
  expect(told).toEqual([expect.stringMatching(/bytes instead of/)]);
  expect(classifier.stepsUp).toBe(true);
});

test('nothing is decoded before the first ask', () => {
  let reads = 0;
  const watched = {
    ...weights,
    get base64() {
      reads++;
      return weights.base64;
    },
  };
  const classifier = learnedOrRules({ artefact: watched, thresholds: null, onProblem: () => {} });
  expect(reads).toBe(0);
  classifier.classify(traitsOfText('hi'));
  classifier.classify(traitsOfText('hi'));
  expect(reads).toBe(1);
  expect(classifier.stepsUp).toBe(false);
});

test('good weights: thresholds decide over the learned score', () => {
  const [plain, eager] = [null, { simpleBelow: 0, complexFrom: 0 }].map(thresholds =>
    learnedOrRules({ thresholds, onProblem: problem => expect.unreachable(problem) }).classify(
      traitsOfText('hi'),
    ),
  );
  expect(plain).toMatchObject({ tier: 'simple' });
  expect(eager).toMatchObject({ tier: 'complex', score: plain?.score });
});
