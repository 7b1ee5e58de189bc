import { generateText, isStepCount, Output, streamText, tool } from 'ai';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod/v4';
import { createRouted } from '../../../../src/routed.js';
import { start } from '../../../sandbox/start.js';
import { reportIn } from '../../routed-harness.js';

const person = z.object({ name: z.string(), age: z.number() });
const prompt = 'Extract the name and the age: I am Ada, 36.';
const routes = { simple: ['deepseek-v3.2'], medium: ['gemini-2.5-flash'], complex: ['claude-sonnet-4.5'] };

async function setUp(latencyRatio = 0) {
  const sandbox = await start({ latencyRatio });
  const routed = createRouted({
    apiKey: sandbox.apiKey,
    baseURL: sandbox.url,
    routes,
    cascade: { stream: 'buffer' },
  });
  return { sandbox, routed };
}

/** One event per piece: what a model streams that does not keep to a schema. */
const events = (pieces: readonly string[], end = 'stop') =>
  [...pieces.map(content => ({ delta: { content }, finish_reason: null })), { delta: {}, finish_reason: end }]
    .map(choice => ({
      id: 'x',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'deepseek-v3.2',
      choices: [{ index: 0, ...choice }],
      usage: { prompt_tokens: 50, completion_tokens: 10, total_tokens: 60 },
    }))
    .map(event => `data: ${JSON.stringify(event)}\n\n`)
    .concat('data: [DONE]\n\n')
    .join('');
const stream = (body: string) => ({ kind: 'body', contentType: 'text/event-stream', body }) as const;
const whole = (content: string, finish_reason = 'stop') =>
  ({
    kind: 'body',
    contentType: 'application/json',
    body: JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'deepseek-v3.2',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason }],
      usage: { prompt_tokens: 50, completion_tokens: 10, total_tokens: 60 },
    }),
  }) as const;

describe('over a socket', () => {
  it('generateText has its object from the tier above, which is charged too', async () => {
    const { sandbox, routed } = await setUp();
    sandbox.setFault('deepseek-v3.2', whole('{"name": "Ada"}'));
    const answer = await generateText({
      model: routed('simple'),
      prompt,
      output: Output.object({ schema: person }),
    });
    expect(person.safeParse(answer.output).success).toBe(true);
    const report = reportIn(answer);
    expect(report).toMatchObject({ target: 'gemini-2.5-flash', tier: 'medium', ruledTier: 'simple' });
    expect(answer.usage.inputTokens).toBe(report.usage.inputTokens);
    expect(sandbox.requests().total).toBe(2);
    const { totals, targets } = routed.report();
    const ofTargets = Object.values(targets).reduce((sum, { costUsd }) => sum + costUsd, 0);
    expect(Math.round(ofTargets * 1e9)).toBe(totals.costNanoUsd);
    expect(targets['deepseek-v3.2']?.costUsd).toBeGreaterThan(0);
  });

  it('generateText with a good object asks once', async () => {
    const { sandbox, routed } = await setUp();
    const output = Output.object({ schema: person });
    const answer = await generateText({ model: routed('simple'), prompt, output });
    expect(person.safeParse(answer.output).success).toBe(true);
    expect(sandbox.requests().total).toBe(1);
  });

  it('streamText is handed one stream, of the tier above', async () => {
    const { sandbox, routed } = await setUp();
    sandbox.setFault('deepseek-v3.2', stream(events(['{"name":', ' 7}'])));
    const answer = streamText({ model: routed('simple'), prompt, output: Output.object({ schema: person }) });
    let text = '';
    for await (const delta of answer.textStream) text += delta;
    expect(person.safeParse(JSON.parse(text)).success).toBe(true);
    expect(person.safeParse(await answer.output).success).toBe(true);
    expect((await answer.response).modelId).toBe('gemini-2.5-flash');
    expect(sandbox.requests().total).toBe(2);
  });

  it('streamText of a text that was cut at the model’s limit is that of the tier above', async () => {
    const { sandbox, routed } = await setUp();
    sandbox.setFault('deepseek-v3.2', stream(events(['Once', ' upon a'], 'length')));
    const answer = streamText({ model: routed('simple'), prompt: 'Write a story' });
    const text = await answer.text;
    expect(text).toContain('gemini-2.5-flash');
    expect(await answer.finishReason).toBe('stop');
  });

  it('a tool loop of streamText is let through, step by step', async () => {
    const { sandbox, routed } = await setUp();
    const weather = tool({
      description: 'The weather of a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => ({ city, celsius: 21 }),
    });
    const answer = streamText({
      model: routed('simple'),
      prompt: 'What is the weather in Paris?',
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    for await (const _ of answer.textStream);
    expect((await answer.steps).length).toBeGreaterThan(1);
    expect((await answer.steps)[0]?.toolCalls).toHaveLength(1);
    expect(sandbox.requests().total).toBe((await answer.steps).length);
  });

  it('an abort while a stream is held back closes its socket, and nobody else is asked', async () => {
    const { sandbox, routed } = await setUp();
    sandbox.setFault('deepseek-v3.2', { kind: 'stall', afterChunks: 2 });
    const controller = new AbortController();
    const starting = Promise.resolve(
      routed('simple').doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
        abortSignal: controller.signal,
      }),
    );
    starting.catch(() => {});
    await vi.waitFor(() => expect(sandbox.requests().total).toBe(1));
    const reason = new Error('gone');
    controller.abort(reason);
    await expect(starting).rejects.toBe(reason);
    expect(sandbox.requests().total).toBe(1);
    expect(routed.report().queue.active).toBe(0);
  });
});
