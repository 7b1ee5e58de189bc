import { z } from 'zod';
import type { Model, ModelPart, ModelResult } from '../../src/core/model.js';
import type { RoutedReport } from '../../src/core/report.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import type { Script } from '../../src/testing/scripted-model.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import type { Loose, Major } from './majors.js';

/** What a scenario works with: a major of the SDK, its door before the sandbox, or before models that play scripts. */
export interface Bench extends Major {
  readonly sandbox: Sandbox;
  /** A provider whose targets are the sandbox's models. */
  readonly routed: (options?: object) => Loose;
  /** A provider with one target that plays scripts. */
  readonly scripted: (
    script: Script | readonly Script[],
    extras?: Partial<Model>,
  ) => { routed: Loose; calls: Loose[] };
  /** Sets a fault, runs, and clears it. */
  readonly during: <Value>(modelId: string, fault: object, run: () => Promise<Value>) => Promise<Value>;
}

export function benchOf(major: Major, sandbox: Sandbox): Bench {
  return {
    ...major,
    sandbox,
    routed: (options = {}) =>
      major.createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url, ...options }),
    scripted(script, extras = {}) {
      const model = scriptedModel({ script });
      const target = new Proxy(model, {
        get: (of, key) => (key in extras ? Reflect.get(extras, key) : Reflect.get(of, key)),
      });
      const routed = major.createRouted({
        targets: { a: { model: target, price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 } } },
        routes: { simple: ['a'], medium: ['a'], complex: ['a'] },
      });
      return { routed, calls: model.calls as Loose[] };
    },
    async during(modelId, fault, run) {
      sandbox.setFault(modelId, fault as Parameters<Sandbox['setFault']>[1]);
      try {
        return await run();
      } finally {
        sandbox.setFault('*', null);
      }
    },
  };
}

export interface Scenario {
  readonly name: string;
  /** The majors that have what it is about; all of them by default. */
  readonly only?: readonly Major['version'][];
  readonly run: (bench: Bench) => Promise<void>;
}

export const reportIn = (result: { providerMetadata?: unknown }): RoutedReport =>
  (result.providerMetadata as { routed: RoutedReport }).routed;

export const person = z.object({ name: z.string(), age: z.number() });

export const weather = ({ tool }: Major) =>
  tool({
    description: 'The weather in a city',
    input: z.object({ city: z.string() }),
    execute: async ({ city }: { city: string }) => `Sunny in ${city}`,
  });

export const asks = 'What is the weather in Paris?';

type Reason = ModelResult['finishReason']['unified'];

const ending = (reason: Reason) => ({
  finishReason: { unified: reason, raw: reason },
  usage: {
    inputTokens: { total: 100, noCache: 60, cacheRead: 40, cacheWrite: 0 },
    outputTokens: { total: 20, text: 15, reasoning: 5 },
  },
});

/** An answer of a scripted model. */
export const answer = (content: ModelResult['content'], reason: Reason = 'stop'): Script => ({
  result: { content, ...ending(reason), warnings: [] },
});

/** The last part of a scripted stream. */
export const finish = (reason: Reason): ModelPart => ({ type: 'finish', ...ending(reason) });

/** Reads all parts of a stream of the SDK. */
export async function partsOf(result: Loose): Promise<Loose[]> {
  const parts: Loose[] = [];
  for await (const part of result.fullStream) parts.push(part);
  return parts;
}

export const rejection = (promise: PromiseLike<unknown>): Promise<Loose> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('It was expected to fail.');
    },
    error => error,
  );
