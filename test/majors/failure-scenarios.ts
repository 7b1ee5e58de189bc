import { expect } from 'vitest';
import type { Scenario } from './bench.js';
import { partsOf, rejection } from './bench.js';

/** Trouble: aborts, faults before and in the middle of an answer, and whose error it is. */
export const failureScenarios: readonly Scenario[] = [
  {
    name: "a caller's fault is the provider's own error, sent once",
    async run({ sdk, routed, sandbox, during }) {
      const before = sandbox.requests().total;
      await during('*', { kind: 'status', status: 400 }, async () => {
        const error = await rejection(
          sdk.generateText({ model: routed()('auto'), prompt: 'Hi', maxRetries: 2 }),
        );
        expect(sdk.APICallError.isInstance(error)).toBe(true);
        expect(error.statusCode).toBe(400);
        expect(sandbox.requests().total - before).toBe(1);
      });
    },
  },
  {
    name: "the SDK's own retry does not run the chain again",
    async run({ sdk, routed, sandbox, during }) {
      const before = sandbox.requests().total;
      await during('*', { kind: 'status', status: 503 }, async () => {
        const model = routed({ retry: { maxAttempts: 3 } })('auto');
        const error = await rejection(sdk.generateText({ model, prompt: 'Hi', maxRetries: 2 }));
        expect(error).toMatchObject({ name: 'AllTargetsFailedError', statusCode: 503 });
        expect(sandbox.requests().total - before).toBe(3);
      });
    },
  },
  {
    name: 'nor that of a stream',
    async run({ sdk, routed, sandbox, during }) {
      const before = sandbox.requests().total;
      await during('*', { kind: 'status', status: 503 }, async () => {
        const errors: unknown[] = [];
        const model = routed({ retry: { maxAttempts: 3 } })('auto');
        const parts = await partsOf(
          sdk.streamText({
            model,
            prompt: 'Hi',
            maxRetries: 2,
            onError: ({ error }: { error: unknown }) => void errors.push(error),
          }),
        );
        expect(parts.filter(({ type }) => type === 'error')).toHaveLength(1);
        expect(errors).toMatchObject([{ name: 'AllTargetsFailedError' }]);
        expect(sandbox.requests().total - before).toBe(3);
      });
    },
  },
  {
    name: 'a killed model is passed by before the first word',
    async run({ sdk, routed, during }) {
      await during('deepseek-v3.2', { kind: 'reset' }, async () => {
        const model = routed()('simple');
        expect((await sdk.generateText({ model, prompt: 'Hi' })).response.modelId).toBe('gemini-2.5-flash');
        const stream = sdk.streamText({ model: routed()('simple'), prompt: 'Hi' });
        const parts = await partsOf(stream);
        expect(parts.filter(({ type }) => type === 'error')).toEqual([]);
        expect((await stream.response).modelId).toBe('gemini-2.5-flash');
      });
    },
  },
  {
    name: 'a stream that breaks off ends with one error and one finish',
    async run({ sdk, routed, during, textDeltaOf }) {
      await during('*', { kind: 'cut', afterChunks: 4 }, async () => {
        const parts = await partsOf(
          sdk.streamText({ model: routed()('complex'), prompt: 'Tell me a story', onError() {} }),
        );
        const ofType = (wanted: string) => parts.filter(({ type }) => type === wanted);
        expect(ofType('text-delta').map(textDeltaOf).join('')).not.toBe('');
        expect(ofType('error')).toHaveLength(1);
        expect(ofType('finish')).toHaveLength(1);
      });
    },
  },
  {
    name: "a caller's abort is rethrown as it came",
    async run({ sdk, routed, during, sandbox }) {
      const reason = new Error('enough');
      await during('*', { kind: 'hang' }, async () => {
        const controller = new AbortController();
        const pending = rejection(
          sdk.generateText({ model: routed()('auto'), prompt: 'Hi', abortSignal: controller.signal }),
        );
        setTimeout(() => controller.abort(reason), 20);
        expect(await pending).toBe(reason);
      });
      await expect.poll(() => inFlight(sandbox)).toBe(0);
    },
  },
  {
    name: 'an abort in the middle of a stream frees the socket',
    async run({ sdk, version, routed, during, sandbox }) {
      await during('*', { kind: 'stall', afterChunks: 3 }, async () => {
        const controller = new AbortController();
        const result = sdk.streamText({
          model: routed()('complex'),
          prompt: 'Tell me a story',
          abortSignal: controller.signal,
          onError() {},
        });
        const read = async () => {
          for await (const part of result.fullStream) if (part.type === 'text-delta') controller.abort();
        };
        // AI SDK 4 throws out of the stream, later ones end it with a part.
        if (version === 4) expect(await rejection(read())).toMatchObject({ name: 'AbortError' });
        else await read();
        await expect.poll(() => inFlight(sandbox)).toBe(0);
      });
    },
  },
  {
    name: 'an unknown model is named with its nearest names',
    async run({ sdk, routed }) {
      const error = await rejection(Promise.resolve().then(() => routed()('gpt-4.l')));
      expect(sdk.NoSuchModelError.isInstance(error)).toBe(true);
      expect(error.message).toContain('gpt-4.1');
    },
  },
];

const inFlight = (sandbox: { requests(): { byModel: Record<string, { inFlight: number }> } }) =>
  Object.values(sandbox.requests().byModel).reduce((sum, model) => sum + model.inFlight, 0);
