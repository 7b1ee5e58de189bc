import { expect } from 'vitest';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import type { Scenario } from './bench.js';
import { rejection, reportIn } from './bench.js';

/** How an app wires a provider in: options, registries, wrappers, strings. */
export const wiringScenarios: readonly Scenario[] = [
  {
    name: 'a session stays with its model while that pays',
    async run({ sdk, createRouted }) {
      const usage = { inputTokens: 8_000, outputTokens: 10, cacheReadTokens: 8_000 };
      const price = (usd: number) => ({
        price: { inputUsdPerMTok: usd, outputUsdPerMTok: usd, cacheReadUsdPerMTok: usd / 10 },
      });
      const target = (usd: number) => ({
        model: scriptedModel({ script: { text: 'Yes.', usage } }),
        ...price(usd),
      });
      const classifier = {
        name: 'told',
        classify: ({ ask }: { ask: string }) => ({
          tier: ask.startsWith('Hard') ? 'complex' : 'simple',
          score: 0.5,
          confidence: 1,
          task: 'other',
          reasons: [],
        }),
      };
      const routed = createRouted({
        targets: { weak: target(1), strong: target(2) },
        routes: { simple: ['weak'], medium: ['strong'], complex: ['strong'] },
        classifier,
      });
      const answeredBy = async (how: string, session: string) =>
        reportIn(
          await sdk.generateText({
            model: routed('auto'),
            prompt: `${how} ${'word '.repeat(8_000)}`,
            providerOptions: { routed: { session } },
          }),
        ).target;
      expect(await answeredBy('Hard', 's')).toBe('strong');
      expect(await answeredBy('Easy', 's')).toBe('strong');
      expect(await answeredBy('Easy', 't')).toBe('weak');
    },
  },
  {
    name: 'options of a call are read, wrong ones refused before anything is sent',
    async run({ sdk, routed, sandbox }) {
      const model = routed()('auto');
      const result = await sdk.generateText({
        model,
        prompt: 'Hi',
        providerOptions: { routed: { target: 'gpt-4.1' } },
      });
      expect(reportIn(result).target).toBe('gpt-4.1');
      const before = sandbox.requests().total;
      const providerOptions = { routed: { tear: 'simple' } };
      const error = await rejection(sdk.generateText({ model, prompt: 'Hi', providerOptions }));
      expect(error).toMatchObject({ name: 'InvalidOptionsError', message: expect.stringContaining('tear') });
      expect(sandbox.requests().total).toBe(before);
    },
  },
  {
    name: 'options for another provider reach the target, ours do not',
    async run({ sdk, scripted }) {
      const { routed, calls } = scripted('ok');
      const mine = { scripted: { depth: 3 } };
      await sdk.generateText({
        model: routed('auto'),
        prompt: 'Hi',
        providerOptions: { ...mine, routed: { tier: 'simple' } },
      });
      expect(calls[0].providerOptions).toEqual(mine);
    },
  },
  {
    name: 'options of a message reach the target',
    async run({ sdk, scripted }) {
      const { routed, calls } = scripted('ok');
      const providerOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } };
      const messages = [{ role: 'user', content: 'Hi', providerOptions }];
      await sdk.generateText({ model: routed('auto'), messages });
      expect(calls[0].prompt[0].providerOptions).toEqual(providerOptions);
    },
  },
  {
    name: "a provider's own metadata comes back beside the report",
    async run({ sdk, scripted }) {
      const { routed } = scripted({
        result: {
          content: [{ type: 'text', text: 'Hi' }],
          finishReason: { unified: 'stop', raw: 'end_turn' },
          usage: {
            inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
            outputTokens: { total: 1, text: 1, reasoning: 0 },
          },
          warnings: [],
          providerMetadata: { vendor: { fingerprint: 'abc' } },
        },
      });
      const result = await sdk.generateText({ model: routed('auto'), prompt: 'Hi' });
      expect(result.providerMetadata).toMatchObject({
        vendor: { fingerprint: 'abc' },
        routed: { target: 'a' },
      });
      const stream = sdk.streamText({ model: routed('auto'), prompt: 'Hi' });
      await stream.consumeStream();
      expect(await stream.providerMetadata).toMatchObject({ vendor: { fingerprint: 'abc' } });
    },
  },
  {
    name: 'createProviderRegistry',
    async run({ sdk, routed }) {
      const registry = sdk.createProviderRegistry({ routed: routed() });
      const model = registry.languageModel('routed:auto');
      expect((await sdk.generateText({ model, prompt: 'Hi' })).text).toContain('simulated');
    },
  },
  {
    name: 'customProvider, with the provider behind it',
    async run({ sdk, routed }) {
      const provider = routed();
      const custom = sdk.customProvider({
        languageModels: { mine: provider('simple') },
        fallbackProvider: provider,
      });
      for (const id of ['mine', 'gpt-4.1']) {
        const { text } = await sdk.generateText({ model: custom.languageModel(id), prompt: 'Hi' });
        expect(text).toContain('simulated');
      }
    },
  },
  {
    name: 'wrapLanguageModel: a middleware sees our model as its own version',
    async run({ sdk, scripted, middleware }) {
      const { routed, calls } = scripted('ok');
      const model = sdk.wrapLanguageModel({
        model: routed('auto'),
        middleware: {
          ...middleware,
          transformParams: async ({ params }: { params: object }) => ({ ...params, topP: 0.5 }),
        },
      });
      expect((await sdk.generateText({ model, prompt: 'Hi' })).text).toBe('ok');
      const stream = sdk.streamText({ model, prompt: 'Hi' });
      await stream.consumeStream();
      expect(await stream.text).toBe('ok');
      expect(calls.map(({ topP }) => topP)).toEqual([0.5, 0.5]);
    },
  },
  {
    name: 'a string as model, by AI_SDK_DEFAULT_PROVIDER',
    only: [5, 6, 7],
    async run({ sdk, routed }) {
      const global = globalThis as { AI_SDK_DEFAULT_PROVIDER?: unknown };
      global.AI_SDK_DEFAULT_PROVIDER = routed();
      try {
        const result = await sdk.generateText({ model: 'auto', prompt: 'Hi' });
        expect(reportIn(result).requested).toBe('auto');
        const stream = sdk.streamText({ model: 'gpt-4.1', prompt: 'Hi' });
        await stream.consumeStream();
        expect((await stream.response).modelId).toBe('gpt-4.1');
      } finally {
        delete global.AI_SDK_DEFAULT_PROVIDER;
      }
    },
  },
  {
    name: 'embeddings',
    async run({ sdk, routed }) {
      const model =
        routed().textEmbeddingModel?.('text-embedding-3-large') ??
        routed().embeddingModel('text-embedding-3-large');
      const { embeddings, usage } = await sdk.embedMany({ model, values: ['one', 'two'] });
      expect(embeddings).toHaveLength(2);
      expect(embeddings[0].length).toBeGreaterThan(8);
      expect(usage.tokens).toBeGreaterThan(0);
    },
  },
  {
    name: 'there are no image models, and it says so',
    async run({ sdk, routed }) {
      const error = await rejection(Promise.resolve().then(() => routed().imageModel('x')));
      expect(sdk.NoSuchModelError.isInstance(error)).toBe(true);
    },
  },
  {
    name: 'classify, explain and report are the same behind every door',
    async run({ sdk, routed }) {
      const provider = routed();
      expect(provider.classify('Prove that the square root of 2 is irrational').tier).toBe('complex');
      expect(provider.explain('Hi').candidates[0].target).toBe('deepseek-v3.2');
      // A call of AI SDK 4; later ones do not look at what they do not know.
      const proof = [{ type: 'text', text: 'Prove that the square root of 2 is irrational' }];
      const call = {
        inputFormat: 'messages',
        mode: { type: 'regular' },
        prompt: [{ role: 'user', content: proof }],
      };
      expect(provider.classify(call).task).toBe('prove');
      expect(provider.explain(call, { target: 'gpt-4.1' }).candidates[0].target).toBe('gpt-4.1');
      await sdk.generateText({ model: provider('auto'), prompt: 'Hi' });
      expect(provider.report().totals).toMatchObject({ calls: 1, succeeded: 1 });
      expect([...provider.targets.keys()]).toContain('gpt-4.1');
    },
  },
];
