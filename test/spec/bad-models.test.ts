import { APICallError, InvalidResponseDataError } from '@ai-sdk/provider';
import { convertArrayToReadableStream, convertReadableStreamToArray } from '@ai-sdk/provider-utils/test';
import { describe, expect, test } from 'vitest';
import { InvalidOptionsError } from '../../src/core/errors.js';
import { createRouted } from '../../src/index.js';
import { createRouted as createRoutedV1 } from '../../src/v1.js';
import type { Loose } from '../majors/majors.js';

const versions = ['v1', 'v2', 'v3', 'v4'] as const;
const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];

/** A door of V4 before a model that does this when it is called, in either form. */
function modelThat(specificationVersion: string, act: () => unknown): Loose {
  const bad = { specificationVersion, provider: 'p.chat', modelId: 'm', supportedUrls: {} };
  const model = { ...bad, doGenerate: act, doStream: act } as Loose;
  const routes = { simple: ['bad'], medium: ['bad'], complex: ['bad'] };
  return createRouted({ targets: { bad: { model } }, routes, retry: { maxAttempts: 1 } })('auto');
}

const errorOf = (call: () => Promise<unknown>): Promise<Loose> =>
  call().then(
    () => expect.unreachable('it should have failed'),
    error => error,
  );

describe.each(versions)('a model of %s that breaks its contract', version => {
  const stop = version > 'v2' ? { unified: 'stop', raw: 'stop' } : 'stop';

  test.each([[undefined], [null], ['many']])(
    'tells %s as its usage: it has answered all the same',
    async usage => {
      const end = { finishReason: stop, usage };
      const parts = [
        ...(version === 'v1' ? [] : [{ type: 'stream-start', warnings: [] }]),
        ...(version === 'v1'
          ? [{ type: 'text-delta', textDelta: 'Hi' }]
          : [
              { type: 'text-start', id: '0' },
              { type: 'text-delta', id: '0', delta: 'Hi' },
              { type: 'text-end', id: '0' },
            ]),
        { type: 'finish', ...end },
      ];
      const content = [{ type: 'text', text: 'Hi' }];
      const answer = { content, text: 'Hi', rawCall: {}, warnings: [], ...end };
      const model = modelThat(version, async () => ({
        ...answer,
        stream: convertArrayToReadableStream(parts),
      }));
      expect((await model.doGenerate({ prompt })).content).toMatchObject(content);
      const streamed = await convertReadableStreamToArray<Loose>((await model.doStream({ prompt })).stream);
      expect(streamed.filter(({ type }: Loose) => type === 'error')).toEqual([]);
      expect(streamed.at(-1).providerMetadata.routed).toMatchObject({ estimated: true });
    },
  );

  const locked = () => {
    const stream = new ReadableStream();
    stream.getReader();
    return { stream };
  };

  test.each<[string, () => unknown]>([
    ['answers with nothing', async () => undefined],
    ['answers with a number', async () => 5],
    ['answers with an empty object', async () => ({})],
    ['has a stream that is none', async () => ({ stream: 5 })],
    ['has a stream that someone reads', async () => locked()],
  ])('%s', async (_, act) => {
    const model = modelThat(version, act);
    for (const form of ['doGenerate', 'doStream']) {
      const error = await errorOf(() => model[form]({ prompt }));
      expect(InvalidResponseDataError.isInstance(error)).toBe(true);
      expect(error.message).toContain('target "bad"');
    }
  });

  test.each<[string, unknown, string]>([
    ['a text', 'out of order', 'threw string instead of an error: out of order'],
    ['a text with a key in it', 'sk-abcdefghijklmnopqrstuvwx is wrong', '[redacted]'],
    ['nothing', undefined, 'threw undefined'],
    ['null', null, 'threw null'],
    ['a number', 42, 'threw number'],
  ])('throws %s', async (_, thrown, expected) => {
    for (const act of [() => Promise.reject(thrown), () => throwing(thrown)]) {
      const model = modelThat(version, act);
      for (const form of ['doGenerate', 'doStream']) {
        const error = await errorOf(() => model[form]({ prompt }));
        expect(APICallError.isInstance(error)).toBe(true);
        expect(error.isRetryable).toBe(false);
        expect(error.message).toContain('target "bad"');
        expect(error.message).toContain(expected);
        expect(error.message).not.toContain('abcdefgh');
      }
    }
  });

  test('streams things that are no parts: they are left out', async () => {
    const parts = [undefined, 5, null];
    const model = modelThat(version, async () => ({
      stream: new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      }),
    }));
    const error = await errorOf(() => model.doStream({ prompt }));
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toContain('ended before the answer did');
  });
});

function throwing(thrown: unknown): never {
  throw thrown;
}

describe.each([
  ['the main door', createRouted],
  ['the door of AI SDK 4', createRoutedV1],
])('behind %s, what is no model is refused', (_, create) => {
  const whole = { provider: 'a', modelId: 'b', doGenerate() {}, doStream() {} };

  test.each<[string, unknown, string]>([
    ['a number', 5, 'a language model of the AI SDK'],
    ['a text', 'gpt-4.1', 'a language model of the AI SDK'],
    ['half a model', { doGenerate() {} }, 'a language model of the AI SDK'],
    [
      'a model of a version to come',
      { ...whole, specificationVersion: 'v5' },
      'of version "v5". Allowed: a language model of the AI SDK (LanguageModelV1, V2, V3 or V4)',
    ],
    ['a model without a version', whole, 'of version "undefined"'],
  ])('%s', (_name, value, problem) => {
    for (const [given, path] of [
      [value, 'targets.bad'],
      [{ model: value }, 'targets.bad.model'],
    ] as const) {
      const refused = () => create({ targets: { bad: given as never } });
      expect(refused).toThrow(InvalidOptionsError);
      expect(refused).toThrow(expect.objectContaining({ path, message: expect.stringContaining(problem) }));
    }
  });
});
