import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { LanguageModelV1 } from 'provider-v1';
import { describe, expect, test } from 'vitest';
import type { ModelContent, ModelOptions, ModelResult } from '../../src/core/model.js';
import { v1CallsV4 } from '../../src/spec/as-v1.js';
import { v2CallsV4 } from '../../src/spec/as-v2.js';
import type { Cross, V1, V2, V3, V4, Version } from '../../src/spec/crossing.js';
import { over } from '../../src/spec/crossing.js';
import { v2CallsV1 } from '../../src/spec/v1-v2/cross.js';
import { createToolCallMemory } from '../../src/spec/v1-v2/tool-call-memory.js';
import { v3CallsV2 } from '../../src/spec/v2-v3/cross.js';
import { v3CallsV4, v4CallsV3 } from '../../src/spec/v3-v4/cross.js';
import type { Loose } from '../majors/majors.js';

const usage = {
  inputTokens: { total: 9, noCache: 4, cacheRead: 3, cacheWrite: 2 },
  outputTokens: { total: 7, text: 5, reasoning: 2 },
};
const resultOf = (content: ModelContent[], extras: Partial<ModelResult> = {}): ModelResult => ({
  content,
  finishReason: { unified: 'stop', raw: 'end_turn' },
  usage,
  warnings: [],
  ...extras,
});
const user = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];

/** What an older SDK gets of an answer. */
const doors = {
  v3: (result: ModelResult): Loose => v3CallsV4({ prompt: user }).result(result),
  v2: (result: ModelResult): Loose => v2CallsV4({ prompt: user }).result(result),
  v1: (result: ModelResult): Loose =>
    v1CallsV4(createToolCallMemory(() => 0))({
      prompt: user,
      mode: { type: 'regular' },
      inputFormat: 'prompt',
    }).result(result),
};

const call = (extras: object): ModelContent =>
  ({ type: 'tool-call', toolCallId: 'c', toolName: 'search', input: '{}', ...extras }) as ModelContent;
const found = { type: 'tool-result', toolCallId: 'c', toolName: 'search', result: 1 } as ModelContent;
const said: ModelContent = { type: 'text', text: 'Hi' };

