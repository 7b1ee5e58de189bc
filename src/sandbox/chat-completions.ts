import { badRequest, problems } from './api-problem.js';
import { chatEvents } from './chat-events.js';
import { type ChatRequest, parseChatRequest } from './chat-request.js';
import { type ComposedAnswer, composeAnswer } from './compose-answer.js';
import { countTokens } from './count-tokens.js';
import type { Exchange } from './exchange.js';
import type { SandboxFault } from './faults.js';
import type { ModelState } from './model-state.js';
import type { Random } from './random.js';
import { sendBody } from './send-body.js';
import { shapeStream } from './shape-answer.js';
import { transmit } from './transmit.js';

/** What of the sandbox an answer depends on. */
export interface AnswerSettings {
  readonly seed: number;
  readonly latencyRatio: number;
  /** For times alone; what is said never depends on it. */
  readonly random: Random;
}

/**
 * `POST /v1/chat/completions`.
 * @throws ApiProblem when the request is refused.
 */
export function answerChat({
  exchange,
  model,
  body,
  fault,
  id,
  settings,
}: {
  exchange: Exchange;
  model: ModelState;
  body: Readonly<Record<string, unknown>>;
  fault: SandboxFault | null;
  id: string;
  settings: AnswerSettings;
}): void {
  const request = parseChatRequest(body);
  refuseUnsupported(request, model);

  const prompt = promptText(request, body.tools);
  const promptTokens = countTokens(prompt) + 3 * request.messages.length;
  const { contextTokens, reportedCostUsd } = model.profile;
  const neededTokens = promptTokens + (request.maxTokens ?? 1);
  if (neededTokens > contextTokens) throw problems.contextLength(contextTokens, neededTokens);

  const answer = composeAnswer(request, prompt, settings.seed);
  const limits = model.rateLimit.take({
    tokens: promptTokens + answer.completionTokens,
    inFlight: model.inFlight.size,
    nowMs: performance.now(),
  });
  Object.assign(exchange.headers, limits);

  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: promptTokens + answer.completionTokens,
    prompt_tokens_details: { cached_tokens: Math.min(model.promptCache.match(prompt), promptTokens) },
    completion_tokens_details: { reasoning_tokens: answer.reasoningTokens },
    ...(reportedCostUsd !== null && { cost: reportedCostUsd }),
  };
  const head = { id, created: Math.floor(Date.now() / 1_000), model: request.model };
  const { firstTokenMs, durationMs } = timesOf(answer, model, fault, settings);

  if (!request.isStream) {
    const dueMs = firstTokenMs + durationMs;
    sendBody({ exchange, body: completion(head, answer, usage, fault), dueMs, fault });
    return;
  }
  const asked = request.includesUsage ? usage : null;
  const { finishReason } = answer;
  const events = chatEvents({ head, answer, usage: asked, finishReason, firstTokenMs, durationMs });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  transmit(exchange, { status: 200, headers, ...shapeStream({ ...events, fault }) });
}

function refuseUnsupported(request: ChatRequest, { profile }: ModelState): void {
  if (!profile.supportsTools && request.tools.length > 0) {
    throw badRequest('This model does not support tools.', 'tools', 'unsupported_parameter');
  }
  if (!profile.supportsJsonSchema && request.format.type === 'json_schema') {
    throw badRequest(
      'This response_format type is unavailable now.',
      'response_format',
      'unsupported_parameter',
    );
  }
}

/** The whole prompt as one text, in an order in which a conversation that goes on keeps its beginning. */
function promptText({ messages }: ChatRequest, tools: unknown): string {
  const parts = Array.isArray(tools) && tools.length > 0 ? [JSON.stringify(tools)] : [];
  for (const { role, text, toolCalls } of messages) {
    parts.push(`${role}\n${text}`);
    for (const call of toolCalls) parts.push(`${call.name}${call.arguments}`);
  }
  return parts.join('\n');
}

function timesOf(
  answer: ComposedAnswer,
  { profile }: ModelState,
  fault: SandboxFault | null,
  { latencyRatio, random }: AnswerSettings,
): { firstTokenMs: number; durationMs: number } {
  const jitter = 1 + profile.jitterRatio * (2 * random() - 1);
  const slow = fault?.kind === 'slow' ? fault : null;
  const ratio = slow?.tokensPerSecond === undefined ? latencyRatio * jitter : 1;
  const tokenMs = (1_000 / (slow?.tokensPerSecond ?? profile.tokensPerSecond)) * ratio;
  const waitMs = slow?.firstTokenMs ?? profile.firstTokenMs * latencyRatio * jitter;
  // Reasoning comes before the first token that can be seen.
  const firstTokenMs = waitMs + answer.reasoningTokens * tokenMs;
  return { firstTokenMs, durationMs: (answer.completionTokens - answer.reasoningTokens) * tokenMs };
}

function completion(
  head: { id: string; created: number; model: string },
  { text, toolCall, finishReason }: ComposedAnswer,
  usage: unknown,
  fault: SandboxFault | null,
): unknown {
  const called = toolCall && [
    { id: toolCall.id, type: 'function', function: { name: toolCall.name, arguments: toolCall.arguments } },
  ];
  const content = fault?.kind === 'empty-deltas' ? '' : text;
  const message = { role: 'assistant', content, refusal: null, ...(called && { tool_calls: called }) };
  const reason = fault?.kind === 'no-finish' ? null : finishReason;
  const choice = { index: 0, message, logprobs: null, finish_reason: reason };
  return { ...head, object: 'chat.completion', choices: [choice], usage, system_fingerprint: 'fp_sandbox' };
}
