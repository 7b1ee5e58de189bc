import { expect } from 'vitest';
import type { Scenario } from './bench.js';
import { answer, partsOf, reportIn } from './bench.js';

/** Plain answers: what is said, how it is counted, what reaches the model. */
export const textScenarios: readonly Scenario[] = [
  {
    name: 'generateText: text, model, finish reason, usage, report',
    async run({ sdk, routed, tokensOf }) {
      const result = await sdk.generateText({
        model: routed()('auto'),
        system: 'You translate.',
        prompt: 'Translate: Hello world to Vietnamese',
      });
      expect(result.text).toContain('simulated');
      expect(result.response.modelId).toBe('deepseek-v3.2');
      expect(result.finishReason).toBe('stop');
      expect(reportIn(result)).toMatchObject({ tier: 'simple', target: 'deepseek-v3.2', estimated: false });
      expect(tokensOf(result.usage).input).toBeGreaterThan(0);
      expect(tokensOf(result.usage).output).toBe(reportIn(result).usage.outputTokens);
    },
  },
  {
    name: 'streamText: the deltas are the text, usage and report at the end',
    async run({ sdk, routed, tokensOf }) {
      const result = sdk.streamText({
        model: routed()('auto'),
        prompt: 'Write a complex Python decorator with error handling',
      });
      let text = '';
      for await (const delta of result.textStream) text += delta;
      expect(text).toBe(await result.text);
      expect(text.length).toBeGreaterThan(100);
      expect(await result.finishReason).toBe('stop');
      expect(tokensOf(await result.usage).output).toBeGreaterThan(10);
      expect(reportIn({ providerMetadata: await result.providerMetadata })).toMatchObject({
        target: 'claude-sonnet-4.5',
      });
    },
  },
  {
    name: 'messages of all roles arrive in order',
    async run({ sdk, scripted }) {
      const { routed, calls } = scripted('ok');
      await sdk.generateText({
        model: routed('auto'),
        system: 'Be brief.',
        messages: [
          { role: 'user', content: 'One' },
          { role: 'assistant', content: 'Two' },
          { role: 'user', content: 'Three' },
        ],
      });
      expect(calls[0].prompt.map(({ role }: { role: string }) => role)).toEqual([
        'system',
        'user',
        'assistant',
        'user',
      ]);
      expect(calls[0].prompt[3].content).toMatchObject([{ type: 'text', text: 'Three' }]);
    },
  },
  {
    name: 'settings arrive under their names',
    async run({ sdk, scripted, maxOutputTokens }) {
      const { routed, calls } = scripted('ok');
      const settings = { temperature: 0.3, topP: 0.9, seed: 7, stopSequences: ['END'], presencePenalty: 0.1 };
      const headers = { 'x-mine': 'yes' };
      await sdk.generateText({
        model: routed('auto'),
        prompt: 'Hi',
        headers,
        ...settings,
        ...maxOutputTokens(123),
      });
      expect(calls[0]).toMatchObject({ ...settings, headers, maxOutputTokens: 123 });
    },
  },
  {
    name: 'a finish reason of length',
    async run({ sdk, routed, maxOutputTokens }) {
      const call = { model: routed()('complex'), prompt: 'Tell me a long story', ...maxOutputTokens(5) };
      expect((await sdk.generateText(call)).finishReason).toBe('length');
      const stream = sdk.streamText(call);
      await stream.consumeStream();
      expect(await stream.finishReason).toBe('length');
    },
  },
  {
    name: 'tokens of caches and of reasoning are in the report',
    async run({ sdk, scripted }) {
      const { routed } = scripted(answer([{ type: 'text', text: 'Hi' }]));
      const usage = {
        inputTokens: 100,
        outputTokens: 20,
        cacheReadTokens: 40,
        cacheWriteTokens: 0,
        reasoningTokens: 5,
      };
      expect(reportIn(await sdk.generateText({ model: routed('auto'), prompt: 'Hi' })).usage).toEqual(usage);
      const stream = sdk.streamText({ model: routed('auto'), prompt: 'Hi' });
      await stream.consumeStream();
      expect(reportIn({ providerMetadata: await stream.providerMetadata }).usage).toEqual(usage);
    },
  },
  {
    name: 'warnings reach the result of both forms',
    async run({ sdk, routed }) {
      const call = { model: routed()('auto'), prompt: 'Hi', topK: 3 };
      const told = async (result: { warnings: unknown }) => JSON.stringify(await result.warnings);
      expect(await told(await sdk.generateText(call))).toContain('topK');
      const stream = sdk.streamText(call);
      await stream.consumeStream();
      expect(await told(stream)).toContain('topK');
    },
  },
  {
    name: 'reasoning, in both forms',
    async run({ sdk, scripted, reasoningOf }) {
      const { routed } = scripted(
        answer([
          { type: 'reasoning', text: 'Let me think.' },
          { type: 'text', text: 'Four.' },
        ]),
      );
      const call = { model: routed('auto'), prompt: '2 + 2?' };
      const result = await sdk.generateText(call);
      expect(await reasoningOf(result)).toBe('Let me think.');
      expect(result.text).toBe('Four.');
      const stream = sdk.streamText(call);
      await stream.consumeStream();
      expect(await reasoningOf(stream)).toBe('Let me think.');
      expect(await stream.text).toBe('Four.');
    },
  },
  {
    name: 'sources and files of an answer, in both forms',
    async run({ sdk, scripted, mediaTypeOf }) {
      const { routed } = scripted(
        answer([
          { type: 'text', text: 'See.' },
          { type: 'source', sourceType: 'url', id: 's1', url: 'https://example.com/', title: 'Example' },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } },
        ]),
      );
      const call = { model: routed('auto'), prompt: 'Hi' };
      const stream = sdk.streamText(call);
      await stream.consumeStream();
      for (const result of [await sdk.generateText(call), stream]) {
        expect(await result.sources).toMatchObject([{ url: 'https://example.com/', title: 'Example' }]);
        const [file] = await result.files;
        expect(mediaTypeOf(file)).toBe('image/png');
        expect(file.base64).toBe('AAAA');
      }
    },
  },
  {
    name: 'parts that the SDK does not know do not break it',
    async run({ sdk, scripted, version }) {
      const { routed } = scripted(
        answer([
          { type: 'custom', kind: 'vendor.thing' },
          { type: 'reasoning-file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } },
          { type: 'text', text: 'Still here.' },
          ...(version < 7 ? [{ type: 'from-the-future' } as never] : []),
        ]),
      );
      const call = { model: routed('auto'), prompt: 'Hi' };
      const result = await sdk.generateText(call);
      expect(result.text).toBe('Still here.');
      const stream = sdk.streamText(call);
      const parts = await partsOf(stream);
      expect(parts.filter(({ type }) => type === 'error')).toEqual([]);
      expect(await stream.text).toBe('Still here.');
      if (version === 7) return;
      expect(JSON.stringify(result.warnings)).toContain('custom');
      expect(JSON.stringify(result.warnings)).toContain('from-the-future');
      expect(await stream.providerMetadata).toMatchObject({
        routed: { leftOutParts: ['custom', 'reasoning-file', 'from-the-future'] },
      });
    },
  },
];
