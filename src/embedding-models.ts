import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { presetNames, presets } from './presets/index.js';
import { presetEmbeddingModel } from './presets/preset-model.js';
import type { TargetMaker } from './targets.js';

/** Embedding models go straight to a preset: the first, or the one named in `<preset>/<id>`. They are not routed. */
export function createEmbeddingModels({ options, world, onSecret }: TargetMaker): {
  of(modelId: string): EmbeddingModelV4;
} {
  return {
    of(modelId) {
      const slash = modelId.indexOf('/');
      const named = presetNames.find(name => name === modelId.slice(0, slash));
      const name = named ?? 'holysheep';
      const own =
        name === 'holysheep'
          ? { apiKey: options.apiKey, baseURL: options.baseURL, headers: options.headers }
          : {};
      return presetEmbeddingModel({
        preset: presets[name],
        modelId: named === undefined ? modelId : modelId.slice(slash + 1),
        ...own,
        fetch: options.fetch,
        onSecret,
        world,
      });
    },
  };
}
