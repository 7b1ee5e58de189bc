type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface ToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/**
 * Adds the events of a stream up to the JSON of a chat completion: chat-completion chunks, or the events of the
 * Responses API (`response.output_text.delta`, `response.completed`). An error event is the answer. Null when the
 * events do not make a whole answer.
 */
export function assembleCompletion(text: string): string | null {
  const answer = {
    id: '',
    model: '',
    created: 0,
    content: '',
    reasoning: '',
    finish: null as string | null,
    usage: null as unknown,
  };
  const toolCalls: ToolCall[] = [];
  for (const event of eventsIn(text)) {
    if (isObject(event.error)) return JSON.stringify({ error: event.error });
    if (typeof event.type === 'string' && event.type.startsWith('response.'))
      addResponsesEvent(answer, event);
    else addChunk(answer, toolCalls, event);
  }
  if (answer.finish === null) return null;
  const message = {
    role: 'assistant',
    content: answer.content === '' && toolCalls.length > 0 ? null : answer.content,
    ...(answer.reasoning === '' ? {} : { reasoning_content: answer.reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  const { id, model, created, usage, finish } = answer;
  return JSON.stringify({
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finish }],
    ...(usage === null ? {} : { usage }),
  });
}

function* eventsIn(text: string): Generator<Json> {
  for (const event of text.replace(/^\uFEFF/, '').split(/\r\n\r\n|\n\n|\r\r/)) {
    const data = event
      .split(/\r\n|\n|\r/)
      .filter(line => line.startsWith('data:'))
      .map(line => line.slice(line.startsWith('data: ') ? 6 : 5))
      .join('\n');
    if (data === '' || data === '[DONE]') continue;
    try {
      const parsed: unknown = JSON.parse(data);
      if (isObject(parsed)) yield parsed;
    } catch {
      // A broken event is no part of an answer; without a finish reason the whole is none.
    }
  }
}

interface Assembled {
  id: string;
  model: string;
  created: number;
  content: string;
  reasoning: string;
  finish: string | null;
  usage: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function addChunk(answer: Assembled, toolCalls: ToolCall[], chunk: Json): void {
  answer.id ||= textOf(chunk.id);
  answer.model ||= textOf(chunk.model);
  if (typeof chunk.created === 'number') answer.created = chunk.created;
  if (isObject(chunk.usage)) answer.usage = chunk.usage;
  const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
  if (!isObject(choice)) return;
  if (typeof choice.finish_reason === 'string') answer.finish = choice.finish_reason;
  const delta = isObject(choice.delta) ? choice.delta : isObject(choice.message) ? choice.message : {};
  answer.content += textOf(delta.content);
  answer.reasoning += textOf(delta.reasoning_content) || textOf(delta.reasoning);
  for (const piece of Array.isArray(delta.tool_calls) ? delta.tool_calls : [])
    if (isObject(piece)) addToolCall(toolCalls, piece);
}

const mostToolCalls = 128;

function addToolCall(toolCalls: ToolCall[], piece: Json): void {
  const index = typeof piece.index === 'number' ? piece.index : toolCalls.length;
  if (!Number.isInteger(index) || index < 0 || index >= mostToolCalls || index > toolCalls.length) return;
  toolCalls[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } };
  const call = toolCalls[index] as ToolCall;
  const told = isObject(piece.function) ? piece.function : {};
  call.id ||= textOf(piece.id);
  call.function.name ||= textOf(told.name);
  call.function.arguments += textOf(told.arguments);
}

function addResponsesEvent(answer: Assembled, event: Json): void {
  if (event.type === 'response.output_text.delta') answer.content += textOf(event.delta);
  if (event.type !== 'response.completed' || !isObject(event.response)) return;
  const { id, model, created_at: created, usage } = event.response;
  answer.id ||= textOf(id);
  answer.model ||= textOf(model);
  if (typeof created === 'number') answer.created = created;
  answer.finish = 'stop';
  if (isObject(usage))
    answer.usage = {
      prompt_tokens: usage.input_tokens,
      completion_tokens: usage.output_tokens,
      total_tokens: usage.total_tokens,
    };
}