describe('what an older SDK cannot take of an answer', () => {
  test.each<[string, (keyof typeof doors)[], ModelContent, string]>([
    ['a custom part', ['v3', 'v2', 'v1'], { type: 'custom', kind: 'vendor.thing' }, '"custom"'],
    [
      'a file of reasoning',
      ['v3', 'v2', 'v1'],
      { type: 'reasoning-file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } },
      '"reasoning-file"',
    ],
    [
      'a file that is only a URL',
      ['v3', 'v2', 'v1'],
      { type: 'file', mediaType: 'image/png', data: { type: 'url', url: new URL('https://example.com/') } },
      '"file"',
    ],
    ['a part of a version to come', ['v3', 'v2', 'v1'], { type: 'hologram' } as never, '"hologram"'],
    ["a call of a provider's undeclared tool", ['v2', 'v1'], call({ providerExecuted: true }), '"tool-call"'],
    ['its result', ['v2', 'v1'], found, '"tool-result"'],
    [
      'a document as a source',
      ['v1'],
      { type: 'source', sourceType: 'document', id: 's', mediaType: 'application/pdf', title: 'A' },
      '"source"',
    ],
  ])('%s is left out of %j, with a warning', (_, versions, part, name) => {
    for (const version of versions) {
      const down = doors[version](resultOf([said, part]));
      expect(JSON.stringify(down.warnings)).toContain(name.replaceAll('"', '\\"'));
      expect(version === 'v1' ? down.text : down.content).toEqual(version === 'v1' ? 'Hi' : [said]);
    }
  });

  test('a request for approval is an error, never silence', () => {
    const request = { type: 'tool-approval-request', approvalId: 'a', toolCallId: 'c' } as ModelContent;
    expect(doors.v3(resultOf([request])).content).toEqual([request]);
    for (const version of ['v2', 'v1'] as const)
      expect(() => doors[version](resultOf([request]))).toThrow(
        expect.toSatisfy(error => UnsupportedFunctionalityError.isInstance(error)),
      );
  });

  test('citations go, the text stays', () => {
    const cited = { ...said, citations: [{ type: 'url' }] } as never;
    expect(doors.v3(resultOf([cited])).content).toEqual([said]);
  });

  test('of several texts an object is the one that its model names, where one was asked for', () => {
    const texts: ModelContent[] = [
      said,
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: '{"a":1}' },
    ];
    const result = resultOf(texts, { structuredOutputText: '{"a":1}' });
    const asked = v3CallsV4({ prompt: user, responseFormat: { type: 'json' } }).result(result);
    expect(asked.content).toEqual(texts.slice(1));
    expect(asked).not.toHaveProperty('structuredOutputText');
    expect(doors.v3(result).content).toEqual(texts);
  });

  test('an interrupted answer has another reason, with the word kept', () => {
    const interrupted = { finishReason: { unified: 'interrupted', raw: undefined } as never };
    expect(doors.v3(resultOf([said], interrupted)).finishReason).toEqual({
      unified: 'other',
      raw: 'interrupted',
    });
    expect(doors.v2(resultOf([said], interrupted)).finishReason).toBe('unknown');
  });

  test("the provider's own finish reason is in the metadata of V2 and V1", () => {
    for (const version of ['v2', 'v1'] as const)
      expect(doors[version](resultOf([said])).providerMetadata.routed.rawFinishReason).toBe('end_turn');
  });

  test('usage: V2 counts no writes to a cache, V1 no caches and no reasoning', () => {
    expect(doors.v3(resultOf([said])).usage).toEqual(usage);
    expect(doors.v2(resultOf([said])).usage).toEqual({
      inputTokens: 9,
      outputTokens: 7,
      totalTokens: 16,
      reasoningTokens: 2,
      cachedInputTokens: 3,
    });
    expect(doors.v1(resultOf([said])).usage).toEqual({ promptTokens: 9, completionTokens: 7 });
  });

  test('a count that nobody gave is NaN in V1, as AI SDK 4 has it', () => {
    const unknown = { inputTokens: { total: undefined }, outputTokens: { total: undefined } } as never;
    expect(doors.v1(resultOf([said], { usage: unknown })).usage).toEqual({
      promptTokens: Number.NaN,
      completionTokens: Number.NaN,
    });
  });

  test('an answer without any warnings has none', () => {
    const warnings = undefined as never;
    for (const version of ['v3', 'v2', 'v1'] as const)
      expect(doors[version](resultOf([said], { warnings })).warnings).toEqual([]);
    for (const version of ['v3', 'v2'] as const) {
      const crossing = models[version]({ prompt: user });
      const finishReason = version === 'v2' ? 'stop' : { unified: 'stop', raw: undefined };
      expect(crossing.result({ content: [said], finishReason, usage, warnings }).warnings).toEqual([]);
      expect(crossing.part({ type: 'stream-start' })).toEqual([{ type: 'stream-start', warnings: [] }]);
    }
    const started = v3CallsV4({ prompt: user }).part({ type: 'stream-start', warnings });
    expect(started).toEqual([{ type: 'stream-start', warnings: [] }]);
  });

  test('a deprecation is another warning', () => {
    const warnings = [{ type: 'deprecated', setting: 'x', message: 'Use y.' }] as never;
    for (const version of ['v3', 'v2', 'v1'] as const)
      expect(doors[version](resultOf([said], { warnings })).warnings).toEqual([
        { type: 'other', message: 'Use y.' },
      ]);
  });
});

const older = { provider: 'mine.chat', defaultObjectGenerationMode: 'json' } as LanguageModelV1;
const v4CallsV2 = over<V4, V3, V2>(v4CallsV3, v3CallsV2);
const models = {
  v3: v4CallsV3,
  v2: v4CallsV2,
  v1: over<V4, V2, V1>(v4CallsV2, v2CallsV1(older)),
} as Record<'v3' | 'v2' | 'v1', Cross<V4, Version>>;

/** What a model of an older version is called with, and what its caller is warned of. */
function asked(
  version: 'v3' | 'v2' | 'v1',
  options: Partial<ModelOptions>,
): { options: Loose; warnings: string } {
  const crossing = models[version]({ prompt: user, ...options });
  const start =
    version === 'v1' ? { type: 'warnings', warnings: [] } : { type: 'stream-start', warnings: [] };
  const [part] = crossing.part(start) as unknown as { warnings: unknown }[];
  return { options: crossing.options as Loose, warnings: JSON.stringify(part?.warnings) };
}

