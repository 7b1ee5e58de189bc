import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  isStepCount,
  safeValidateUIMessages,
  streamText,
} from 'ai';
import { answerStream } from '@/lib/answer-stream';
import type { ChatMessage } from '@/lib/chat-message';
import { chatRequest } from '@/lib/chat-request';
import { routed } from '@/lib/routed';
import { tools } from '@/lib/tools';

const maxBodyBytes = 1_000_000;

export async function POST(request: Request): Promise<Response> {
  const text = await request.text();
  if (text.length > maxBodyBytes) return new Response('This conversation is too long.', { status: 413 });
  const body = chatRequest.safeParse(parseJson(text));
  if (!body.success) return refused(body.error.issues.map(({ path }) => path.join('.')));
  const { tier, maxCostUsd, priority, useTools } = body.data;

  // An answer that failed before its first word is a message without parts.
  const said = body.data.messages.filter(({ parts }) => parts.length > 0);
  const messages = await safeValidateUIMessages<ChatMessage>({ messages: said, tools });
  if (!messages.success) return refused(['messages']);

  const { stream } = streamText({
    model: routed('auto'),
    instructions: 'You are a helpful assistant. Answer briefly.',
    messages: await convertToModelMessages(messages.data, { tools, ignoreIncompleteToolCalls: true }),
    maxOutputTokens: 1_000,
    ...(useTools ? { tools, stopWhen: isStepCount(4) } : {}),
    abortSignal: request.signal,
    // The provider has tried what there was to try.
    maxRetries: 0,
    // Told to the reader; see `errorText`.
    onError: () => {},
    providerOptions: {
      routed: {
        priority,
        ...(tier === 'auto' ? {} : { tier }),
        ...(maxCostUsd === null ? {} : { maxCostUsd }),
      },
    },
  });
  return createUIMessageStreamResponse({ stream: answerStream(stream) });
}

const refused = (fields: readonly string[]) =>
  new Response(`This request is not one of the chat's: ${fields.join(', ') || 'the body'}.`, { status: 400 });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
