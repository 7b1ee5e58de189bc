import { OpenTelemetry } from '@ai-sdk/otel';
import { generateText, streamText } from 'ai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRouted } from '../../src/index.js';
import { otelListener } from '../../src/otel.js';
import { start } from '../sandbox/start.js';
import { childrenOf, idOf, telemetry } from './ground.js';

describe('beside the telemetry of AI SDK 7', () => {
  let sdk: ReturnType<typeof telemetry>;
  let undo: () => void;
  beforeEach(() => {
    sdk = telemetry();
    undo = sdk.register();
  });
  afterEach(() => undo());

  const withTelemetry = () => ({ integrations: [new OpenTelemetry()], functionId: 'test' });
  const secret = 'PLANTED-SECRET';

  it.each(['generate', 'stream'] as const)(
    'spans of a %s are children of its call, and hold no text of it',
    async form => {
      const { url, apiKey } = await start();
      const routed = createRouted({ baseURL: url, apiKey, onEvent: otelListener() });
      const given = {
        model: routed('auto'),
        prompt: `Translate: ${secret} to Vietnamese`,
        temperature: 0.25,
        telemetry: withTelemetry(),
      };
      if (form === 'generate') await generateText(given);
      else for await (const _ of streamText(given).textStream);
      const spans = sdk.spans();
      const call = spans.find(({ name }) => name === 'routed auto')!;
      const parent = spans.find(span => idOf(span) === call.parentSpanContext?.spanId)!;
      expect(parent.name).toBe('chat auto');
      expect(parent.attributes).toHaveProperty(['gen_ai.request.model'], 'auto');
      const [attempt] = childrenOf(spans, call);
      expect(attempt!.name).toBe('chat deepseek-v3.2');
      expect(attempt!.attributes).toMatchObject({
        'gen_ai.provider.name': 'holysheep',
        'gen_ai.request.model': 'deepseek-v3.2',
        'gen_ai.request.temperature': 0.25,
        'gen_ai.response.id': expect.any(String),
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': expect.any(Number),
      });
      expect(JSON.stringify(parent.attributes)).toContain(secret);
      const ours = JSON.stringify([call, attempt!].map(({ attributes, events }) => ({ attributes, events })));
      expect(ours).not.toContain(secret);
      expect(ours).not.toContain(apiKey);
    },
  );

  it('spans of calls side by side are each under their own', async () => {
    const { url, apiKey } = await start();
    const routed = createRouted({ baseURL: url, apiKey, onEvent: otelListener() });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        generateText({ model: routed('auto'), prompt: `Translate: ${index}`, telemetry: withTelemetry() }),
      ),
    );
    const spans = sdk.spans();
    const parents = spans.filter(({ name }) => name === 'chat auto');
    expect(parents).toHaveLength(8);
    for (const parent of parents) {
      const children = childrenOf(spans, parent);
      expect(children.map(({ name }) => name)).toEqual(['routed auto']);
      expect(childrenOf(spans, children[0]!)).toHaveLength(1);
    }
  });
});
