import { expect } from 'vitest';
import { z } from 'zod';
import type { Script } from '../../src/testing/scripted-model.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import type { Bench, Scenario } from './bench.js';
import { answer, asks, finish, partsOf, reportIn, weather } from './bench.js';

const signed = { anthropic: { signature: 'c2lnbmVk' }, openai: { itemId: 'rs_1', encrypted: 'x' } };
const thought = { google: { thoughtSignature: 'dGhvdWdodA==' } };

/** A call of the weather tool after some reasoning, both with what their provider wants back; then an answer. */
const twoSteps = [
  answer(
    [
      { type: 'reasoning', text: 'A tool would know.', providerMetadata: signed },
      {
        type: 'tool-call',
        toolCallId: 'call-1',
        toolName: 'weather',
        input: '{"city":"Paris"}',
        providerMetadata: thought,
      },
    ],
    'tool-calls',
  ),
  answer([{ type: 'text', text: 'Sunny.' }]),
];

const twoStepsStreamed: readonly Script[] = [
  {
    parts: [
      { type: 'tool-call', toolCallId: 'call-1', toolName: 'weather', input: '{"city":"Paris"}' },
      finish('tool-calls'),
    ],
  },
  {
    parts: [
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta: 'Sunny.' },
      { type: 'text-end', id: 't' },
      finish('stop'),
    ],
  },
];

/** A call of the weather tool and its result, as messages of the SDK, without what its provider said. */
const foreignCall = (toolCallId: string, { version }: Bench): object[] => {
  const name = { toolCallId, toolName: 'weather' };
  const call = { type: 'tool-call', ...name, ...(version === 4 ? { args: {} } : { input: {} }) };
  const output = version === 4 ? { result: 'Rain' } : { output: { type: 'text', value: 'Rain' } };
  return [
    { role: 'assistant', content: [call] },
    { role: 'tool', content: [{ type: 'tool-result', ...name, ...output }] },
  ];
};

/** As Anthropic streams it: a signature comes with an empty delta, encrypted reasoning at its start. */
const streamedThoughts: Script = {
  parts: [
    { type: 'stream-start', warnings: [] },
    { type: 'reasoning-start', id: '0' },
    { type: 'reasoning-delta', id: '0', delta: 'A tool would know.' },
    { type: 'reasoning-delta', id: '0', delta: '', providerMetadata: { anthropic: { signature: 'c2ln' } } },
    { type: 'reasoning-end', id: '0' },
    { type: 'reasoning-start', id: '1', providerMetadata: { anthropic: { redactedData: 'cmVk' } } },
    { type: 'reasoning-end', id: '1' },
    { type: 'tool-call', toolCallId: 'call-1', toolName: 'weather', input: '{"city":"Paris"}' },
    finish('tool-calls'),
  ],
};

/** Two at a time: which signature belongs to which text can no longer be said in V1. */
const mixedThoughts: Script = {
  parts: [
    { type: 'stream-start', warnings: [] },
    { type: 'reasoning-start', id: 'a' },
    { type: 'reasoning-start', id: 'b' },
    { type: 'reasoning-delta', id: 'a', delta: 'One. ' },
    { type: 'reasoning-delta', id: 'b', delta: 'Two.' },
    { type: 'reasoning-end', id: 'a', providerMetadata: { openai: { itemId: 'a' } } },
    { type: 'reasoning-end', id: 'b', providerMetadata: { openai: { itemId: 'b' } } },
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'Three.' },
    { type: 'text-end', id: 't' },
    finish('stop'),
  ],
};

