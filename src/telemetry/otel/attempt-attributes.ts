import type { Attributes } from '@opentelemetry/api';
import type { CallParameters, RoutedEvent } from '../../core/events.js';
import { nanoUsdPerUsd } from '../../core/nano-usd.js';
import { present } from './call-attributes.js';
import { providerName } from './provider-name.js';

export type AttemptEnd = RoutedEvent & { type: 'attempt-end' };

/** It was refused a place in line, or its caller left while it stood there: no request, and no inference. */
export const wasNotSent = ({ outcome, errorClass }: AttemptEnd): boolean =>
  outcome === 'skipped' || (outcome === 'cancelled' && errorClass === undefined);

export interface OfCall {
  readonly mode: 'generate' | 'stream';
  readonly session: string | null;
  readonly settings: CallParameters;
}

/**
 * An inference, by the current names of open-telemetry/semantic-conventions-genai (docs/gen-ai/client-inference.md).
 * `cache_creation` is the older name of `cache_write`, which backends still read, and AI SDK 7 still writes.
 */
export function attemptAttributes(event: AttemptEnd, { mode, session, settings }: OfCall): Attributes {
  const { usage, finishReason, firstContentMs, costNanoUsd, role } = event;
  // A judge is asked with options of its own, for a whole answer.
  const own = role === 'judge' ? null : settings;
  const isStream = own !== null && mode === 'stream';
  return present({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerName(event.provider),
    'gen_ai.request.model': event.model,
    'gen_ai.conversation.id': session,
    'gen_ai.request.stream': isStream || null,
    'gen_ai.request.temperature': own?.temperature,
    'gen_ai.request.top_p': own?.topP,
    'gen_ai.request.top_k': own?.topK,
    'gen_ai.request.max_tokens': own?.maxOutputTokens,
    'gen_ai.request.presence_penalty': own?.presencePenalty,
    'gen_ai.request.frequency_penalty': own?.frequencyPenalty,
    'gen_ai.request.seed': own?.seed,
    'gen_ai.request.reasoning.level': own?.reasoning,
    'gen_ai.response.id': event.responseId,
    'gen_ai.response.model': event.responseModel,
    'gen_ai.response.finish_reasons': finishReason === null ? null : [finishReason],
    'gen_ai.response.time_to_first_chunk':
      isStream && firstContentMs !== null ? firstContentMs / 1_000 : null,
    'gen_ai.usage.input_tokens': usage?.inputTokens,
    'gen_ai.usage.output_tokens': usage?.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage?.cacheReadTokens,
    'gen_ai.usage.cache_write.input_tokens': usage?.cacheWriteTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage?.cacheWriteTokens,
    'gen_ai.usage.reasoning.output_tokens': usage?.reasoningTokens,
    'error.type': event.errorClass,
    'http.response.status_code': event.statusCode,
    'routed.call.id': event.callId,
    'routed.target': event.target,
    'routed.attempt.number': event.attempt,
    'routed.attempt.role': role ?? 'answer',
    'routed.attempt.outcome': event.outcome,
    'routed.attempt.cost.usd': costNanoUsd === null ? null : costNanoUsd / nanoUsdPerUsd,
    'routed.attempt.cost.nano_usd': costNanoUsd,
    'routed.attempt.reported_cost.nano_usd': event.reportedCostNanoUsd,
    'routed.attempt.estimated': event.estimated,
  });
}
