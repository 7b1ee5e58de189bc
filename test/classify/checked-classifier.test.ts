import { describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/index.js';
import { InvalidOptionsError } from '../../src/index.js';
import { ask, harness } from '../layers/routed-harness.js';

const right = { tier: 'medium', score: 0.5, confidence: 0.9, task: 'chat', reasons: [] };

describe('a classifier of the application', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /undefined instead of a classification/],
    ['a name', 'medium', /string instead of a classification/],
    ['a promise', Promise.resolve(right), /a promise.*judge/],
    ['an empty object', {}, /`tier`.*simple, medium, complex/],
    ['a tier that is none', { ...right, tier: 'huge' }, /`tier`/],
    ['a score above 1', { ...right, score: 41 }, /`score`.*<= 1/],
    ['a confidence that is no number', { ...right, confidence: Number.NaN }, /`confidence`/],
    ['no task', { ...right, task: undefined }, /`task`/],
    ['reasons that are no list', { ...right, reasons: 'because' }, /`reasons`/],
  ])('that answers with %s is told so, and nothing is sent', async (_, answer, problem) => {
    const classifier = { name: 'mine', classify: () => answer } as unknown as Classifier;
    for (const given of [classifier, { use: classifier }]) {
      const { routed, models } = harness({ a: 'hello' }, { classifier: given });
      const failing = routed('auto').doGenerate(ask());
      await expect(failing).rejects.toSatisfy(InvalidOptionsError.isInstance);
      await expect(failing).rejects.toMatchObject({
        path: 'classifier',
        message: expect.stringMatching(problem),
      });
      expect(() => routed.classify('Hi')).toThrow(problem);
      expect(models.a?.calls).toHaveLength(0);
    }
  });

  it('may be an object of a class, and says whether doubt steps up', () => {
    class Mine implements Classifier {
      readonly name = 'mine';
      readonly stepsUp = false;
      readonly answer = { ...right, confidence: 0.1 } as const;
      classify() {
        return this.answer as ReturnType<Classifier['classify']>;
      }
    }
    const { routed } = harness({ a: 'hello' }, { classifier: new Mine() });
    expect(routed.classify('Hi')).toMatchObject({ tier: 'medium', ruledTier: 'medium' });
  });
});
