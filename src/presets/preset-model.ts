import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { LoadAPIKeyError } from '@ai-sdk/provider';
import type { FetchFunction } from '@ai-sdk/provider-utils';
import type { Model } from '../core/model.js';
import type { World } from '../core/world.js';
import { checkBaseURL, checkHeaders } from './check-address.js';
import { guardedFetch } from './guarded-fetch/guarded-fetch.js';
import type { Preset } from './preset.js';

declare const __PACKAGE_VERSION__: string | undefined;
const version = typeof __PACKAGE_VERSION__ === 'string' ? __PACKAGE_VERSION__ : '0.0.0';

export interface PresetModelOptions {
  readonly preset: Preset;
  /** The id on the wire. */
  readonly modelId: string;
  readonly apiKey?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly fetch?: FetchFunction | undefined;
  readonly takesJsonSchema?: boolean | undefined;
  /** Told of the key when it is read, so that it can be kept out of errors. */
  readonly onSecret: (secret: string) => void;
  readonly world: World;
}

type Compatible = ReturnType<typeof createOpenAICompatible>;

/**
 * A chat model of a preset. Costs nothing until its first call, which reads the key and the base URL.
 * @throws InvalidOptionsError for a base URL or header given in code that is not to be used
 */
export function presetModel(options: PresetModelOptions): Model {
  const { preset, modelId } = options;
  checkGiven(options);
  let model: Model | undefined;
  const ready = (): Model => {
    model ??= connect(options).chatModel(modelId);
    return model;
  };
  return {
    specificationVersion: 'v4',
    provider: `${preset.name}.chat`,
    modelId,
    supportedUrls: {},
    doGenerate: async call => ready().doGenerate(checked(call)),
    doStream: async call => ready().doStream(checked(call)),
  };
}

/** An embedding model of a preset, as lazy as its chat models. */
export function presetEmbeddingModel(options: PresetModelOptions): EmbeddingModelV4 {
  const { preset, modelId } = options;
  checkGiven(options);
  let model: EmbeddingModelV4 | undefined;
  const ready = (): EmbeddingModelV4 => {
    model ??= connect(options).embeddingModel(modelId);
    return model;
  };
  return {
    specificationVersion: 'v4',
    provider: `${preset.name}.embedding`,
    modelId,
    maxEmbeddingsPerCall: 2_048,
    supportsParallelCalls: true,
    doEmbed: async call => ready().doEmbed(checked(call)),
  };
}

function checkGiven({ baseURL, headers }: PresetModelOptions): void {
  if (baseURL !== undefined) checkBaseURL(baseURL, 'baseURL');
  checkHeaders(headers, 'headers');
}

function checked<Call extends { headers?: Record<string, string | undefined> | undefined }>(
  call: Call,
): Call {
  checkHeaders(call.headers, 'headers');
  return call;
}

/** @throws LoadAPIKeyError when there is no key; InvalidOptionsError for a base URL of the environment that is not to be used */
function connect({
  preset,
  apiKey,
  baseURL,
  headers,
  fetch,
  takesJsonSchema,
  onSecret,
  world,
}: PresetModelOptions): Compatible {
  const { name, title, apiKeyVariable, baseURLVariable } = preset;
  const key = apiKey ?? environment(apiKeyVariable);
  if (key === undefined || key.trim() === '') {
    throw new LoadAPIKeyError({
      message: `${title} needs an API key: set ${apiKeyVariable}, or pass \`apiKey\`. Nothing was sent.`,
    });
  }
  onSecret(key);
  return createOpenAICompatible({
    name,
    apiKey: key,
    baseURL: checkBaseURL(
      baseURL ?? environment(baseURLVariable) ?? preset.baseURL,
      baseURL === undefined ? baseURLVariable : 'baseURL',
    ),
    headers: { 'user-agent': `ai-sdk/routed/${version}`, ...headers },
    fetch: guardedFetch({ fetch, world }),
    includeUsage: true,
    supportsStructuredOutputs: takesJsonSchema ?? preset.takesJsonSchema,
    ...(preset.maxTokensField === undefined
      ? {}
      : { transformRequestBody: renameMaxTokens(preset.maxTokensField) }),
  });
}

const renameMaxTokens =
  (field: string) =>
  ({ max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> =>
    max_tokens === undefined ? body : { ...body, [field]: max_tokens };

/** The edge has no `process`; where there is one, an empty variable counts as none. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
