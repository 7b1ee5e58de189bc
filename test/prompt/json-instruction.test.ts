import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { withJsonInstruction } from '../../src/prompt/json-instruction.js';
import { ask, harness } from '../layers/routed-harness.js';

const schema = { type: 'object', properties: { name: { type: 'string' } } } as const;
const user = { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] };

describe('the JSON instruction', () => {
  it('is a system message of its own where there is none', () => {
    const [system, ...rest] = withJsonInstruction([user], schema);
    expect(system).toMatchObject({
      role: 'system',
      content: expect.stringContaining(JSON.stringify(schema)),
    });
    expect(rest).toEqual([user]);
  });

  it('follows what the system message says, and keeps its options', () => {
    const providerOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } };
    const given = { role: 'system' as const, content: 'Be brief.', providerOptions };
    const [system, ...rest] = withJsonInstruction([given, user], undefined);
    expect(system).toMatchObject({ role: 'system', providerOptions });
    expect(system?.content).toMatch(/^Be brief\.\n\nAnswer with one JSON value/);
    expect(rest).toEqual([user]);
  });

  it('is not given twice', () => {
    const prompt = [{ role: 'system' as const, content: `JSON schema:\n${JSON.stringify(schema)}` }, user];
    expect(withJsonInstruction(prompt, schema)).toBe(prompt);
  });

  const json: ModelOptions['responseFormat'] = { type: 'json', schema };

  it('goes to a target that cannot be held to a schema, which is then asked for JSON only', async () => {
    const { routed, models } = harness({ a: '{}' }, { extras: { a: { supports: { jsonSchema: false } } } });
    const call = ask('Hi', { responseFormat: json });
    await routed('auto').doGenerate(call);
    const sent = models.a?.calls[0];
    expect(sent?.responseFormat).toEqual({ type: 'json' });
    expect(JSON.stringify(sent?.prompt)).toContain('JSON schema:');
    expect(call.responseFormat).toBe(json);
    expect(call.prompt).toHaveLength(1);
  });

  it.each([true, undefined])('goes to no other (supports.jsonSchema: %s)', async jsonSchema => {
    const { routed, models } = harness({ a: '{}' }, { extras: { a: { supports: { jsonSchema } } } });
    const call = ask('Hi', { responseFormat: json });
    await routed('auto').doGenerate(call);
    expect(models.a?.calls[0]?.responseFormat).toBe(json);
    expect(models.a?.calls[0]?.prompt).toBe(call.prompt);
  });

  it('goes only to the target that needs it, when a call moves on to another', async () => {
    const { routed, models } = harness(
      { a: { error: new Error('down') }, b: '{}' },
      { extras: { a: { supports: { jsonSchema: false } } } },
    );
    // A forced target is not left out for it.
    await routed('a', { fallback: { allowDearer: true } }).doGenerate(ask('Hi', { responseFormat: json }));
    expect(JSON.stringify(models.a?.calls[0]?.prompt)).toContain('JSON schema:');
    expect(models.b?.calls[0]?.responseFormat).toBe(json);
    expect(JSON.stringify(models.b?.calls[0]?.prompt)).not.toContain('JSON schema:');
  });
});
