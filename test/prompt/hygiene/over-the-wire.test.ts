import { generateText, stepCountIs, streamText, tool } from 'ai';
import { generateText as generateText4 } from 'ai4';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRouted } from '../../../src/index.js';
import { createRouted as createRouted4 } from '../../../src/v1.js';
import { refusalOf, strictVendors, type WireBody } from './strict-vendors.js';

const open: Array<() => Promise<void>> = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()));
});

/** How a vendor's first step looks: what it thinks, the id it gives, what it wants back. */
const firstSteps: Readonly<Record<string, Record<string, unknown>>> = {
  'deepseek-v3.2': { reasoning_content: 'A tool would know.', ...callOf('functions.weather:0') },
  'gemini-2.5-flash': callOf(`function-call-${'1'.repeat(40)}`, { google: { thought_signature: 'c2ln' } }),
  'claude-sonnet-4.5': callOf('toolu_01NGSZ6A8jPBzZr8prgLzR7P'),
  'gpt-4.1': callOf('call_PTLP8xhu3uwZk4l3nlnrrJha'),
};

function callOf(id: string, extra_content?: unknown) {
  const call = { id, type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
  return { tool_calls: [extra_content === undefined ? call : { ...call, extra_content }] };
}

/** The first model calls the tool and is down from then on; the second answers with what it was told. */
async function gateway(from: string, to: string) {
  const hasResult = ({ messages }: WireBody) => messages.some(({ role }) => role === 'tool');
  const server = await strictVendors(body => {
    if (body.model === from) return hasResult(body) ? 503 : (firstSteps[from] as { content?: string });
    return { content: `It is ${String(body.messages.find(({ role }) => role === 'tool')?.content)}.` };
  });
  open.push(server.close);
  const routed = createRouted({
    apiKey: 'sk-test-0123456789abcdef',
    baseURL: server.baseURL,
    targets: { [from]: {}, [to]: {} },
    routes: { simple: [from, to], medium: [from, to], complex: [from, to] },
  });
  return { server, routed };
}

const question = {
  prompt: 'What is the weather in Paris?',
  tools: {
    weather: tool({
      description: 'The weather in a city.',
      inputSchema: z.object({ city: z.string() }),
      execute: async () => 'sunny',
    }),
  },
  stopWhen: stepCountIs(3),
};

describe.each([
  ['deepseek-v3.2', 'gpt-4.1'],
  ['deepseek-v3.2', 'claude-sonnet-4.5'],
  ['gemini-2.5-flash', 'gpt-4.1'],
  ['gemini-2.5-flash', 'claude-sonnet-4.5'],
  ['claude-sonnet-4.5', 'mistral-large'],
  ['gpt-4.1', 'mistral-large'],
])('a tool loop begun by %s and ended by %s', (from, to) => {
  async function check({ server }: Awaited<ReturnType<typeof gateway>>, text: string, ends: string[]) {
    expect(text).toBe('It is sunny.');
    expect(ends).toEqual([from, to]);
    const [first, failed, last] = server.received as [WireBody, WireBody, WireBody];
    expect(server.received.map(({ model }) => model)).toEqual([from, from, to]);
    expect(first.messages).toHaveLength(1);
    // The first family is given its own history as it was, which the second would not take.
    expect(refusalOf(from, failed)).toBeNull();
    expect(refusalOf(to, failed)).not.toBeNull();
    expect(failed.messages[1]).toMatchObject(firstSteps[from] as object);
    expect(last.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  }

  const targetsOf = (steps: ReadonlyArray<{ providerMetadata?: Record<string, unknown> | undefined }>) =>
    steps.map(({ providerMetadata }) => (providerMetadata as { routed: { target: string } }).routed.target);

  it('survives the switch in generateText', async () => {
    const ground = await gateway(from, to);
    const { text, steps } = await generateText({ ...question, model: ground.routed('auto') });
    await check(ground, text, targetsOf(steps));
  });

  it('survives the switch in streamText', async () => {
    const ground = await gateway(from, to);
    const stream = streamText({ ...question, model: ground.routed('auto') });
    await check(ground, await stream.text, targetsOf(await stream.steps));
  });
});

describe('what was changed', () => {
  it('is in the warnings of the step that it was changed for', async () => {
    const { routed } = await gateway('deepseek-v3.2', 'gpt-4.1');
    const { steps } = await generateText({ ...question, model: routed('auto') });
    expect(steps[0]?.warnings ?? []).toEqual([]);
    expect(steps[1]?.warnings).toEqual([
      {
        type: 'other',
        message:
          'The prompt was made fit for gpt-4.1: 1 reasoning part(s) of another provider were left out.',
      },
    ]);
  });
});

describe('AI SDK 4, which sends a temperature of 0 when none was asked for', () => {
  async function bodyOf(modelId: string) {
    const server = await strictVendors(() => ({ content: 'Hello.' }));
    open.push(server.close);
    const routed = createRouted4({
      apiKey: 'sk-test-0123456789abcdef',
      baseURL: server.baseURL,
      targets: { [modelId]: {} },
    });
    const { warnings } = await generateText4({ model: routed('auto'), prompt: 'Hi' });
    return { body: server.received[0], warnings };
  }

  it('does not make a reasoning model of OpenAI refuse the call', async () => {
    const { body, warnings } = await bodyOf('gpt-5');
    expect(body).not.toHaveProperty('temperature');
    expect(JSON.stringify(warnings)).toContain('gpt-5 is a reasoning model');
  });

  it('sends it to any other', async () => {
    const { body, warnings } = await bodyOf('gpt-4.1');
    expect(body).toMatchObject({ temperature: 0 });
    expect(warnings ?? []).toEqual([]);
  });
});
