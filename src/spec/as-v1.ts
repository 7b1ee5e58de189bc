import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { EmbeddingModelV1, LanguageModelV1, LanguageModelV1StreamPart } from 'provider-v1';
import type { Model } from '../core/model.js';
import { v2CallsV4, withoutUnset } from './as-v2.js';
import { converted, convertStream } from './convert-stream.js';
import type { V1, V2, V4 } from './crossing.js';
import { over } from './crossing.js';
import { supportsImageUrls, supportsUrl } from './supports-url.js';
import { v1CallsV2 } from './v1-v2/cross.js';
import { requestDown } from './v1-v2/result-down.js';
import type { ToolCallMemory } from './v1-v2/tool-call-memory.js';
import type { V1Result, V1StreamResult } from './v1-v2/types.js';

export const v1CallsV4 = (memory: ToolCallMemory) => over<V1, V2, V4>(v1CallsV2(memory), v2CallsV4);

/** A model of ours for AI SDK 4. `memory` is the one thing that outlives a call. */
export function asV1(model: Model, memory: ToolCallMemory): LanguageModelV1 {
  const cross = v1CallsV4(memory);
  return {
    specificationVersion: 'v1',
    provider: model.provider,
    modelId: model.modelId,
    defaultObjectGenerationMode: 'json',
    // What a call will end up at is not known yet, so AI SDK 4 writes the schema into the prompt, which all understand.
    supportsStructuredOutputs: false,
    get supportsImageUrls() {
      return supportsImageUrls(model.supportedUrls);
    },
    supportsUrl: url => supportsUrl(model.supportedUrls, url),
    doGenerate: async (options): Promise<V1Result> => {
      const crossing = cross(options);
      return crossing.result(await model.doGenerate(crossing.options));
    },
    doStream: async (options): Promise<V1StreamResult> => {
      const crossing = cross(options);
      const { stream, request, response } = await model.doStream(crossing.options);
      const reader = stream.getReader();
      const { done, value } = await reader.read();
      const [first, ...ahead] = done ? [] : converted(reader, crossing.part, value);
      const warnings = first?.type === 'warnings' ? first.warnings : [];
      const begun = first === undefined || first.type === 'warnings' ? ahead : [first, ...ahead];
      return {
        stream: convertStream(reader, part => crossing.part(part).filter(isPart), begun.filter(isPart)),
        rawCall: { rawPrompt: options.prompt, rawSettings: {} },
        warnings: [...warnings],
        ...requestDown(request),
        ...(response?.headers === undefined ? {} : { rawResponse: { headers: response.headers } }),
      };
    },
  };
}

const isPart = (part: V1['part']): part is LanguageModelV1StreamPart => part.type !== 'warnings';

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
      const { embeddings, usage, response } = await model.doEmbed({
        values,
        headers: withoutUnset(headers),
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
