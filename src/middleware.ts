import type { LanguageModelV4Middleware } from '@ai-sdk/provider';
import { APICallError } from '@ai-sdk/provider';
import type { Model, ModelOptions } from './core/model.js';
import type { RoutedOptions } from './options.js';
import { createRouted } from './routed.js';
import type { TargetOptions } from './target-options.js';

/**
 * What every middleware here takes besides its own options. Without a `name` its state lives as long as the wrapped
 * model; where models are made per request, give it a name, and they share it.
 */
export type MiddlewareSettings = Pick<RoutedOptions, 'name' | 'onEvent' | 'world'>;

type PolicyOptions<Policy extends 'retry' | 'breaker' | 'admission' | 'timeout'> = Exclude<
  NonNullable<RoutedOptions[Policy]>,
  false
>;

/**
 * Retries one model: backoff with full jitter, the server's own wait, a retry budget. The AI SDK's `maxRetries` no
 * longer multiplies it: what is thrown in the end is not retryable.
 * @throws InvalidOptionsError for a wrong option
 */
export function retry(
  options: PolicyOptions<'retry'> = {},
  settings?: MiddlewareSettings,
): LanguageModelV4Middleware {
  return policy({ retry: options }, {}, settings);
}

/** Leaves a failing model alone, and finds out with one probe when it is back. Throws `CircuitOpenError` meanwhile. */
export function circuitBreaker(
  options: PolicyOptions<'breaker'> = {},
  settings?: MiddlewareSettings,
): LanguageModelV4Middleware {
  return policy({ breaker: options }, {}, settings);
}

/**
 * One line in front of a model: slots, requests and tokens per minute, priority classes, fair shares of tenants
 * (`providerOptions.routed`: `priority`, `tenant`, `deadlineMs`). Throws `QueueFullError`.
 */
export function admission(
  { limits, ...options }: PolicyOptions<'admission'> & Pick<TargetOptions, 'limits'> = {},
  settings?: MiddlewareSettings,
): LanguageModelV4Middleware {
  return policy({ admission: options }, { limits }, settings);
}

/** Ends an attempt that takes too long: headers, first content, silence, the whole. */
export function timeout(
  options: PolicyOptions<'timeout'> = {},
  settings?: MiddlewareSettings,
): LanguageModelV4Middleware {
  return policy({ timeout: options }, {}, settings);
}

/** Says in `providerMetadata.routed` what a call cost, in whole nano-dollars. */
export function costAccounting(
  { price }: Pick<TargetOptions, 'price'>,
  settings?: MiddlewareSettings,
): LanguageModelV4Middleware {
  return policy({}, { price }, settings);
}

type Policies = Pick<RoutedOptions, 'retry' | 'breaker' | 'admission' | 'timeout'>;
const allOff: Policies = { retry: false, breaker: false, admission: false, timeout: false };

/** One policy is an instance with one target, the wrapped model, and all other policies off. */
function policy(
  policies: Policies,
  facts: Omit<TargetOptions, 'model' | 'preset'>,
  settings: MiddlewareSettings = {},
): LanguageModelV4Middleware {
  const make = (model: Model): Model => {
    const targets = { [model.modelId]: { ...facts, model } };
    return createRouted({ ...settings, ...allOff, ...policies, targets })(model.modelId);
  };
  // A wrong option is told when the middleware is made, not at the first call.
  make(nobody);
  const models = new WeakMap<Model, Model>();
  const modelFor = (model: Model): Model => {
    const made = models.get(model) ?? make(model);
    models.set(model, made);
    return made;
  };
  const retries = policies.retry !== undefined;
  const run = <Result>(call: PromiseLike<Result>): PromiseLike<Result> =>
    retries ? call : call.then(undefined, leaveRetriesToTheSdk);
  return {
    specificationVersion: 'v4',
    wrapGenerate: ({ model, params }) => run(modelFor(model).doGenerate(params as ModelOptions)),
    wrapStream: ({ model, params }) => run(modelFor(model).doStream(params as ModelOptions)),
  };
}

/** Ours are off, so the AI SDK's own must still work: a failed connection or a busy server may be tried again. */
function leaveRetriesToTheSdk(error: unknown): never {
  if (!APICallError.isInstance(error)) throw error;
  const { message, url, statusCode, responseHeaders, responseBody, cause } = error;
  const copy = new APICallError({
    message,
    url,
    requestBodyValues: undefined,
    statusCode,
    responseHeaders,
    responseBody,
    cause,
    ...(statusCode === undefined ? { isRetryable: true } : {}),
  });
  throw Object.defineProperty(copy, 'stack', { value: error.stack, configurable: true, writable: true });
}

const nobody: Model = {
  specificationVersion: 'v4',
  provider: 'nobody',
  modelId: 'nobody',
  supportedUrls: {},
  doGenerate: () => Promise.reject(new Error('Nobody is asked.')),
  doStream: () => Promise.reject(new Error('Nobody is asked.')),
};
