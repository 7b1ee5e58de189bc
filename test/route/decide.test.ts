import { describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/core/classification.js';
import { traitsOf } from '../../src/prompt/traits-of.js';
import { decide } from '../../src/route/decide.js';
import { assistant, calls, result, tools, user } from '../prompt/step/prompts.js';

const hard: Classifier = {
  name: 'hard',
  classify: ({ ask }) => ({
    tier: 'complex',
    score: 0.9,
    confidence: 0.9,
    task: ask === 'Prove it' ? 'prove' : 'other',
    reasons: ['hard'],
  }),
};
const decided = (...[prompt, more]: Parameters<typeof decideOn>) => decideOn(prompt, more).decision;
const decideOn = (
  prompt: Parameters<typeof traitsOf>[0]['prompt'],
  more: Partial<Parameters<typeof traitsOf>[0]> = {},
) => decide(traitsOf({ prompt, ...more }), { classifier: hard, confidenceThreshold: 0.85 });

describe('the step in a decision', () => {
  it('is not spoken of for a new ask', () => {
    expect(decided([user('Prove it')]).reasons).toEqual(['hard']);
  });

  it('goes by the ask that a complaint is about, and says so', () => {
    const prompt = [user('Prove it'), assistant('{'), user('Your output is not valid JSON.')];
    expect(decided(prompt)).toMatchObject({
      task: 'prove',
      reasons: ['step: another try after what was no good', 'hard'],
    });
  });

  it.each([
    [{ tools }, 'step: goes on after a tool'],
    [{}, 'step: the answer after the last tool'],
  ])('is told after a tool', (more, reason) => {
    const { task, reasons } = decided([user('Prove it'), calls('1'), result('1')], more);
    expect({ task, reasons }).toEqual({ task: 'prove', reasons: [reason, 'hard'] });
  });

  it('makes housekeeping simple, surely, whatever the classifier would say', () => {
    const judgement = decideOn([user('Prove it'), assistant('QED'), user('Suggest a title for this chat')]);
    expect(judgement.isUnsure).toBe(false);
    expect(judgement.decision).toMatchObject({
      tier: 'simple',
      ruledTier: 'simple',
      task: 'title',
      reasons: ['step: housekeeping (title of a conversation)'],
    });
  });
});