/** Tools: loops, choices, streaming of inputs, and what has to come back with them. */
export const toolScenarios: readonly Scenario[] = [
  ...(['generateText', 'streamText'] as const).map(
    (method): Scenario => ({
      name: `a tool loop stays with the target that began it, with ${method}`,
      async run(bench) {
        const { sdk, createRouted, steps } = bench;
        const [calls, answers] = method === 'generateText' ? twoSteps : twoStepsStreamed;
        // Ids are counted anew in each conversation: one must not take another's pin.
        const models = {
          weak: scriptedModel({ script: answers as Script }),
          strong: scriptedModel({ script: [calls, answers, calls, answers] as Script[] }),
        };
        let isHard = true;
        const classifier = {
          name: 'forgetful',
          // What the second step looks like says nothing of the first.
          classify: ({ toolResults }: { toolResults: number }) => ({
            tier: isHard && toolResults === 0 ? 'complex' : 'simple',
            score: 0.5,
            confidence: 1,
            task: 'other',
            reasons: [],
          }),
        };
        const routes = { simple: ['weak', 'strong'], medium: ['strong'], complex: ['strong'] };
        const routed = createRouted({ targets: models, routes, classifier });
        const result = sdk[method]({
          model: routed('auto'),
          prompt: asks,
          tools: { weather: weather(bench) },
          ...steps(2),
        });
        if (method === 'streamText') await result.consumeStream();
        const done = await (await result).steps;
        expect(done.map((step: { providerMetadata: unknown }) => reportIn(step).target)).toEqual([
          'strong',
          'strong',
        ]);
        expect(reportIn(done[1]).tier).toBe('complex');
        expect(models.strong.calls).toHaveLength(2);
        expect(JSON.stringify(models.strong.calls)).not.toContain('"routed"');
        // The same id in another conversation is not that loop.
        isHard = false;
        const { toolCallId } = done[0].toolCalls[0];
        const other = await sdk.generateText({
          model: routed('auto'),
          messages: [{ role: 'user', content: 'Something else' }, ...foreignCall(toolCallId, bench)],
        });
        expect(reportIn(other).target).toBe('weak');
      },
    }),
  ),
  {
    name: 'a tool loop with generateText, summed up by routedReport',
    async run(bench) {
      const { sdk, routed, steps, door, inputOf } = bench;
      const result = await sdk.generateText({
        model: routed()('auto'),
        prompt: asks,
        tools: { weather: weather(bench) },
        ...steps(3),
      });
      expect(result.steps).toHaveLength(2);
      expect(inputOf(result.steps[0].toolCalls[0])).toEqual({ city: 'Paris' });
      expect(result.steps[0].toolResults).toMatchObject([{ toolName: 'weather' }]);
      expect(result.text).toContain('Sunny in Paris');
      const report = await door.routedReport(result);
      expect(report).toMatchObject({ calls: 2 });
      expect(report.attempts).toHaveLength(2);
    },
  },
  {
    name: 'a tool loop with streamText',
    async run(bench) {
      const { sdk, routed, steps, door } = bench;
      const result = sdk.streamText({
        model: routed()('auto'),
        prompt: asks,
        tools: { weather: weather(bench) },
        ...steps(3),
      });
      await result.consumeStream();
      const [first, second] = await result.steps;
      expect(first.finishReason).toBe('tool-calls');
      expect(second.text).toContain('Sunny in Paris');
      expect((await door.routedReport(result)).calls).toBe(2);
    },
  },
  {
    name: 'the input of a tool streams',
    async run(bench) {
      const { sdk, routed, inputDelta, toolCallStreaming } = bench;
      const parts = await partsOf(
        sdk.streamText({
          model: routed()('auto'),
          prompt: asks,
          tools: { weather: weather(bench) },
          ...toolCallStreaming,
        }),
      );
      const types = parts.map(({ type }) => type);
      expect(types).toContain(inputDelta);
      expect(types.indexOf(inputDelta)).toBeLessThan(types.indexOf('tool-call'));
      expect(types.filter(type => type === 'tool-call')).toHaveLength(1);
    },
  },
  ...(['required', 'none', { type: 'tool', toolName: 'second' }] as const).map(
    (toolChoice): Scenario => ({
      name: `toolChoice ${typeof toolChoice === 'string' ? toolChoice : 'of one tool'}`,
      async run({ sdk, routed, tool }) {
        const input = z.object({ value: z.string() });
        const { toolCalls } = await sdk.generateText({
          model: routed()('auto'),
          prompt: 'Good morning',
          tools: {
            first: tool({ description: 'The first', input }),
            second: tool({ description: 'The second', input }),
          },
          toolChoice,
        });
        const names = toolCalls.map(({ toolName }: { toolName: string }) => toolName);
        if (toolChoice === 'none') expect(names).toEqual([]);
        else expect(names).toEqual([toolChoice === 'required' ? expect.any(String) : 'second']);
      },
    }),
  ),
  ...(['generateText', 'streamText'] as const).flatMap((method): Scenario[] => [
    {
      name: `reasoning signatures survive the next step of ${method}`,
      async run(bench) {
        const { sdk, scripted, steps } = bench;
        const { routed, calls } = scripted(twoSteps);
        const result = sdk[method]({
          model: routed('auto'),
          prompt: asks,
          tools: { weather: weather(bench) },
          ...steps(3),
        });
        if (method === 'streamText') await result.consumeStream();
        else await result;
        const [reasoning] = calls[1].prompt.findLast(
          ({ role }: { role: string }) => role === 'assistant',
        ).content;
        expect(reasoning).toMatchObject({ type: 'reasoning', text: 'A tool would know.' });
        expect(reasoning.providerOptions).toMatchObject(signed);
      },
    },
    {
      name: `what a provider says of its tool calls survives the next step of ${method}`,
      async run(bench) {
        const { sdk, scripted, steps } = bench;
        const { routed, calls } = scripted(twoSteps);
        const result = sdk[method]({
          model: routed('auto'),
          prompt: asks,
          tools: { weather: weather(bench) },
          ...steps(3),
        });
        if (method === 'streamText') await result.consumeStream();
        else await result;
        const { content } = calls[1].prompt.findLast(({ role }: { role: string }) => role === 'assistant');
        const call = content.find(({ type }: { type: string }) => type === 'tool-call');
        expect(call.input).toEqual({ city: 'Paris' });
        expect(call.providerOptions).toMatchObject(thought);
        const { content: results } = calls[1].prompt.findLast(
          ({ role }: { role: string }) => role === 'tool',
        );
        expect(results[0]).toMatchObject({
          type: 'tool-result',
          toolCallId: 'call-1',
          output: { type: 'text', value: 'Sunny in Paris' },
        });
      },
    },
  ]),
  {
    name: 'what a provider says of its reasoning before its end survives the next step',
    async run(bench) {
      const { sdk, scripted, steps } = bench;
      const { routed, calls } = scripted([streamedThoughts, 'Sunny.']);
      const result = sdk.streamText({
        model: routed('auto'),
        prompt: asks,
        tools: { weather: weather(bench) },
        ...steps(3),
      });
      await result.consumeStream();
      const { content } = calls[1].prompt.findLast(({ role }: { role: string }) => role === 'assistant');
      expect(content.slice(0, 2)).toEqual([
        {
          type: 'reasoning',
          text: 'A tool would know.',
          providerOptions: { anthropic: { signature: 'c2ln' } },
        },
        { type: 'reasoning', text: '', providerOptions: { anthropic: { redactedData: 'cmVk' } } },
      ]);
    },
  },
  {
    name: 'two reasonings that stream at a time, each with a signature',
    async run({ sdk, scripted, reasoningOf }) {
      const { routed } = scripted(mixedThoughts);
      const stream = sdk.streamText({ model: routed('auto'), prompt: 'Hi' });
      await stream.consumeStream();
      expect(await reasoningOf(stream)).toContain('Two.');
      expect(await stream.text).toBe('Three.');
    },
  },
  {
    name: 'a tool that fails: the error reaches the model as an error',
    only: [5, 6, 7],
    async run({ sdk, scripted, steps, tool }) {
      const { routed, calls } = scripted(twoSteps);
      const failing = tool({
        description: 'Fails',
        input: z.object({ city: z.string() }),
        execute: async () => {
          throw new Error('no network');
        },
      });
      await sdk.generateText({
        model: routed('auto'),
        prompt: asks,
        tools: { weather: failing },
        ...steps(2),
      });
      const { content } = calls[1].prompt.findLast(({ role }: { role: string }) => role === 'tool');
      expect(content[0].output).toMatchObject({
        type: 'error-text',
        value: expect.stringContaining('no network'),
      });
    },
  },
  {
    name: "a provider's own tool that was not declared does not break it",
    async run({ sdk, scripted, version }) {
      const { routed } = scripted(
        answer([
          {
            type: 'tool-call',
            toolCallId: 's1',
            toolName: 'search',
            input: '{}',
            providerExecuted: true,
            dynamic: true,
          },
          { type: 'tool-result', toolCallId: 's1', toolName: 'search', result: { found: 1 }, dynamic: true },
          { type: 'text', text: 'Found it.' },
        ]),
      );
      const call = { model: routed('auto'), prompt: 'Hi' };
      expect((await sdk.generateText(call)).text).toBe('Found it.');
      const stream = sdk.streamText(call);
      const parts = await partsOf(stream);
      expect(parts.filter(({ type }) => type === 'error')).toEqual([]);
      expect(await stream.text).toBe('Found it.');
      const has = parts.some(({ type }) => type === 'tool-call');
      expect(has).toBe(version >= 6);
    },
  },
  {
    name: 'a request for approval is an error where nobody can give it',
    only: [4, 5],
    async run({ sdk, scripted }) {
      const { routed } = scripted(
        answer([
          { type: 'tool-call', toolCallId: 'm1', toolName: 'pay', input: '{}', providerExecuted: true },
          { type: 'tool-approval-request', approvalId: 'a1', toolCallId: 'm1' },
        ]),
      );
      const call = { model: routed('auto'), prompt: 'Hi', maxRetries: 0 };
      await expect(sdk.generateText(call)).rejects.toMatchObject({
        name: 'AI_UnsupportedFunctionalityError',
      });
      const errors: unknown[] = [];
      const parts = await partsOf(
        sdk.streamText({ ...call, onError: ({ error }: { error: unknown }) => void errors.push(error) }),
      );
      expect(parts.filter(({ type }) => type === 'error')).toHaveLength(1);
      expect(String(errors[0])).toContain('approval');
    },
  },
  {
    name: 'a step of a loop is not taken for a new ask',
    async run(bench) {
      const { sdk, routed, steps } = bench;
      const { steps: done } = await sdk.generateText({
        model: routed()('auto'),
        prompt: asks,
        tools: { weather: weather(bench) },
        ...steps(3),
      });
      const [first, second] = done.map(reportIn);
      expect(second.tier).toBe(first.tier);
    },
  },
];
