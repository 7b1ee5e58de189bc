import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateObject, generateText, isStepCount, Output, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v4';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { start } from './start.js';

async function provider(options?: SandboxOptions) {
  const sandbox = await start(options);
  const models = createOpenAICompatible({
    name: 'sandbox',
    baseURL: sandbox.url,
    apiKey: sandbox.apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
  return { sandbox, models };
}

const getWeather = tool({
  description: 'The weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => ({ city, celsius: 21 }),
});
const recipe = z.object({
  title: z.string().min(3),
  minutes: z.int().min(1).max(90),
  steps: z.array(z.object({ text: z.string(), kind: z.enum(['cut', 'boil']) })).min(2),
  source: z.union([z.url(), z.null()]),
});

describe('the AI SDK on the sandbox', () => {
  it('generates text with usage', async () => {
    const { models } = await provider();
    const { text, finishReason, usage, response } = await generateText({
      model: models('deepseek-v3.2'),
      prompt: 'Say hello',
    });
    expect(text).toContain('sandbox model deepseek-v3.2');
    expect(finishReason).toBe('stop');
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(usage.outputTokens).toBeGreaterThan(0);
    expect(response.modelId).toBe('deepseek-v3.2');
  });

  it('streams the text that it generates', async () => {
    const { models } = await provider();
    const { text } = await generateText({ model: models('gpt-4.1'), prompt: 'Write a story' });
    const stream = streamText({ model: models('gpt-4.1'), prompt: 'Write a story' });
    let streamed = '';
    for await (const part of stream.textStream) streamed += part;
    expect(streamed).toBe(text);
    expect(await stream.finishReason).toBe('stop');
    expect((await stream.usage).outputTokens).toBeGreaterThan(0);
  });

  it.each(['generate', 'stream'])('walks a tool loop to its end (%s)', async mode => {
    const { models, sandbox } = await provider();
    const call = {
      model: models('gpt-4.1'),
      prompt: 'What is the weather in Paris?',
      tools: { getWeather },
      stopWhen: isStepCount(5),
    };
    const result = mode === 'generate' ? await generateText(call) : streamText(call);
    const steps = await result.steps;
    expect(steps.map(step => step.finishReason)).toEqual(['tool-calls', 'stop']);
    expect(steps[0]?.toolCalls[0]?.input).toEqual({ city: 'Paris' });
    expect(await result.text).toContain('{"city":"Paris","celsius":21}');
    expect(sandbox.requests().byModel['gpt-4.1']?.byStatus).toEqual({ 200: 2 });
  });

  it('answers with objects that keep their schema', async () => {
    const { models } = await provider();
    const model = models('gemini-2.5-flash');
    const { object } = await generateObject({ model, schema: recipe, prompt: 'A recipe for Pancakes' });
    expect(recipe.parse(object)).toEqual(object);
    const { output } = await generateText({
      model,
      output: Output.object({ schema: recipe }),
      tools: { getWeather },
      stopWhen: isStepCount(5),
      prompt: 'A recipe for the weather in Paris',
    });
    expect(recipe.parse(output)).toEqual(output);
    const choice = await generateText({
      model,
      output: Output.choice({ options: ['a', 'b'] }),
      prompt: 'Choose',
    });
    expect(['a', 'b']).toContain(choice.output);
  });

  it('embeds', async () => {
    const { models } = await provider();
    const { embeddings } = await embedMany({
      model: models.embeddingModel('text-embedding-3-large'),
      values: ['one', 'two'],
    });
    expect(embeddings.map(vector => vector.length)).toEqual([3_072, 3_072]);
  });

  it('gets through a rate limit by heeding retry-after', async () => {
    const { models, sandbox } = await provider();
    sandbox.setFault('gpt-4.1', { kind: 'rate-limit', retryAfterSeconds: 0, times: 1 });
    const { text } = await generateText({ model: models('gpt-4.1'), prompt: 'hi', maxRetries: 1 });
    expect(text).toContain('simulated');
    expect(sandbox.requests().byModel['gpt-4.1']?.byStatus).toEqual({ 429: 1, 200: 1 });
  });
});
