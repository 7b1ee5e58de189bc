import { type TextStreamPart, type ToolSet, toUIMessageStream } from 'ai';
import { routedReport } from 'ai-sdk-routed';
import type { ChatChunk, ChatMessage } from './chat-message';
import { errorText } from './error-text';

/**
 * An answer as the browser gets it: its parts as they come, and after each step what all steps so far took, as the
 * message's metadata. The metadata of the SDK's result is that of the last step alone.
 */
export function answerStream<Tools extends ToolSet>(
  stream: ReadableStream<TextStreamPart<Tools>>,
): ReadableStream<ChatChunk> {
  const steps: Array<{ readonly providerMetadata?: unknown }> = [];
  let failure: ChatChunk | undefined;

  const chunks = toUIMessageStream<Tools, ChatMessage>({
    stream,
    onError: errorText,
    messageMetadata({ part }) {
      if (part.type === 'finish-step' && part.providerMetadata?.routed !== undefined) steps.push(part);
      return undefined;
    },
  });
  return chunks.pipeThrough(
    new TransformStream<ChatChunk, ChatChunk>({
      async transform(chunk, controller) {
        // `useChat` reads nothing behind an error, and what the attempts took comes behind it.
        if (chunk.type === 'error') {
          failure ??= chunk;
          return;
        }
        if (chunk.type === 'finish-step' && steps.length > 0)
          controller.enqueue({
            type: 'message-metadata',
            messageMetadata: { routed: await routedReport({ steps }) },
          });
        controller.enqueue(chunk);
      },
      flush(controller) {
        if (failure !== undefined) controller.enqueue(failure);
      },
    }),
  );
}
