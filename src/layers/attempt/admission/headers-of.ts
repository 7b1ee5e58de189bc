import { APICallError } from '@ai-sdk/provider';

/** The response headers that came with an error; undefined where there are none to be had. */
export function headersOf(error: unknown): Record<string, string> | undefined {
  try {
    return APICallError.isInstance(error) ? error.responseHeaders : undefined;
  } catch {
    // Whatever a model threw, it may be a trap.
    return undefined;
  }
}
