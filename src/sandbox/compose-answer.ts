import { answerText } from './answer-text.js';
import type { ChatRequest } from './chat-request.js';
import { chooseTool } from './choose-tool.js';
import { countTokens, takeTokens } from './count-tokens.js';
import { synthesiseJson } from './json/synthesise-json.js';
import { createRandom, hashText, type Random } from './random.js';

export interface ComposedAnswer {
  /** Null when a tool is called. */
  readonly text: string | null;
  readonly toolCall: { readonly id: string; readonly name: string; readonly arguments: string } | null;
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
  /** Reasoning included. */
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

const reasoningTokensByEffort: Readonly<Record<string, number>> = {
  low: 64,
  medium: 256,
  high: 1_024,
  xhigh: 2_048,
};

/** What a model says to a request. The same seed, model, prompt and format: the same answer. */
export function composeAnswer(request: ChatRequest, prompt: string, seed: number): ComposedAnswer {
  const random = createRandom(
    hashText(`${request.model}\n${request.seed}\n${request.format.type}\n${prompt}`, seed),
  );
  const effort = request.reasoningEffort ?? '';
  const wished = Object.hasOwn(reasoningTokensByEffort, effort)
    ? (reasoningTokensByEffort[effort] as number)
    : 0;
  const maxTokens = request.maxTokens ?? Number.POSITIVE_INFINITY;
  const reasoningTokens = Math.min(wished, Math.floor(maxTokens / 2));
  const maxVisible = maxTokens - reasoningTokens;

  const ask = lastAsk(request);
  const tool = chooseTool(request, ask);
  const whole =
    tool === null
      ? untilStop(writeText(request, ask, random), request.stop)
      : JSON.stringify(asArguments(synthesiseJson({ schema: tool.parameters, random, hints: hintsIn(ask) })));
  const visible = takeTokens(whole, maxVisible);
  const isCut = visible.length < whole.length;
  const finished = tool === null ? 'stop' : 'tool_calls';
  return {
    text: tool === null ? visible : null,
    toolCall: tool === null ? null : { id: callId(random), name: tool.name, arguments: visible },
    finishReason: isCut ? 'length' : finished,
    completionTokens: reasoningTokens + (isCut ? maxVisible : countTokens(whole)),
    reasoningTokens,
  };
}

function writeText(request: ChatRequest, ask: string, random: Random): string {
  const { format } = request;
  if (format.type === 'text') {
    return answerText({ modelId: request.model, ask, toolResults: trailingToolResults(request), random });
  }
  const schema = format.type === 'json_schema' ? format.schema : schemaInPrompt(request);
  if (schema !== null) return JSON.stringify(synthesiseJson({ schema, random, hints: hintsIn(ask) }));
  const answer = answerText({
    modelId: request.model,
    ask,
    toolResults: trailingToolResults(request),
    random,
  });
  return JSON.stringify({ simulated: true, model: request.model, answer });
}

/** The AI SDK writes the schema into the prompt for models that only know `json_object`; real ones read it there. */
function schemaInPrompt({ messages }: ChatRequest): unknown {
  for (const { text } of messages) {
    const found = /^JSON schema:\s*(\{.*\})\s*$/im.exec(text)?.[1];
    if (found === undefined) continue;
    try {
      return JSON.parse(found);
    } catch {
      // Not a schema after all.
    }
  }
  return null;
}

function lastAsk({ messages }: ChatRequest): string {
  return messages.findLast(message => message.role === 'user')?.text ?? '';
}

function trailingToolResults({ messages }: ChatRequest): Array<{ name: string; text: string }> {
  const afterLast = messages.findLastIndex(message => message.role !== 'tool') + 1;
  const calls = new Map(
    messages.flatMap(message => message.toolCalls.map(call => [call.id, call.name] as const)),
  );
  return messages
    .slice(afterLast)
    .map(({ toolCallId, text }) => ({ name: calls.get(toolCallId) ?? 'unnamed', text }));
}

/** Numbers and names of a question, which make better arguments than placeholders: "weather in Paris" gives `Paris`. */
function hintsIn(ask: string): string[] {
  return ask.slice(0, 4_000).match(/(?<=\s)\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)*|-?\d+(?:\.\d+)?/gu) ?? [];
}

function untilStop(text: string, stop: readonly string[]): string {
  const ends = stop.filter(one => one !== '').map(one => text.indexOf(one));
  const found = ends.filter(end => end >= 0);
  return found.length === 0 ? text : text.slice(0, Math.min(...found));
}

/** Arguments are an object, even where a tool's schema says nothing. */
function asArguments(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? value : {};
}

function callId(random: Random): string {
  const part = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return `call_${part()}${part()}`;
}