const assistant = (part: object): Partial<ModelOptions> => ({
  prompt: [...user, { role: 'assistant', content: [said, part] } as never],
});
const toolResult = (output: object): Partial<ModelOptions> => ({
  prompt: [
    ...user,
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 't', output }] } as never,
  ],
});
const contentOf = (part: object) => toolResult({ type: 'content', value: [part] });
const tool = { type: 'function' as const, name: 't', inputSchema: {} };

describe('what a model of an older version cannot be told', () => {
  test.each<[string, ('v3' | 'v2' | 'v1')[], Partial<ModelOptions>, string]>([
    ['a reasoning effort', ['v3', 'v2', 'v1'], { reasoning: 'high' }, 'reasoning'],
    ['a custom part', ['v3', 'v2', 'v1'], assistant({ type: 'custom', kind: 'x' }), 'custom'],
    [
      'a file of reasoning',
      ['v3', 'v2', 'v1'],
      assistant({ type: 'reasoning-file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } }),
      'reasoning-file',
    ],
    ['a strict tool', ['v2', 'v1'], { tools: [{ ...tool, strict: true }] }, 'strict'],
    [
      'examples of inputs',
      ['v2', 'v1'],
      { tools: [{ ...tool, inputExamples: [{ input: {} }] }] },
      'inputExamples',
    ],
    [
      'the answer to an approval request',
      ['v2', 'v1'],
      {
        prompt: [
          ...user,
          { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'a', approved: true }] },
        ],
      },
      'approval',
    ],
    ['a custom part of a tool result', ['v2', 'v1'], contentOf({ type: 'custom' }), 'custom'],
    [
      'a file in a tool result',
      ['v1'],
      contentOf({ type: 'file', mediaType: 'application/pdf', data: { type: 'data', data: 'AA==' } }),
      'application/pdf',
    ],
    [
      'a call that a provider executed',
      ['v1'],
      assistant(call({ providerExecuted: true })),
      'tool-call of search',
    ],
    [
      'its result',
      ['v1'],
      assistant({ ...found, result: undefined, output: { type: 'json', value: 1 } }),
      'tool-result of search',
    ],
  ])('%s is left out for %j, with a warning', (_, versions, options, name) => {
    for (const version of versions) expect(asked(version, options).warnings).toContain(name);
    const others = (['v3', 'v2', 'v1'] as const).filter(version => !versions.includes(version));
    for (const version of others) expect(asked(version, options).warnings).toBe('[]');
  });

  test('is told at the start of a stream, also where the model gives it none', () => {
    for (const version of ['v3', 'v2'] as const) {
      const { part } = models[version]({ prompt: user, reasoning: 'high' });
      const deltas = ['0', '1'].map(id => ({ type: 'text-delta', id, delta: 'Hi' }));
      expect(deltas.flatMap(part)).toEqual([
        { type: 'stream-start', warnings: [expect.objectContaining({ feature: 'reasoning' })] },
        ...deltas,
      ]);
      const quiet = models[version]({ prompt: user });
      expect(deltas.flatMap(quiet.part)).toEqual(deltas);
    }
  });

  test("a provider's file is an error: it cannot be named to another's model", () => {
    const reference = {
      type: 'file',
      mediaType: 'image/png',
      data: { type: 'reference', reference: { openai: 'f' } },
    };
    const inMessage = { prompt: [{ role: 'user', content: [reference] } as never] };
    for (const version of ['v3', 'v2', 'v1'] as const)
      expect(() => asked(version, inMessage)).toThrow(
        expect.toSatisfy(error => UnsupportedFunctionalityError.isInstance(error)),
      );
    expect(asked('v3', contentOf(reference)).options.prompt[1].content[0].output.value).toEqual([
      { type: 'image-file-id', fileId: { openai: 'f' } },
    ]);
    for (const version of ['v2', 'v1'] as const)
      expect(() => asked(version, contentOf(reference))).toThrow(/provider keeps/);
  });

  test('a message of which nothing is left goes with it, for V1', () => {
    const executed = { role: 'assistant', content: [call({ providerExecuted: true })] } as never;
    expect(asked('v1', { prompt: [...user, executed, ...user] }).options.prompt).toEqual([...user, ...user]);
    const empty = { role: 'user' as const, content: [] };
    expect(asked('v1', { prompt: [empty] }).options.prompt).toEqual([empty]);
  });

  test('a refused tool is an error text', () => {
    const denied = toolResult({ type: 'execution-denied', reason: 'Not today.' });
    expect(asked('v2', denied).options.prompt[1].content[0].output).toEqual({
      type: 'error-text',
      value: 'Not today.',
    });
    expect(asked('v1', denied).options.prompt[1].content[0]).toMatchObject({
      result: 'Not today.',
      isError: true,
    });
  });

  test('a text given as a file is its bytes', () => {
    const file = { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'Hé' } };
    const { options } = asked('v3', { prompt: [{ role: 'user', content: [file] } as never] });
    expect(Buffer.from(options.prompt[0].content[0].data, 'base64').toString()).toBe('Hé');
  });

  const png = 'iVBORw0KGgo=';
  const url = new URL('https://example.com/a.png');
  test.each([
    ['image', { type: 'url', url }, 'image/*'],
    ['image', { type: 'data', data: png }, 'image/png'],
    ['audio', { type: 'data', data: 'AAAA' }, 'audio/*'],
    ['text', { type: 'text', text: 'Hi' }, 'text/plain'],
    ['image/webp', { type: 'data', data: png }, 'image/webp'],
  ])('half a media type is made whole: %s of %j is %s', (mediaType, data, whole) => {
    const file = { type: 'file', mediaType, data };
    const inMessage = { prompt: [{ role: 'user', content: [file] } as never] };
    for (const version of ['v3', 'v2'] as const)
      expect(asked(version, inMessage).options.prompt[0].content[0].mediaType).toBe(whole);
    const [inResult] = asked('v3', contentOf(file)).options.prompt[1].content[0].output.value;
    expect(inResult.type).toBe(
      mediaType.startsWith('image') ? `image-${data.type}` : data.type === 'text' ? 'text' : 'file-data',
    );
  });

  test('an image is one to a model of V1, whatever is known of its type', () => {
    const image = { type: 'file', mediaType: 'image', data: { type: 'url', url } };
    const { options } = asked('v1', { prompt: [{ role: 'user', content: [image] } as never] });
    expect(options.prompt[0].content).toEqual([{ type: 'image', image: url }]);
  });

  test('Anthropic counts the tokens of its cache apart, in V2 and in V1, streamed or whole', () => {
    const counted = {
      inputTokens: { total: 2_700, noCache: 1_500, cacheRead: 1_000, cacheWrite: 200 },
      outputTokens: { total: 7, text: undefined, reasoning: undefined },
    };
    const anthropic = { cacheCreationInputTokens: 200, cacheReadInputTokens: 1_000 };
    const told = { finishReason: 'stop', providerMetadata: { anthropic } };
    const v2 = {
      ...told,
      content: [],
      usage: { inputTokens: 1_500, outputTokens: 7, cachedInputTokens: 1_000 },
    };
    const v1 = { ...told, usage: { promptTokens: 1_500, completionTokens: 7 } };
    for (const [version, answered] of [
      ['v2', { ...v2, warnings: [] }],
      ['v1', v1],
    ] as const) {
      const crossing = models[version]({ prompt: user });
      expect(crossing.result(answered).usage).toMatchObject(counted);
      expect(crossing.part({ type: 'finish', ...answered }).at(-1)).toMatchObject({ usage: counted });
    }
    const none = { ...v2, warnings: [], providerMetadata: { anthropic: { cacheCreationInputTokens: null } } };
    expect(models.v2({ prompt: user }).result(none).usage.inputTokens).toEqual({
      ...{ total: 2_500, noCache: 1_500, cacheRead: 1_000 },
      cacheWrite: undefined,
    });
  });
});

describe("the memory of what providers said of their tools' calls", () => {
  const said = { google: { thoughtSignature: 'x' } };

  test('forgets after ten minutes', () => {
    let nowMs = 0;
    const memory = createToolCallMemory(() => nowMs);
    memory.keep('c', said);
    nowMs = 10 * 60_000;
    expect(memory.of('c')).toEqual(said);
    nowMs++;
    expect(memory.of('c')).toBeUndefined();
  });

  test('keeps the newest thousand', () => {
    const memory = createToolCallMemory(() => 0);
    for (let id = 0; id <= 1_000; id++) memory.keep(String(id), said);
    expect(memory.of('0')).toBeUndefined();
    expect(memory.of('1')).toEqual(said);
    expect(memory.of('1000')).toEqual(said);
  });
});
