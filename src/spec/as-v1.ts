import type { LanguageModelV1, LanguageModelV1CallOptions, LanguageModelV1StreamPart } from 'provider-v1';
import type { Model, ModelOptions, ModelPart, ModelWarning } from '../core/model.js';
import { convertStream } from './convert-stream.js';
import { optionsUp as v1Up } from './v1-v2/options.js';
import { requestDown, resultDown as v1Result, warningDown as v1Warning } from './v1-v2/result.js';
import { createPartState, partDown as v1Part } from './v1-v2/stream.js';
import type { V1Result, V1StreamResult } from './v1-v2/types.js';
import { optionsUp as v2Up } from './v2-v3/options.js';
import { resultDown as v2Result, warningDown as v2Warning } from './v2-v3/result.js';
import { partDown as v2Part } from './v2-v3/stream.js';
import { optionsUp as v3Up } from './v3-v4/options.js';
import { resultDown as v3Result, warningDown as v3Warning } from './v3-v4/result.js';
import { partDown as v3Part } from './v3-v4/stream.js';

export const optionsFromV1 = (options: LanguageModelV1CallOptions): ModelOptions => v3Up(v2Up(v1Up(options)));

/** A model of ours for AI SDK 4. */
export function asV1(model: Model): LanguageModelV1 {
  return {
    specificationVersion: 'v1',
    provider: model.provider,
    modelId: model.modelId,
    defaultObjectGenerationMode: 'json',
    // What a call will end up at is not known yet, so AI SDK 4 writes the schema into the prompt, which all understand.
    supportsStructuredOutputs: false,
    supportsImageUrls: false,
    supportsUrl: url => isSupported(model.supportedUrls, url),
    doGenerate: async (options): Promise<V1Result> => {
      const result = await model.doGenerate(optionsFromV1(options));
      return v1Result(v2Result(v3Result(result), declaredIn(options)), options.prompt);
    },
    doStream: async (options): Promise<V1StreamResult> => {
      const { stream, request, response } = await model.doStream(optionsFromV1(options));
      const reader = stream.getReader();
      const { warnings, ahead } = await takeWarnings(reader);
      const { headers } = response ?? {};
      return {
        stream: convertStream(reader, partConverter(options), ahead),
        rawCall: { rawPrompt: options.prompt, rawSettings: {} },
        warnings: warnings.map(warning => v1Warning(v2Warning(v3Warning(warning)))),
        ...requestDown(request),
        ...(headers === undefined ? {} : { rawResponse: { headers } }),
      };
    },
  };
}

/** V1 asks at once; where the answer is a promise, it is no, and AI SDK 4 downloads with its own guards. */
function isSupported(supportedUrls: Model['supportedUrls'], url: URL): boolean {
  if ('then' in supportedUrls) return false;
  const text = url.toString().toLowerCase();
  return Object.values(supportedUrls as Record<string, RegExp[]>).some(patterns =>
    patterns.some(pattern => pattern.test(text)),
  );
}

function declaredIn({ mode }: LanguageModelV1CallOptions) {
  const tools = mode.type === 'regular' ? (mode.tools ?? []) : mode.type === 'object-tool' ? [mode.tool] : [];
  return { toolNames: new Set(tools.map(({ name }) => name)) };
}

/** The three steps down as one, with what they keep of one stream. */
function partConverter(
  options: LanguageModelV1CallOptions,
): (part: ModelPart) => LanguageModelV1StreamPart[] {
  const v2State = { ...declaredIn(options), leftOutIds: new Set<string>() };
  const v1State = createPartState();
  return part =>
    v3Part(part)
      .flatMap(one => v2Part(one, v2State))
      .flatMap(one => v1Part(one, v1State));
}

/** V1 tells its warnings beside the stream, so the first part, which holds them, is read ahead. */
async function takeWarnings(
  reader: ReadableStreamDefaultReader<ModelPart>,
): Promise<{ readonly warnings: readonly ModelWarning[]; readonly ahead: readonly ModelPart[] }> {
  const { done, value } = await reader.read();
  if (done) return { warnings: [], ahead: [] };
  return value.type === 'stream-start'
    ? { warnings: value.warnings, ahead: [] }
    : { warnings: [], ahead: [value] };
}
