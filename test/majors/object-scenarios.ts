import { expect } from 'vitest';
import { z } from 'zod';
import type { Scenario } from './bench.js';
import { person, reportIn } from './bench.js';
import type { Loose } from './majors.js';

const wrong = { name: 'Ada', age: 'thirty-six' };
const head = { id: 'x', created: 1, model: 'deepseek-v3.2' };
const usage = { prompt_tokens: 50, completion_tokens: 10, total_tokens: 60 };
/** What a model answers that does not keep to a schema. */
const wrongBody = {
  kind: 'body',
  contentType: 'application/json',
  body: JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [
      { index: 0, message: { role: 'assistant', content: JSON.stringify(wrong) }, finish_reason: 'stop' },
    ],
    usage,
  }),
};
const wrongEvents = {
  kind: 'body',
  contentType: 'text/event-stream',
  body: [
    { delta: { role: 'assistant', content: '' }, finish_reason: null },
    { delta: { content: JSON.stringify(wrong) }, finish_reason: null },
    { delta: {}, finish_reason: 'stop' },
  ]
    .map(choice => ({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }], usage }))
    .map(event => `data: ${JSON.stringify(event)}\n\n`)
    .concat('data: [DONE]\n\n')
    .join(''),
};
const extracts = 'Extract the name and the age: I am Ada, 36.';

/** Objects: every mode and strategy, and targets that cannot be held to a schema. */
export const objectScenarios: readonly Scenario[] = [
  ...([undefined, 'auto', 'json', 'tool'] as const).map(
    (mode): Scenario => ({
      name: `generateObject and streamObject${mode === undefined ? '' : ` in mode ${mode}`}`,
      ...(mode === undefined ? {} : { only: [4] }),
      async run({ sdk, routed }) {
        const call = { model: routed()('auto'), prompt: extracts, schema: person, ...(mode && { mode }) };
        const { object } = await sdk.generateObject(call);
        expect(person.safeParse(object).success).toBe(true);
        const stream = sdk.streamObject(call);
        const partials: unknown[] = [];
        for await (const partial of stream.partialObjectStream) partials.push(partial);
        expect(partials.length).toBeGreaterThan(1);
        expect(person.safeParse(await stream.object).success).toBe(true);
      },
    }),
  ),
  {
    name: 'an object by a plain JSON schema',
    async run({ sdk, routed }) {
      const schema = sdk.jsonSchema({
        type: 'object',
        properties: { n: { type: 'number' } },
        required: ['n'],
        additionalProperties: false,
      });
      const { object } = await sdk.generateObject({ model: routed()('auto'), prompt: 'A number', schema });
      expect(object.n).toBeTypeOf('number');
    },
  },
  {
    name: 'an array of objects, streamed by its elements',
    async run({ sdk, routed }) {
      const call = { model: routed()('auto'), prompt: extracts, output: 'array', schema: person };
      const { object } = await sdk.generateObject(call);
      expect(z.array(person).safeParse(object).success).toBe(true);
      const elements: unknown[] = [];
      for await (const element of sdk.streamObject(call).elementStream) elements.push(element);
      expect(z.array(person).safeParse(elements).success).toBe(true);
    },
  },
  {
    name: 'one of some words',
    async run({ sdk, routed }) {
      const words = ['red', 'green'];
      const { object } = await sdk.generateObject({
        model: routed()('auto'),
        prompt: 'Which colour?',
        output: 'enum',
        enum: words,
      });
      expect(words).toContain(object);
    },
  },
  {
    name: 'JSON without a schema',
    async run({ sdk, routed }) {
      const { object } = await sdk.generateObject({
        model: routed()('auto'),
        prompt: 'Some JSON',
        output: 'no-schema',
      });
      expect(object).toMatchObject({ simulated: true });
    },
  },
  {
    name: 'structured output of generateText',
    async run({ sdk, routed, structured }) {
      const { options, objectOf } = structured(sdk, person);
      const result = await sdk.generateText({ model: routed()('auto'), prompt: extracts, ...options });
      expect(person.safeParse(await objectOf(result)).success).toBe(true);
    },
  },
  ...(['deepseek', 'anthropic'] as const).map(
    (preset): Scenario => ({
      name: `an object from ${preset}, which takes no schema`,
      async run({ sdk, createRouted, sandbox }) {
        const { apiKey, url: baseURL } = sandbox;
        const modelId = preset === 'deepseek' ? 'deepseek-v3.2' : 'claude-sonnet-4.5';
        const routed = createRouted({
          targets: { only: { preset, modelId, apiKey, baseURL } },
          routes: { simple: ['only'], medium: ['only'], complex: ['only'] },
        });
        const call = { model: routed('auto'), prompt: extracts, schema: person };
        const { object, warnings } = await sdk.generateObject(call);
        expect(person.safeParse(object).success).toBe(true);
        expect(JSON.stringify(warnings)).toContain('only takes no JSON schema');
        const stream = sdk.streamObject(call);
        for await (const _ of stream.partialObjectStream);
        expect(person.safeParse(await stream.object).success).toBe(true);
      },
    }),
  ),
  {
    name: 'an object that does not match is replaced by the tier above, over a socket',
    async run({ sdk, routed, during, sandbox }) {
      const ask = {
        model: routed({ cascade: { stream: 'buffer' } })('simple'),
        prompt: extracts,
        schema: person,
      };
      const told = { target: 'gemini-2.5-flash', tier: 'medium', ruledTier: 'simple' };
      const before = sandbox.requests().total;
      const whole: Loose = await during('deepseek-v3.2', wrongBody, () => sdk.generateObject(ask));
      expect(person.safeParse(whole.object).success).toBe(true);
      const report = reportIn({
        providerMetadata: whole.providerMetadata ?? whole.experimental_providerMetadata,
      });
      expect(report).toMatchObject({ ...told, attempts: [{ outcome: 'ok' }, { outcome: 'ok' }] });
      expect(report.costNanoUsd).toBe(
        report.attempts.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0),
      );
      const object = await during('deepseek-v3.2', wrongEvents, async () => {
        const stream = sdk.streamObject(ask);
        for await (const _ of stream.partialObjectStream);
        expect((await stream.response).modelId).toBe('gemini-2.5-flash');
        return stream.object;
      });
      expect(person.safeParse(object).success).toBe(true);
      expect(sandbox.requests().total - before).toBe(4);
    },
  },
  {
    name: 'an answer that is no JSON is the error of the SDK',
    async run({ sdk, scripted }) {
      const { routed } = scripted('not JSON');
      const failing = sdk.generateObject({
        model: routed('auto'),
        prompt: 'Hi',
        schema: person,
        maxRetries: 0,
      });
      await expect(failing).rejects.toSatisfy((error: unknown) =>
        sdk.NoObjectGeneratedError.isInstance(error),
      );
    },
  },
];
