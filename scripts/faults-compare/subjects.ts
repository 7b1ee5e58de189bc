import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import { createFallback } from 'ai-fallback';
import { createRetryableModel, error, timeout } from 'ai-retry/language-model';
import { createRouted } from 'ai-sdk-routed';
import { limitMs } from './limits.js';

export type Model = Exclude<LanguageModel, string> & { readonly specificationVersion: 'v4' };

/** One provider of an application: where it is, and how it is reached. */
export interface Endpoint {
  readonly id: string;
  readonly baseURL: string;
  readonly apiKey: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof fetch | undefined;
  /** Instead of all that: a model of the application's own. */
  readonly model: Model | undefined;
  /** For a package that asks for it. */
  readonly contextTokens: number | undefined;
}

/** A model, and the settings that its makers would have the application call it with. */
export interface Built {
  readonly model: Model;
  readonly settings: { readonly maxRetries?: number };
}

export type SubjectName = 'ai-sdk-routed' | 'AI SDK' | 'ai-retry' | 'ai-fallback';

interface BuildOptions {
  /** The application sets the SDK's own `timeout`, and so has something to recover from. */
  readonly hasSdkTimeout: boolean;
  /** Many calls at once on a busy machine take their time: then the limits of ours are as they are by default. */
  readonly isPatient: boolean;
}

const limits = {
  responseMs: limitMs,
  firstContentMs: limitMs,
  idleMs: limitMs,
  attemptMs: limitMs,
  unreadMs: limitMs,
};

export const subjects: Readonly<
  Record<SubjectName, (endpoints: readonly Endpoint[], options: BuildOptions) => Built>
> = {
  'ai-sdk-routed': (endpoints, { isPatient }) => {
    const ids = endpoints.map(({ id }) => id);
    const routed = createRouted({
      timeout: isPatient ? {} : limits,
      fetch: endpoints[0]?.fetch,
      targets: Object.fromEntries(endpoints.map((endpoint, index) => [endpoint.id, target(endpoint, index)])),
      routes: { simple: ids, medium: ids, complex: ids },
    });
    return { model: routed('auto') as Model, settings: {} };
  },
  'AI SDK': ([first]) => ({ model: provided(first as Endpoint), settings: {} }),
  'ai-retry': ([first, second], { hasSdkTimeout }) => {
    const model = provided(first as Endpoint);
    const other = second === undefined ? undefined : provided(second);
    const again = error.isRetryable(true).retry({ delay: 1_000, backoffFactor: 2, maxAttempts: 3 });
    const recover =
      other !== undefined && hasSdkTimeout ? [timeout().switch({ model: other, timeout: limitMs })] : [];
    const retries = other === undefined ? [again] : [...recover, other];
    return {
      model: createRetryableModel({ model, retries }) as Model,
      settings: { maxRetries: 0 },
    };
  },
  'ai-fallback': endpoints => ({ model: createFallback({ models: endpoints.map(provided) }), settings: {} }),
};

function provided({ id, model, ...settings }: Endpoint): Model {
  if (model !== undefined) return model;
  const { baseURL, apiKey, headers, fetch } = settings;
  const provider = createOpenAICompatible({
    name: 'compared',
    baseURL,
    apiKey,
    headers,
    includeUsage: true,
    ...(fetch === undefined ? {} : { fetch }),
  });
  return provider.chatModel(`${id}-model`) as Model;
}

/** B is dearer: A is asked first. */
function target({ id, baseURL, apiKey, headers, model, contextTokens }: Endpoint, index: number) {
  const price = { inputUsdPerMTok: index + 1, outputUsdPerMTok: index + 1 };
  const more = contextTokens === undefined ? {} : { contextTokens };
  if (model !== undefined) return { model, price, ...more };
  return {
    preset: 'openai' as const,
    modelId: `${id}-model`,
    apiKey,
    baseURL,
    headers,
    price,
    ...more,
  };
}
