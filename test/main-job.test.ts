import { generateText, isStepCount, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod/v4';
import type { RoutedReport } from '../src/core/report.js';
import { createRouted, routedReport } from '../src/index.js';
import type { Sandbox } from '../src/sandbox/index.js';
import { startSandbox } from '../src/sandbox/index.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.1 });
});
afterAll(() => sandbox.close());

const make = (options: Parameters<typeof createRouted>[0] = {}) =>
  createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url, ...options });
const reportIn = (metadata: unknown) => (metadata as { routed: RoutedReport }).routed;

describe('the main job, over a socket', () => {
  test('generateText is answered by the cheapest model that will do', async () => {
    const result = await generateText({
      model: make()('auto'),
      prompt: 'Translate: Hello world to Vietnamese',
    });
    expect(result.text.length).toBeGreaterThan(0);
    expect(result.response.modelId).toBe('deepseek-v3.2');
    const report = reportIn(result.providerMetadata);
    expect(report).toMatchObject({
      requested: 'auto',
      target: 'deepseek-v3.2',
      tier: 'simple',
      provider: 'holysheep',
      estimated: false,
    });
    expect(report.usage.inputTokens).toBe(result.usage.inputTokens);
    expect(report.costNanoUsd).toBe(
      Math.floor(
        ((result.usage.inputTokens ?? 0) * 280_000 + (result.usage.outputTokens ?? 0) * 420_000 + 500) /
          1_000,
      ),
    );
    expect(report.savedUsd).toBeGreaterThan(0);
  });

  test('streamText streams, and its finish carries the report', async () => {
    const result = streamText({
      model: make()('auto'),
      prompt: 'Write a complex Python decorator with error handling',
    });
    let text = '';
    for await (const delta of result.textStream) text += delta;
    expect(text.length).toBeGreaterThan(100);
    const report = reportIn(await result.providerMetadata);
    expect(report).toMatchObject({ target: 'claude-sonnet-4.5', tier: 'complex' });
    expect(report.firstContentMs).toBeLessThanOrEqual(report.latencyMs);
  });

  test('a tool loop runs, and routedReport adds up its steps', async () => {
    const result = await generateText({
      model: make()('auto'),
      prompt: 'What is the weather in Paris?',
      tools: {
        weather: tool({
          description: 'The weather in a city',
          inputSchema: z.object({ city: z.string() }),
          execute: async ({ city }) => `Sunny in ${city}`,
        }),
      },
      stopWhen: isStepCount(3),
    });
    expect(result.steps.length).toBe(2);
    const report = await routedReport(result);
    expect(report.calls).toBe(2);
    expect(report.usage.outputTokens).toBe(result.totalUsage.outputTokens);
  });

  test('a killed model is passed by without the caller noticing, and one request per call reaches the others', async () => {
    const routed = make();
    sandbox.setFault('deepseek-v3.2', { kind: 'reset' });
    try {
      const results = await Promise.all(
        Array.from({ length: 20 }, () =>
          generateText({ model: routed('auto'), prompt: 'Translate: Hello world to Vietnamese' }),
        ),
      );
      expect(results.every(({ response }) => response.modelId === 'gemini-2.5-flash')).toBe(true);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test('the SDK does not run the chain again', async () => {
    const routed = make({ retry: { maxAttempts: 3 } });
    sandbox.setFault('*', { kind: 'status', status: 500 });
    const before = sandbox.requests().total;
    try {
      await expect(
        generateText({ model: routed('auto'), prompt: 'Hi there', maxRetries: 2 }),
      ).rejects.toMatchObject({ name: 'AllTargetsFailedError' });
      expect(sandbox.requests().total - before).toBe(3);
    } finally {
      sandbox.setFault('*', null);
    }
  });

  test('without a key it says which variable to set, and sends nothing', async () => {
    const before = sandbox.requests().total;
    const { HOLYSHEEP_API_KEY: kept } = process.env;
    delete process.env.HOLYSHEEP_API_KEY;
    try {
      await expect(
        generateText({ model: createRouted({ baseURL: sandbox.url })('auto'), prompt: 'Hi' }),
      ).rejects.toThrow(/HOLYSHEEP_API_KEY/);
      expect(sandbox.requests().total).toBe(before);
    } finally {
      if (kept !== undefined) process.env.HOLYSHEEP_API_KEY = kept;
    }
  });

  test.each(['cut', 'stall', 'error-event', 'no-finish'] as const)(
    'a stream that breaks off in the middle (%s) ends with one error and one finish',
    async kind => {
      const routed = make({ timeout: { idleMs: 200 } });
      sandbox.setFault('*', { kind, afterChunks: 4 });
      try {
        const parts: string[] = [];
        const { stream } = await routed('auto').doStream({
          prompt: [
            {
              role: 'user',
              content: [{ type: 'text', text: 'Write a complex Python decorator with error handling' }],
            },
          ],
        });
        for await (const part of stream as unknown as AsyncIterable<{ type: string }>) parts.push(part.type);
        expect(parts.filter(type => type === 'text-delta').length).toBeGreaterThan(0);
        expect(parts.filter(type => type === 'error')).toHaveLength(1);
        expect(parts.filter(type => type === 'finish')).toHaveLength(1);
        expect(parts.filter(type => type === 'stream-start')).toHaveLength(1);
      } finally {
        sandbox.setFault('*', null);
      }
    },
  );
});
