import { describe, expect, test } from 'vitest';
import { bytesOf, decode } from '../../../src/classify/learned/decode.js';
import { learnedClassifier } from '../../../src/classify/learned/learned-classifier.js';
import { weights } from '../../../src/classify/learned/weights.generated.js';

const problemOf = (artefact: typeof weights) => {
  const decoded = decode(artefact);
  return decoded.isOk ? null : decoded.problem;
};
const swapped = (at: number) => {
  const letter = weights.base64[at] === 'B' ? 'C' : 'B';
  return { ...weights, base64: weights.base64.slice(0, at) + letter + weights.base64.slice(at + 1) };
};

test('the weights that are shipped decode, and are small enough', () => {
  expect(problemOf(weights)).toBeNull();
  expect(weights.base64.length).toBeLessThanOrEqual(300_000);
});

test('the weights say what they were trained on, and hold nothing of unclear licence', () => {
  expect(weights.trainedOn.length).toBeGreaterThan(2);
  for (const set of weights.trainedOn) expect(set).toMatch(/(Apache-2\.0|MIT).*sha256 [0-9a-f]{64}/);
  expect(weights.trainedOn.join()).not.toMatch(/routerbench/i);
});

describe('a corrupt artefact is told, not thrown', () => {
  test.each([
    ['cut short', { ...weights, base64: weights.base64.slice(0, 1_000) }, /bytes instead of/],
    ['empty', { ...weights, base64: '' }, /0 bytes instead of/],
    ['not base64', { ...weights, base64: '*'.repeat(weights.base64.length) }, /not base64/],
    ['altered at its start', swapped(5), /checksum/],
    ['altered in its middle', swapped(80_000), /checksum/],
    ['of another version', { ...weights, version: 99 }, /version 99/],
  ])('%s', (_, artefact, problem) => {
    expect(problemOf(artefact)).toMatch(problem);
    expect(learnedClassifier(artefact)).toEqual({ isOk: false, problem: problemOf(artefact) });
  });
});

test('with or without what Node has of its own the bytes are the same', () => {
  const loop = bytesOf(weights.base64, null);
  expect(loop.length).toBeGreaterThan(100_000);
  expect(Buffer.from(bytesOf(weights.base64)).equals(loop)).toBe(true);
});
