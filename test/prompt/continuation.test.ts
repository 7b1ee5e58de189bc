import { describe, expect, it } from 'vitest';
import { continuedOptions } from '../../src/prompt/continue-prompt.js';
import { overlapOf } from '../../src/prompt/overlap.js';

describe('what a continuation repeats', () => {
  it.each([
    ['nothing', 'The end is near', 'and so on', { isDecided: true, length: 0 }],
    ['a few letters, by chance', 'The end is near', 'near and far', { isDecided: true, length: 0 }],
    ['the last words', 'He said: the end is near', 'the end is near, and', { isDecided: true, length: 15 }],
    ['perhaps the last words', 'He said: the end is near', 'the end', { isDecided: false, length: 0 }],
    ['a short answer, whole', 'Yes', 'Yes, but', { isDecided: true, length: 3 }],
    [
      'the longest of two',
      'abcdefghijkl abcdefghijkl',
      'abcdefghijkl abcdefghijkl m',
      { isDecided: true, length: 25 },
    ],
  ])('%s', (_, partial, head, overlap) => {
    expect(overlapOf(partial, head)).toEqual(overlap);
  });
});

describe('the prompt of a continuation', () => {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Go' }] }];

  it('ends with the last words, from the beginning of one', () => {
    const { prompt: asked } = continuedOptions({ prompt }, `${'word '.repeat(40)}halfwa`);
    expect(asked.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(asked.at(-1))).toMatch(/\\nword( word)* halfwa"/);
  });

  it('is the call’s own after white space, and never asks for less than is taken', () => {
    expect(continuedOptions({ prompt }, ' \n').prompt).toBe(prompt);
    expect(continuedOptions({ prompt, maxOutputTokens: 20 }, 'word '.repeat(99)).maxOutputTokens).toBe(16);
    expect(continuedOptions({ prompt, maxOutputTokens: 5 }, 'word').maxOutputTokens).toBe(5);
  });
});
