import { expect } from 'vitest';
import { z } from 'zod';
import type { Scenario } from './bench.js';
import { person } from './bench.js';

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
