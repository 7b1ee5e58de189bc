import type { Progress } from '../../core/call.js';

/** Keeps what an answer says of itself; whatever the types say, a model may say anything. */
export function noteResponse(
  progress: Progress,
  response: { readonly id?: unknown; readonly modelId?: unknown } | undefined,
): void {
  if (typeof response?.id === 'string') progress.responseId = response.id;
  if (typeof response?.modelId === 'string') progress.responseModel = response.modelId;
}
