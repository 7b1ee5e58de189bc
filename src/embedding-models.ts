import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { APICallError } from '@ai-sdk/provider';
import type { Kit } from './layers/kit.js';
import { presetNames, presets } from './presets/index.js';
import { presetEmbeddingModel } from './presets/preset-model.js';
import type { TargetMaker } from './targets.js';

/**
 * Embedding models go straight to a preset: the first, or the one named in `<preset>/<id>`. They are not routed, and
 * the SDK retries them; their errors are made safe like any other.
 */
export function createEmbeddingModels(
  { options, world, onSecret }: TargetMaker,
  { safeError }: Pick<Kit, 'safeError'>,
): {
  of(modelId: string): EmbeddingModelV4;
} {
  function throwSafe(error: unknown): never {
    const safe = safeError(error);
    throw APICallError.isInstance(error)
      ? Object.assign(safe as object, { isRetryable: error.isRetryable })
      : safe;
  }

  return {
    of(modelId) {
      const slash = modelId.indexOf('/');
      const named = presetNames.find(name => name === modelId.slice(0, slash));
      const name = named ?? 'holysheep';
      const own =
        name === 'holysheep'
          ? { apiKey: options.apiKey, baseURL: options.baseURL, headers: options.headers }
          : {};
      const model = presetEmbeddingModel({
        preset: presets[name],
        modelId: named === undefined ? modelId : modelId.slice(slash + 1),
        ...own,
        fetch: options.fetch,
        onSecret,
        world,
      });
      return { ...model, doEmbed: async call => Promise.resolve(model.doEmbed(call)).catch(throwSafe) };
    },
  };
}
