import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { EmbeddingModelV3, LanguageModelV3 } from 'provider-v3';
import type { Model } from '../core/model.js';
import { calls } from './calls.js';
import type { V3, V4 } from './crossing.js';
import { v3CallsV4 } from './v3-v4/cross.js';

/** A model of ours for AI SDK 6. */
export const asV3 = (model: Model): LanguageModelV3 => ({
  specificationVersion: 'v3',
  provider: model.provider,
  modelId: model.modelId,
  get supportedUrls() {
    return model.supportedUrls;
  },
  ...calls<V3, V4>(model, v3CallsV4),
});

/** An embedding model of V4 for AI SDK 6. */
export const embeddingAsV3 = (model: EmbeddingModelV4): EmbeddingModelV3 => ({
  specificationVersion: 'v3',
  provider: model.provider,
  modelId: model.modelId,
  maxEmbeddingsPerCall: model.maxEmbeddingsPerCall,
  supportsParallelCalls: model.supportsParallelCalls,
  doEmbed: async options => {
    const { warnings, ...result } = await model.doEmbed(options);
    const told = warnings.map(warning =>
      warning.type === 'deprecated' ? { type: 'other' as const, message: warning.message } : warning,
    );
    return { ...result, warnings: told } as Awaited<ReturnType<EmbeddingModelV3['doEmbed']>>;
  },
});
