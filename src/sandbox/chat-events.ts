import type { ComposedAnswer } from './compose-answer.js';
import { safeCut } from './count-tokens.js';

/** More events than this per answer would cost more than they show. */
const mostContentEvents = 40;

/** What all events of a stream have in common. */
export interface EventHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** An answer as server-sent events, each due so long after the request. */
export function chatEvents({
  head,
  answer,
  usage,
  finishReason,
  firstTokenMs,
  durationMs,
}: {
  head: EventHead;
  answer: ComposedAnswer;
  /** Null when the client did not ask for it. */
  usage: unknown;
  finishReason: string;
  firstTokenMs: number;
  durationMs: number;
}): { pieces: Array<{ dueMs: number; text: string }>; finishAt: number; emptyDelta: string } {
  const common = `"id":${JSON.stringify(head.id)},"object":"chat.completion.chunk","created":${head.created},"model":${JSON.stringify(head.model)},"system_fingerprint":"fp_sandbox"`;
  const event = (delta: string, reason = 'null') =>
    `data: {${common},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${reason}}]}\n\n`;

  const deltas =
    answer.toolCall === null ? textDeltas(answer) : toolCallDeltas(answer.toolCall, answer.completionTokens);
  const endMs = firstTokenMs + durationMs;
  const pieces = [
    { dueMs: firstTokenMs, text: event('{"role":"assistant","content":""}') },
    ...deltas.map((delta, index) => ({
      dueMs: firstTokenMs + (durationMs * index) / deltas.length,
      text: event(delta),
    })),
    { dueMs: endMs, text: event('{}', JSON.stringify(finishReason)) },
  ];
  const finishAt = pieces.length - 1;
  if (usage !== null) {
    pieces.push({
      dueMs: endMs,
      text: `data: {${common},"choices":[],"usage":${JSON.stringify(usage)}}\n\n`,
    });
  }
  pieces.push({ dueMs: endMs, text: 'data: [DONE]\n\n' });
  return { pieces, finishAt, emptyDelta: event('{"content":""}') };
}

function textDeltas({ text, completionTokens }: ComposedAnswer): string[] {
  return split(text ?? '', completionTokens).map(part => `{"content":${JSON.stringify(part)}}`);
}

function toolCallDeltas(call: NonNullable<ComposedAnswer['toolCall']>, completionTokens: number): string[] {
  const opening = { index: 0, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  const parts = split(call.arguments, completionTokens).map(part => ({
    index: 0,
    function: { arguments: part },
  }));
  return [opening, ...parts].map(one => JSON.stringify({ tool_calls: [one] }));
}

/** A text in about as many parts as it has tokens, at most 40. */
function split(text: string, tokens: number): string[] {
  const parts: string[] = [];
  const size = Math.ceil(text.length / Math.max(1, Math.min(mostContentEvents, tokens)));
  for (let from = 0; from < text.length; ) {
    const cut = from + size >= text.length ? text.length : safeCut(text, from + size);
    const to = cut > from ? cut : from + 2;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}
