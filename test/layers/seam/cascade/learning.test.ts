import { describe, expect, it } from 'vitest';
import { asObject, badJson, cascading, goodJson } from './setting.js';

describe('an escalation and what use has taught', () => {
  it('counts against the tier that gave the answer, where the caller named the tier', async () => {
    const routes = { simple: ['a', 'd'], medium: ['b'], complex: ['c'] };
    const made = cascading('simple', { a: badJson, d: goodJson }, { routes, learning: {} });
    for (let at = 0; at < 20; at++) await made.routed('simple').doGenerate(asObject());
    const { candidates } = made.routed.explain(asObject(), { tier: 'simple' });
    expect(candidates.map(({ target }) => target)).toEqual(['d', 'a']);
  });
});
