import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../src/prompt/hygiene/rules.js';
import { toolCallIds } from '../../../src/prompt/hygiene/tool-call-id.js';

const vendors = ['openai', 'anthropic', 'google', 'mistral', 'deepseek', 'amazon', 'other'] as const;
const rules = (vendor: (typeof vendors)[number]) =>
  rulesOf({ vendor, modelId: '', isCompatible: true, reads: ['holysheep'] });

describe('tool-call ids', () => {
  it.each([
    ['openai', 'call_PTLP8xhu3uwZk4l3nlnrrJha', true],
    ['openai', `call_${'x'.repeat(35)}`, true],
    ['openai', `call_${'x'.repeat(36)}`, false],
    ['openai', 'functions.bash:0', false],
    ['anthropic', 'toolu_01NGSZ6A8jPBzZr8prgLzR7P', true],
    ['anthropic', 'functions.bash:0', false],
    ['anthropic', '', false],
    ['mistral', 'aB3xK9mP2', true],
    ['mistral', 'call_0fypS1hVX', false],
    ['mistral', 'aB3xK9mP', false],
    ['mistral', 'aB3xK9m-2', false],
    ['amazon', 'tooluse_BBO78QZ2Q-mQxGBOlx0zFg', true],
    ['amazon', 'x'.repeat(65), false],
    ['google', 'functions.bash:0', true],
    ['deepseek', 'call_00_9nLfpIQ6VO1JCaEsJcU8WZnS', true],
    ['other', 'functions.bash:0', true],
    ['other', '', false],
  ] as const)('%s: %j stays: %s', (vendor, id, stays) => {
    const made = toolCallIds(rules(vendor), [id])(id);
    expect(made === id).toBe(stays);
    expect(made).toMatch(rules(vendor).toolCallId);
  });

  it('tell what they were made from, where there is room', () => {
    expect(toolCallIds(rules('openai'), [])('functions.get_weather:0')).toMatch(
      /^functions_get_weather_0_[a-z0-9]{9}$/,
    );
  });

  const anyId = fc.oneof(fc.string(), fc.stringMatching(/^call_[a-z0-9]{1,60}$/), fc.constantFrom('', 'a.b'));
  const history = fc.array(anyId, { maxLength: 30 });

  it.each(vendors)('%s: all fit, no two are the same, and the same history gets the same ones', vendor => {
    fc.assert(
      fc.property(history, ids => {
        const made = ids.map(toolCallIds(rules(vendor), ids));
        for (const id of made) expect(id).toMatch(rules(vendor).toolCallId);
        expect(new Set(made).size).toBe(made.length);
        expect(ids.map(toolCallIds(rules(vendor), ids))).toEqual(made);
      }),
    );
  });

  it('stay as they were when the history grows', () => {
    fc.assert(
      fc.property(history, history, (ids, more) => {
        const before = ids.map(toolCallIds(rules('mistral'), ids));
        const after = [...ids, ...more].map(toolCallIds(rules('mistral'), [...ids, ...more]));
        expect(after.slice(0, ids.length)).toEqual(before);
      }),
    );
  });

  it('do not meet by chance: 100,000 ids of nine characters', () => {
    const give = toolCallIds(rules('mistral'), []);
    const made = new Set(Array.from({ length: 100_000 }, (_, number) => give(`call_${number}`)));
    expect(made.size).toBe(100_000);
  });
});
