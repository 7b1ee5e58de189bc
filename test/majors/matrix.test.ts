import { createOpenAICompatible as compatible4 } from '@ai-sdk/openai-compatible';
import { createOpenAICompatible as compatible1 } from 'compatible-v1';
import { createOpenAICompatible as compatible2 } from 'compatible-v2';
import { createOpenAICompatible as compatible3 } from 'compatible-v3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { asks, partsOf, person, rejection, reportIn, weather } from './bench.js';
import type { Loose, Major } from './majors.js';
import { majors } from './majors.js';

/** The OpenAI-compatible provider of each SDK, whose models are of its version. */
const vintages = [
  { version: 'v1', create: compatible1 },
  { version: 'v2', create: compatible2 },
  { version: 'v3', create: compatible3 },
  { version: 'v4', create: compatible4 },
] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.02 });
});
afterAll(() => sandbox.close());

const modelId = 'gpt-4.1';

/** A door of one version before a model of another, which may say more of itself than it does. */
function behind(
  { createRouted }: Major,
  { version, create }: (typeof vintages)[number],
  extras: object = {},
): Loose {
  const { apiKey, url: baseURL } = sandbox;
  const provider: Loose = create({ name: 'mine', apiKey, baseURL, includeUsage: true } as never);
  const model = new Proxy(provider.chatModel(modelId), {
    get: (of, key) => Reflect.get(key in extras ? extras : of, key),
  });
  expect(model.specificationVersion).toBe(version);
  const price = { inputUsdPerMTok: 2, outputUsdPerMTok: 8 };
  const targets = { mine: { model, price } };
  return createRouted({ targets, routes: { simple: ['mine'], medium: ['mine'], complex: ['mine'] } });
}

describe.each(majors)('AI SDK $version', major => {
  const { sdk, door, steps, mediaType, tokensOf } = major;

  describe.each(vintages)('with a target of $version', vintage => {
    test('text, usage and cost, in both forms', async () => {
      const routed = behind(major, vintage);
      const call = { model: routed('auto'), system: 'Be brief.', prompt: 'Explain photosynthesis' };
      const stream = sdk.streamText(call);
      const deltas = (await partsOf(stream)).filter(({ type }) => type === 'text-delta');
      expect(deltas.length).toBeGreaterThan(3);
      for (const result of [await sdk.generateText(call), stream]) {
        expect(await result.text).toContain('photosynthesis');
        expect(await result.finishReason).toBe('stop');
        expect((await result.response).modelId).toBe(modelId);
        const report = reportIn({ providerMetadata: await result.providerMetadata });
        // The provider of AI SDK 4 never asks for the usage of a stream.
        const isUncounted = vintage.version === 'v1' && result === stream;
        expect(report).toMatchObject({ target: 'mine', provider: 'mine', estimated: isUncounted });
        expect(report.costNanoUsd).toBeGreaterThan(0);
        if (!isUncounted)
          expect(tokensOf(await result.usage)).toEqual({
            input: report.usage.inputTokens,
            output: report.usage.outputTokens,
          });
      }
    });

    test('a tool loop, in both forms', async () => {
      const routed = behind(major, vintage);
      const call = {
        model: routed('auto'),
        prompt: asks,
        tools: { weather: weather(major) },
        ...steps(3),
      };
      const stream = sdk.streamText(call);
      await stream.consumeStream();
      for (const result of [await sdk.generateText(call), stream]) {
        expect(await result.text).toContain('Sunny in Paris');
        expect((await door.routedReport(result)).calls).toBe(2);
      }
    });

    test('an object, in both forms', async () => {
      const routed = behind(major, vintage);
      const call = { model: routed('auto'), prompt: 'I am Ada, 36.', schema: person };
      expect(person.safeParse((await sdk.generateObject(call)).object).success).toBe(true);
      const stream = sdk.streamObject(call);
      for await (const _ of stream.partialObjectStream);
      expect(person.safeParse(await stream.object).success).toBe(true);
    });

    test('an image', async () => {
      const image = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 1, 2, 3]);
      const content = [
        { type: 'text', text: 'What is this?' },
        { type: 'image', image, ...mediaType('image/png') },
      ];
      const { text } = await sdk.generateText({
        model: behind(major, vintage)('auto'),
        messages: [{ role: 'user', content }],
      });
      expect(text).toContain('What is this?');
    });

    test('an image by URL, for a model that fetches it', async () => {
      const image = new URL('https://example.com/a.png');
      const content = [
        { type: 'text', text: 'What is this?' },
        { type: 'image', image },
      ];
      const { text } = await sdk.generateText({
        model: behind(major, vintage, { supportedUrls: { 'image/*': [/^https?:/] } })('auto'),
        messages: [{ role: 'user', content }],
      });
      expect(text).toContain('What is this?');
    });

    test('a fault of the caller is an APICallError, sent once', async () => {
      const routed = behind(major, vintage);
      const before = sandbox.requests().total;
      sandbox.setFault('*', { kind: 'status', status: 400 });
      const error = await rejection(sdk.generateText({ model: routed('auto'), prompt: 'Hi' }));
      sandbox.setFault('*', null);
      expect(sdk.APICallError.isInstance(error)).toBe(true);
      expect(error.statusCode).toBe(400);
      expect(sandbox.requests().total - before).toBe(1);
    });

    test('a stream that is cut has one error', async () => {
      const routed = behind(major, vintage);
      sandbox.setFault('*', { kind: 'cut', afterChunks: 4 });
      const parts = await partsOf(
        sdk.streamText({ model: routed('auto'), prompt: 'Tell me a story', onError() {} }),
      );
      sandbox.setFault('*', null);
      expect(parts.filter(({ type }) => type === 'error')).toHaveLength(1);
      expect(parts.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(0);
    });
  });
});
