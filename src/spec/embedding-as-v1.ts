import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { EmbeddingModelV1 } from 'provider-v1';

/** An embedding model of V4 for AI SDK 4. */
export function embeddingAsV1(model: EmbeddingModelV4): EmbeddingModelV1<string> {
  const { maxEmbeddingsPerCall: most, supportsParallelCalls: isParallel } = model;
  return {
    specificationVersion: 'v1',
    provider: model.provider,
    modelId: model.modelId,
    // V1 asks at once: where the answer is a promise, the careful one.
    maxEmbeddingsPerCall: typeof most === 'object' ? 1 : most,
    supportsParallelCalls: isParallel === true,
    async doEmbed({ values, abortSignal, headers = {} }) {
      const given = Object.entries(headers).filter(
        (header): header is [string, string] => header[1] !== undefined,
      );
      const { embeddings, usage, response } = await model.doEmbed({
        values,
        headers: Object.fromEntries(given),
        ...(abortSignal === undefined ? {} : { abortSignal }),
      });
      return {
        embeddings,
        ...(usage === undefined ? {} : { usage }),
        ...(response?.headers === undefined ? {} : { rawResponse: { headers: response.headers } }),
      };
    },
  };
}
