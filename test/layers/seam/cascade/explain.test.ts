import { describe, expect, it } from 'vitest';
import { InvalidOptionsError } from '../../../../src/core/errors.js';
import { createRouted } from '../../../../src/routed.js';
import { calls, result, tools, user } from '../../../prompt/step/prompts.js';
import { ask } from '../../routed-harness.js';
import { asObject, cascading, routes } from './setting.js';

const unstreamed = "streams are not checked: cascade.stream is not 'buffer'";

describe('explain', () => {
  it('says where an answer goes that is no good', () => {
    expect(cascading('simple', {}).routed.explain(asObject()).cascade).toEqual({
      escalation: { from: 'simple', to: 'medium', target: 'b' },
      reasons: ['begins simple; an answer that is no good is replaced once by one of medium (b)', unstreamed],
    });
  });

  it('says so of streams that are held back', () => {
    const { routed } = cascading('simple', {}, { cascade: { stream: 'buffer' } });
    expect(routed.explain('Hi').cascade?.reasons.at(-1)).toBe('streams are handed on when they have ended');
  });

  it('shows where a call of the highest tier begins', () => {
    expect(cascading('complex', {}).routed.explain(asObject())).toMatchObject({
      tier: 'medium',
      ruledTier: 'complex',
      candidates: [{ target: 'b' }],
      reasons: ['as ever', 'cascade: begins medium, checked'],
      cascade: { escalation: { from: 'medium', to: 'complex', target: 'c' } },
    });
  });

  it('says that nobody could answer then', () => {
    const { routed } = cascading('simple', {}, { routes: { ...routes, medium: ['a'] } });
    expect(routed.explain(asObject()).cascade).toMatchObject({
      escalation: { to: 'medium', target: null },
      reasons: [expect.stringContaining('no other target takes the call'), unstreamed],
    });
  });

  it.each([
    ['a forced target', asObject(), { target: 'a' }, {}, 'a forced target is not escalated'],
    [
      'a tier that is left out',
      asObject(),
      {},
      { cascade: { routes: ['medium'] } },
      'cascade.routes leaves simple out',
    ],
    ['no fallback', asObject(), { fallback: false }, {}, 'fallback is off'],
    [
      'a tool loop',
      { prompt: [user('Go'), calls('c', {}), result('c')], tools },
      {},
      {},
      'not in a tool loop, nor with tools that a provider runs',
    ],
    [
      'a limit of its own, and no JSON',
      ask('Hi', { maxOutputTokens: 5 }),
      {},
      {},
      'nothing to check: no JSON is asked for, and maxOutputTokens is the call’s own',
    ],
    [
      'the highest tier, given',
      asObject(),
      { tier: 'complex' },
      {},
      'the caller gave the tier, and there is none above complex',
    ],
    [
      'the highest tier without a schema',
      ask('Hi'),
      {},
      { classifier: cascadeClassifier() },
      'there is no tier above complex, and no JSON schema that could tell a good answer of a lower one',
    ],
  ])('says why not of %s', (_, call, settings, more, why) => {
    const { routed } = cascading('simple', {}, more as never);
    expect(routed.explain(call, settings as never).cascade).toEqual({ escalation: null, reasons: [why] });
  });

  it('says nothing where the cascade is off', () => {
    expect(createRouted().explain('Hi').cascade).toBe(null);
  });
});

describe('the option', () => {
  it.each([
    [{ routes: [] }, 'cascade.routes'],
    [{ routes: ['hard'] }, 'cascade.routes[0]'],
    [{ stream: 'all' }, 'cascade.stream'],
    [{ streams: 'buffer' }, 'cascade.streams'],
    [true, 'cascade'],
  ])('%j is refused', (cascade, path) => {
    expect(() => createRouted({ cascade: cascade as never })).toThrow(
      expect.toSatisfy((error: unknown) => InvalidOptionsError.isInstance(error) && error.path === path),
    );
  });
});

function cascadeClassifier() {
  return {
    name: 'hard',
    classify: () => ({ tier: 'complex', score: 1, confidence: 1, task: 'other', reasons: [] }),
  };
}
