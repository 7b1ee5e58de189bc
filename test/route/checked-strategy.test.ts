import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../src/index.js';
import { InvalidOptionsError, NoTargetFitsError } from '../../src/index.js';
import { ask, harness } from '../layers/routed-harness.js';

const withStrategy = (strategy: unknown) =>
  harness({ a: 'hello', b: 'hello' }, { strategy: strategy as Strategy });

describe('a strategy of the application', () => {
  it.each<[string, (candidates: readonly unknown[]) => unknown, RegExp]>([
    ['null', () => null, /null instead of a list/],
    ['nothing', () => undefined, /undefined instead of a list/],
    ['a name', () => 'a', /type string instead of a list/],
    ['a promise', async (candidates: readonly unknown[]) => candidates, /a promise instead of a list/],
    ['names', () => ['b', 'a'], /no candidate/],
    ['a hole', () => [null], /no candidate/],
    ['one candidate twice', (candidates: readonly unknown[]) => [...candidates, ...candidates], /twice/],
  ])('that answers with %s is told so, and nothing is sent', async (_, strategy, problem) => {
    const { routed, models } = withStrategy(strategy);
    const failing = routed('auto').doGenerate(ask());
    await expect(failing).rejects.toSatisfy(InvalidOptionsError.isInstance);
    await expect(failing).rejects.toMatchObject({
      path: 'strategy',
      message: expect.stringMatching(problem),
    });
    expect(() => routed.explain('Hi')).toThrow(problem);
    expect(models.a?.calls).toHaveLength(0);
  });

  it('may answer with copies, which stand for their candidates', async () => {
    const { routed, models } = withStrategy((candidates: readonly object[]) =>
      candidates.map((candidate, index) => ({ ...candidate, index })).reverse(),
    );
    await routed('auto').doGenerate(ask());
    expect(models.b?.calls).toHaveLength(1);
  });

  it('may leave candidates out, and the plan says that it did', async () => {
    const { routed } = withStrategy((candidates: readonly object[]) => candidates.slice(0, 1));
    expect(routed.explain('Hi')).toMatchObject({
      candidates: [{ target: 'a' }],
      leftOut: [{ target: 'b', reason: 'strategy' }],
    });
    const none = withStrategy(() => [])
      .routed('auto')
      .doGenerate(ask());
    await expect(none).rejects.toSatisfy(NoTargetFitsError.isInstance);
    await expect(none).rejects.toThrow('a: the strategy leaves it out; b: the strategy leaves it out');
  });
});
