import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { EmbeddingModelV2, LanguageModelV2 } from 'provider-v2';
import type { Model } from '../core/model.js';
import { calls } from './calls.js';
import type { V2, V3, V4 } from './crossing.js';
import { over } from './crossing.js';
import { v2CallsV3 } from './v2-v3/cross.js';
import { v3CallsV4 } from './v3-v4/cross.js';

export const v2CallsV4 = over<V2, V3, V4>(v2CallsV3, v3CallsV4);

/** A model of ours for AI SDK 5. */
export const asV2 = (model: Model): LanguageModelV2 => ({
  specificationVersion: 'v2',
  provider: model.provider,
  modelId: model.modelId,
  get supportedUrls() {
    return model.supportedUrls;
  },
  ...calls<V2, V4>(model, v2CallsV4),
});

/** An embedding model of V4 for AI SDK 5. */
export const embeddingAsV2 = (model: EmbeddingModelV4): EmbeddingModelV2<string> => ({
  specificationVersion: 'v2',
  provider: model.provider,
  modelId: model.modelId,
  maxEmbeddingsPerCall: model.maxEmbeddingsPerCall,
  supportsParallelCalls: model.supportsParallelCalls,
  doEmbed: async ({ headers = {}, ...options }) => {
    const { warnings: _, ...result } = await model.doEmbed({ ...options, headers: withoutUnset(headers) });
    return result as Awaited<ReturnType<EmbeddingModelV2<string>['doEmbed']>>;
  },
});

/** Newer versions know no header without a value. */
export const withoutUnset = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
  );
