import {
  createProviderRegistry,
  customProvider,
  embedMany,
  generateObject,
  generateText,
  jsonSchema,
  streamObject,
  streamText,
  tool,
  wrapLanguageModel,
} from 'ai4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RoutedReport } from '../../src/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { createRouted, routedReport } from '../../src/v1.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.05 });
});
afterAll(() => sandbox.close());

const make = (options: Parameters<typeof createRouted>[0] = {}) =>
  createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url, ...options });
const reportIn = (metadata: unknown) => (metadata as { routed: RoutedReport }).routed;

const weather = tool({
  description: 'The weather in a city',
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `Sunny in ${city}`,
});

describe('AI SDK 4, over a socket', () => {
  test('generateText', async () => {
    const result = await generateText({
      model: make()('auto'),
      system: 'You translate.',
      prompt: 'Translate: Hello world to Vietnamese',
      maxTokens: 50,
    });
    expect(result.text).toContain('simulated');
    expect(result.response.modelId).toBe('deepseek-v3.2');
    expect(result.finishReason).toBe('stop');
    expect(result.usage.promptTokens).toBeGreaterThan(0);
    const report = reportIn(result.providerMetadata);
    expect(report).toMatchObject({ tier: 'simple', target: 'deepseek-v3.2', estimated: false });
    expect(report.usage.outputTokens).toBe(result.usage.completionTokens);
  });

  test('streamText', async () => {
    const result = streamText({
      model: make()('auto'),
      prompt: 'Write a complex Python decorator with error handling',
    });
    let text = '';
    for await (const delta of result.textStream) text += delta;
    expect(text).toBe(await result.text);
    expect(text.length).toBeGreaterThan(100);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).completionTokens).toBeGreaterThan(10);
    expect(reportIn(await result.providerMetadata)).toMatchObject({ target: 'claude-sonnet-4.5' });
  });

  test.each(['generate', 'stream'] as const)('a tool loop (%s)', async mode => {
    const call = {
      model: make()('auto'),
      prompt: 'What is the weather in Paris?',
      tools: { weather },
      maxSteps: 3,
    };
    const result = mode === 'generate' ? await generateText(call) : streamText(call);
    if ('textStream' in result) await result.consumeStream();
    const steps = await result.steps;
    expect(steps.length).toBe(2);
    expect(steps[0]?.toolResults).toMatchObject([{ toolName: 'weather' }]);
    expect(steps[1]?.text).toContain('Sunny in');
    const report = await routedReport(result);
    expect(report.calls).toBe(2);
    expect(report.attempts).toHaveLength(2);
  });

  test.each(['auto', 'json', 'tool'] as const)('generateObject and streamObject (mode %s)', async mode => {
    const call = {
      model: make()('auto'),
      prompt: 'Extract the name: I am Ada.',
      schema: z.object({ name: z.string(), age: z.number() }),
      mode,
    };
    const { object } = await generateObject(call);
    expect(call.schema.safeParse(object).success).toBe(true);
    const stream = streamObject(call);
    const partials: unknown[] = [];
    for await (const partial of stream.partialObjectStream) partials.push(partial);
    expect(call.schema.safeParse(await stream.object).success).toBe(true);
    expect(partials.length).toBeGreaterThan(0);
  });

  test('warnings reach the result of both forms', async () => {
    const call = { model: make()('auto'), prompt: 'Hi', topK: 3 };
    const expected = expect.objectContaining({ type: 'unsupported-setting', setting: 'topK' });
    expect((await generateText(call)).warnings).toContainEqual(expected);
    const stream = streamText(call);
    await stream.consumeStream();
    expect(await stream.warnings).toContainEqual(expected);
  });

  test("a caller's fault is the provider's own error, sent once", async () => {
    const before = sandbox.requests().total;
    sandbox.setFault('*', { kind: 'status', status: 400 });
    try {
      const failing = generateText({ model: make()('auto'), prompt: 'Hi', maxRetries: 2 });
      await expect(failing).rejects.toMatchObject({ name: 'AI_APICallError', statusCode: 400 });
      expect(sandbox.requests().total - before).toBe(1);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test("the SDK's own retry does not run the chain again", async () => {
    const before = sandbox.requests().total;
    sandbox.setFault('*', { kind: 'status', status: 503 });
    try {
      const failing = generateText({
        model: make({ retry: { maxAttempts: 3 } })('auto'),
        prompt: 'Hi',
        maxRetries: 2,
      });
      await expect(failing).rejects.toMatchObject({ name: 'AllTargetsFailedError' });
      expect(sandbox.requests().total - before).toBe(3);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test('a killed model is passed by before the first word', async () => {
    sandbox.setFault('deepseek-v3.2', { kind: 'reset' });
    try {
      const result = streamText({ model: make()('simple'), prompt: 'Hi' });
      let text = '';
      for await (const delta of result.textStream) text += delta;
      expect(text.length).toBeGreaterThan(0);
      expect((await result.response).modelId).toBe('gemini-2.5-flash');
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test('a stream that breaks off ends with an error part', async () => {
    sandbox.setFault('*', { kind: 'cut', afterChunks: 4 });
    try {
      const result = streamText({ model: make()('complex'), prompt: 'Tell me a story', onError() {} });
      const types: string[] = [];
      for await (const part of result.fullStream) types.push(part.type);
      expect(types).toContain('text-delta');
      expect(types.filter(type => type === 'error')).toHaveLength(1);
      expect(types.filter(type => type === 'finish')).toHaveLength(1);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test("a caller's abort is rethrown as it came", async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    sandbox.setFault('*', { kind: 'hang' });
    try {
      const pending = generateText({ model: make()('auto'), prompt: 'Hi', abortSignal: controller.signal });
      setTimeout(() => controller.abort(reason), 30);
      await expect(pending).rejects.toBe(reason);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test('options of a call are read, and wrong ones refused before anything is sent', async () => {
    const model = make()('auto');
    const { providerMetadata } = await generateText({
      model,
      prompt: 'Hi',
      providerOptions: { routed: { target: 'gpt-4.1' } },
    });
    expect(reportIn(providerMetadata).target).toBe('gpt-4.1');
    const before = sandbox.requests().total;
    const wrong = generateText({ model, prompt: 'Hi', providerOptions: { routed: { tear: 'simple' } } });
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidOptionsError' });
    expect(sandbox.requests().total).toBe(before);
  });

  test('images are handed on', async () => {
    const image = new Uint8Array([137, 80, 78, 71]);
    const { text } = await generateText({
      model: make()('auto'),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', image, mimeType: 'image/png' },
          ],
        },
      ],
    });
    expect(text).toContain('What is this?');
  });

  test('works in a registry, a custom provider and a wrapped model', async () => {
    const routed = make();
    const registry = createProviderRegistry({ routed });
    const custom = customProvider({ languageModels: { mine: routed('simple') }, fallbackProvider: routed });
    const wrapped = wrapLanguageModel({ model: routed('simple'), middleware: {} });
    for (const model of [
      registry.languageModel('routed:auto'),
      custom.languageModel('mine'),
      custom.languageModel('gpt-4.1'),
      wrapped,
    ]) {
      const { text } = await generateText({ model, prompt: 'Hi' });
      expect(text).toContain('simulated');
    }
  });

  test('embeddings go to the preset', async () => {
    const { embeddings, usage } = await embedMany({
      model: make().textEmbeddingModel('text-embedding-3-large'),
      values: ['one', 'two'],
    });
    expect(embeddings).toHaveLength(2);
    expect(usage.tokens).toBeGreaterThan(0);
  });

  test('what is asked without calling takes V1 calls', () => {
    const routed = make();
    const prompt = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Prove that 2 > 1' }] },
    ];
    const call = { inputFormat: 'prompt' as const, mode: { type: 'regular' as const }, prompt };
    expect(routed.classify(call).tier).toBe('complex');
    expect(routed.explain(call).candidates[0]?.target).toBe('claude-sonnet-4.5');
    expect(routed.explain('Hi').tier).toBe('simple');
  });

  test('a JSON schema that is not zod works too', async () => {
    const schema = jsonSchema<{ n: number }>({
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
    });
    const { object } = await generateObject({ model: make()('auto'), prompt: 'A number', schema });
    expect(object.n).toBeTypeOf('number');
  });
});
