import { convertStream } from './convert-stream.js';
import type { Cross, Version } from './crossing.js';

/** What the streams of V2, V3 and V4 come with. */
export interface Streaming<Part> {
  readonly stream: ReadableStream<Part>;
  readonly request?: { body?: unknown } | undefined;
  readonly response?: { headers?: Record<string, string> | undefined } | undefined;
}

interface Callee<Of extends Version> {
  doGenerate(options: Of['options']): PromiseLike<Of['result']>;
  doStream(options: Of['options']): PromiseLike<Streaming<Of['part']>>;
}

/** The two calls of a model, as a caller of another version makes them. */
export function calls<Near extends Version, Far extends Version>(
  model: Callee<Far>,
  cross: Cross<Near, Far>,
) {
  return {
    doGenerate: async (options: Near['options']): Promise<Near['result']> => {
      const crossing = cross(options);
      return crossing.result(await model.doGenerate(crossing.options));
    },
    doStream: async (
      options: Near['options'],
    ): Promise<{
      stream: ReadableStream<Near['part']>;
      request?: { body?: unknown };
      response?: { headers?: Record<string, string> };
    }> => {
      const crossing = cross(options);
      const { stream, request, response } = await model.doStream(crossing.options);
      return {
        stream: convertStream(stream.getReader(), crossing.part),
        ...(request === undefined ? {} : { request: { body: request.body } }),
        ...(response?.headers === undefined ? {} : { response: { headers: response.headers } }),
      };
    },
  };
}
