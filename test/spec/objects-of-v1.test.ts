import type { LanguageModelV1 } from 'provider-v1';
import { describe, expect, test } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { asV4 } from '../../src/spec/as-v4.js';
import type { V1, V2, V3, V4 } from '../../src/spec/crossing.js';
import { over } from '../../src/spec/crossing.js';
import { v2CallsV1 } from '../../src/spec/v1-v2/cross.js';
import { v3CallsV2 } from '../../src/spec/v2-v3/cross.js';
import { v4CallsV3 } from '../../src/spec/v3-v4/cross.js';
import type { Loose } from '../majors/majors.js';

const user = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];
const tool = { type: 'function' as const, name: 't', inputSchema: {} };
const older = { provider: 'mine.chat', defaultObjectGenerationMode: 'json' } as LanguageModelV1;
const crossTo = (model: LanguageModelV1) =>
  over<V4, V2, V1>(over<V4, V3, V2>(v4CallsV3, v3CallsV2), v2CallsV1(model));
const byJson = crossTo(older);
const byTool = crossTo({ ...older, defaultObjectGenerationMode: 'tool' });

describe('an object from a model of V1', () => {
  test('is asked for in the way it likes', () => {
    const schema = { type: 'object' as const };
    const responseFormat = { type: 'json' as const, schema };
    expect(byJson({ prompt: user, responseFormat }).options.mode).toEqual({ type: 'object-json', schema });
    const crossing = byTool({ prompt: user, responseFormat });
    expect(crossing.options.mode).toMatchObject({ type: 'object-tool', tool: { parameters: schema } });
    const answered = crossing.result({
      toolCalls: [{ toolCallType: 'function', toolCallId: 'c', toolName: 'json', args: '{"a":1}' }],
      finishReason: 'tool-calls',
      usage: { promptTokens: 1, completionTokens: 1 },
      rawCall: { rawPrompt: [], rawSettings: {} },
    });
    expect(answered.content).toEqual([{ type: 'text', text: '{"a":1}' }]);
    expect(answered.finishReason.unified).toBe('stop');
  });

  test('is asked for in words where it comes as the input of a tool and cannot', async () => {
    const schema = { type: 'object' as const, properties: { a: { type: 'number' as const } } };
    const json = { type: 'json' as const };
    const heard = async (call: Partial<ModelOptions>, facts: object = {}) => {
      let options: Loose;
      const doGenerate = async (given: object) => {
        options = given;
        return { text: '{}', finishReason: 'stop', usage: { promptTokens: 1, completionTokens: 1 } };
      };
      const model = { ...older, specificationVersion: 'v1', modelId: 'm', doGenerate, doStream: doGenerate };
      await asV4({ ...model, defaultObjectGenerationMode: 'tool', ...facts } as Loose, 'a').doGenerate({
        prompt: user,
        ...call,
      });
      const [{ role, content }] = options.prompt;
      return [options.mode.type, options.responseFormat, role === 'system' ? content : null];
    };
    expect(await heard({ responseFormat: { ...json, schema }, tools: [tool] })).toEqual([
      'regular',
      json,
      expect.stringContaining(JSON.stringify(schema)),
    ]);
    expect(await heard({ responseFormat: json })).toEqual([
      'regular',
      { type: 'text' },
      expect.stringContaining('JSON'),
    ]);
    expect(await heard({ responseFormat: { ...json, schema } })).toEqual(['object-tool', undefined, null]);
    // Whoever left the schema out has said it in words.
    expect(await heard({ responseFormat: json, tools: [tool] })).toEqual(['regular', json, null]);
    for (const facts of [{ supportsStructuredOutputs: true }, { defaultObjectGenerationMode: 'json' }]) {
      const format = { ...json, schema };
      expect(await heard({ responseFormat: format, tools: [tool] }, facts)).toEqual([
        'regular',
        format,
        null,
      ]);
      expect(await heard({ responseFormat: json }, facts)).toEqual(['object-json', undefined, null]);
    }
  });

  test('is not what the model says beside it', () => {
    const responseFormat = { type: 'json' as const, schema: { type: 'object' as const } };
    const aside = { type: 'text-delta' as const, textDelta: 'Sure: ' };
    const delta = (toolCallId: string, argsTextDelta: string) => ({
      ...{ type: 'tool-call-delta' as const, toolCallType: 'function' as const, toolName: 'json' },
      ...{ toolCallId, argsTextDelta },
    });
    const ended = { type: 'finish' as const, finishReason: 'tool-calls' as const };
    const finish = { ...ended, usage: { promptTokens: 1, completionTokens: 1 } };
    const textOf = (parts: readonly V1['part'][]) =>
      parts
        .flatMap(byTool({ prompt: user, responseFormat }).part)
        .map(part => (part.type === 'text-delta' ? part.delta : ''))
        .join('');
    expect(textOf([aside, delta('c', '{"a"'), delta('d', '{}'), delta('c', ':1}'), aside, finish])).toBe(
      '{"a":1}',
    );
    expect(textOf([aside, aside, finish])).toBe('Sure: Sure: ');
  });
});
