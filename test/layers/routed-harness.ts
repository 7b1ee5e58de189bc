import { APICallError } from '@ai-sdk/provider';
import type { RoutedEvent } from '../../src/core/events.js';
import type { Model, ModelOptions, ModelPart } from '../../src/core/model.js';
import type { RoutedReport } from '../../src/core/report.js';
import type { RoutedOptions } from '../../src/options.js';
import { createRouted } from '../../src/routed.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import type { Script, ScriptedModel } from '../../src/testing/scripted-model.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';

type Scripts = Readonly<Record<string, Script | readonly Script[] | ((call: number) => Script)>>;
type TargetExtras = Readonly<Record<string, Record<string, unknown>>>;

/** Targets a, b, c ... that play scripts, each dearer than the one before, in a world whose clock the test moves. */
export function harness(
  scripts: Scripts,
  options: Omit<RoutedOptions, 'targets' | 'world'> & { extras?: TargetExtras } = {},
) {
  const { extras = {}, ...rest } = options;
  const world = fakeWorld();
  const events: RoutedEvent[] = [];
  const models: Record<string, ScriptedModel> = {};
  const targets: Record<string, Record<string, unknown>> = {};
  Object.entries(scripts).forEach(([id, script], index) => {
    const model = scriptedModel({ script, world, modelId: `${id}-model`, provider: `${id}.chat` });
    models[id] = model;
    targets[id] = {
      model,
      price: { inputUsdPerMTok: index + 1, outputUsdPerMTok: 2 * (index + 1) },
      ...extras[id],
    };
  });
  const ids = Object.keys(scripts);
  const routed = createRouted({
    routes: { simple: ids, medium: ids, complex: ids },
    onEvent: event => events.push(event),
    ...rest,
    world,
    targets: targets as NonNullable<RoutedOptions['targets']>,
  });
  return {
    routed,
    world,
    events,
    models,
    eventsOf: (type: RoutedEvent['type']) => events.filter(event => event.type === type),
  };
}

export const ask = (
  text = 'Translate: Hello world to Vietnamese',
  more: Partial<ModelOptions> = {},
): ModelOptions => ({
  prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
  ...more,
});

export const asking = (routed: Record<string, unknown>): ModelOptions =>
  ask(undefined, { providerOptions: { routed: routed as never } });

/** An error as a provider of the SDK throws it. */
export const httpError = (
  statusCode: number,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): APICallError =>
  new APICallError({
    message: `status ${statusCode}`,
    url: 'https://upstream.example/v1/chat/completions',
    requestBodyValues: { messages: ['the whole prompt'] },
    statusCode,
    responseHeaders: headers,
    responseBody: body === undefined ? '' : JSON.stringify(body),
    data: body,
    isRetryable: statusCode >= 500 || statusCode === 429,
  });

/** A refused connection, as `fetch` of Node reports it through the SDK. */
export const connectionError = (code = 'ECONNREFUSED'): APICallError =>
  new APICallError({
    message: 'Cannot connect to API',
    url: 'https://upstream.example',
    requestBodyValues: {},
    isRetryable: true,
    cause: Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) }),
  });

/** What a promise came to, without a rejection ever going unheard. */
export function outcomeOf<Value>(promise: PromiseLike<Value>): {
  value?: Value;
  error?: unknown;
  isDone: boolean;
} {
  const outcome: { value?: Value; error?: unknown; isDone: boolean } = { isDone: false };
  promise.then(
    value => Object.assign(outcome, { value, isDone: true }),
    error => Object.assign(outcome, { error, isDone: true }),
  );
  return outcome;
}

export function reportIn(result: { providerMetadata?: Record<string, unknown> | undefined }): RoutedReport {
  return result.providerMetadata?.routed as RoutedReport;
}

export function textOf(parts: readonly ModelPart[]): string {
  return parts.map(part => (part.type === 'text-delta' ? part.delta : '')).join('');
}

/** Reads a stream of the model to its end. */
export async function readAll(stream: ReadableStream<ModelPart>): Promise<ModelPart[]> {
  const parts: ModelPart[] = [];
  for await (const part of stream as unknown as AsyncIterable<ModelPart>) parts.push(part);
  return parts;
}

export type { Model };
