import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { ask, harness, httpError, reportIn } from '../layers/routed-harness.js';

const schema = { type: 'object', properties: { name: { type: 'string' } } } as const;
const object = (more: Partial<ModelOptions> = {}) =>
  ask('Extract the name: I am Ada.', { responseFormat: { type: 'json', schema }, ...more });
const takes = (jsonSchema: boolean) => ({ supports: { jsonSchema } });
const inWords = (target: string) => ({
  type: 'other',
  message: `${target} takes no JSON schema; it was asked in words.`,
});

describe('a call with a JSON schema', () => {
  it('goes first to a target that takes one, or may, and explain says why the others stand behind', async () => {
    const scripts = { a: '{}', b: '{}', c: '{}' };
    const { routed, models } = harness(scripts, { extras: { a: takes(false), b: takes(true) } });
    const { warnings, ...result } = await routed('auto').doGenerate(object());
    expect(reportIn(result).target).toBe('b');
    expect(warnings).toEqual([]);
    expect(models.b?.calls[0]?.responseFormat).toEqual({ type: 'json', schema });
    const { candidates, leftOut, reasons } = routed.explain(object());
    expect(candidates.map(({ target }) => target)).toEqual(['b', 'c', 'a']);
    expect(leftOut).toEqual([]);
    expect(reasons).toContain('behind the others, because of no JSON schema: a');
  });

  it('goes to one that takes none when those before it fail', async () => {
    const { routed } = harness({ a: '{}', b: { error: httpError(500) } }, { extras: { a: takes(false) } });
    const { warnings, ...result } = await routed('auto').doGenerate(object());
    expect(reportIn(result).attempts.map(({ target, outcome }) => [target, outcome])).toEqual([
      ['b', 'failed'],
      ['a', 'ok'],
    ]);
    expect(warnings).toEqual([inWords('a')]);
  });

  it('is asked in words, with a warning, where no target takes a schema', async () => {
    const { routed, models } = harness(
      { a: { error: httpError(500) }, b: '{}' },
      { extras: { a: takes(false), b: takes(false) } },
    );
    const { warnings, ...result } = await routed('auto').doGenerate(object());
    expect(reportIn(result).target).toBe('b');
    expect(warnings).toEqual([inWords('b')]);
    expect(models.b?.calls[0]).toMatchObject({ responseFormat: { type: 'json' } });
    expect(JSON.stringify(models.b?.calls[0]?.prompt)).toContain('JSON schema');
    expect(routed.explain(object()).leftOut).toEqual([]);
  });

  it('is asked in words while those that take a schema are down', async () => {
    const { routed, world } = harness(
      { a: '{}', b: { error: httpError(401) } },
      { extras: { a: takes(false) } },
    );
    await routed('auto').doGenerate(object());
    await world.advance(1);
    const { warnings } = await routed('auto').doGenerate(object());
    expect(warnings).toEqual([inWords('a')]);
  });

  it('stays with a forced target, which is asked in words', async () => {
    const { routed } = harness({ a: '{}', b: '{}' }, { extras: { b: takes(false) } });
    const { warnings, ...result } = await routed('b').doGenerate(object());
    expect(reportIn(result).target).toBe('b');
    expect(warnings).toEqual([inWords('b')]);
    expect(routed.explain(object(), { target: 'b' }).candidates.map(({ target }) => target)).toEqual([
      'b',
      'a',
    ]);
  });

  it('tells the reader of a stream too', async () => {
    const { routed } = harness({ a: '{}' }, { extras: { a: takes(false) } });
    const { stream } = await routed('auto').doStream(object());
    const { value } = await stream.getReader().read();
    expect(value).toEqual({ type: 'stream-start', warnings: [inWords('a')] });
  });
});

it('JSON without a schema may go to any target, and loses nothing', async () => {
  const { routed } = harness({ a: '{}', b: '{}' }, { extras: { a: takes(false), b: takes(true) } });
  const call = object({ responseFormat: { type: 'json' } });
  const { warnings, ...result } = await routed('auto').doGenerate(call);
  expect(reportIn(result).target).toBe('a');
  expect(warnings).toEqual([]);
});
