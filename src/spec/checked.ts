import { unusableAnswer } from '../core/unusable-answer.js';

interface Asked {
  readonly specificationVersion: string;
  doGenerate(options: unknown): PromiseLike<unknown>;
  doStream(options: unknown): PromiseLike<unknown>;
}

/** The two calls of a target's model, whose answers are looked at before anything is read out of them. */
export function checked<Of extends object>(
  model: Of,
  targetId: string,
): Pick<Of & Asked, 'doGenerate' | 'doStream'> {
  const { doGenerate, doStream, specificationVersion } = model as Of & Asked;
  return {
    doGenerate: async (options: unknown) => {
      const result = await doGenerate.call(model, options);
      if (!isResult(result, specificationVersion))
        throw unusableAnswer(targetId, 'its result has no content or no finish reason');
      return result;
    },
    doStream: async (options: unknown) => {
      const result = await doStream.call(model, options);
      if (!isStreaming(result)) throw unusableAnswer(targetId, 'its result has no stream that could be read');
      return result;
    },
  } as Pick<Of & Asked, 'doGenerate' | 'doStream'>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** V1 has its content in fields of its own, all optional. An answer without usage is one, and is estimated. */
const isResult = (result: unknown, version: string): boolean =>
  isObject(result) &&
  result.finishReason !== undefined &&
  (version === 'v1' || Array.isArray(result.content));

const isStreaming = (result: unknown): boolean =>
  isObject(result) &&
  isObject(result.stream) &&
  typeof result.stream.getReader === 'function' &&
  result.stream.locked !== true;
