import { badRequest } from './api-problem.js';
import { type Fields, isFields } from './is-fields.js';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** All of its text, with a short stand-in for each image or file. */
  readonly text: string;
  readonly toolCalls: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly arguments: string;
  }>;
  /** Of a tool message: the call that it answers. */
  readonly toolCallId: string;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
}

export type ResponseFormat =
  | { readonly type: 'text' | 'json_object' }
  | { readonly type: 'json_schema'; readonly schema: unknown };

/** A request for a chat completion, checked. Null means not said. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly isStream: boolean;
  readonly includesUsage: boolean;
  /** Reasoning included. */
  readonly maxTokens: number | null;
  readonly stop: readonly string[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: 'none' | 'auto' | 'required' | { readonly name: string };
  readonly format: ResponseFormat;
  readonly reasoningEffort: string | null;
  readonly seed: number;
}

/** @throws ApiProblem a 400 that names the field. */
export function parseChatRequest(body: Fields): ChatRequest {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw badRequest("'messages' must be an array with at least one message.", 'messages');
  }
  const tools = list(body.tools, 'tools').map(parseTool);
  return {
    model: String(body.model),
    messages: body.messages.map(parseMessage),
    isStream: body.stream === true,
    includesUsage: isFields(body.stream_options) && body.stream_options.include_usage === true,
    maxTokens: positiveInteger(body.max_completion_tokens ?? body.max_tokens, 'max_tokens'),
    stop: typeof body.stop === 'string' ? [body.stop] : list(body.stop, 'stop').map(String),
    tools,
    toolChoice: parseToolChoice(body.tool_choice, tools),
    format: parseFormat(body.response_format),
    reasoningEffort: typeof body.reasoning_effort === 'string' ? body.reasoning_effort : null,
    seed: typeof body.seed === 'number' ? body.seed : 0,
  };
}

function parseMessage(value: unknown, index: number): ChatMessage {
  const at = `messages[${index}]`;
  if (!isFields(value)) throw badRequest(`Invalid type for '${at}': expected an object.`, at);
  const role = value.role === 'developer' ? 'system' : value.role;
  if (role !== 'system' && role !== 'user' && role !== 'assistant' && role !== 'tool') {
    throw badRequest(`Invalid value for '${at}.role'.`, `${at}.role`);
  }
  const toolCalls = list(value.tool_calls, `${at}.tool_calls`).map(one => {
    const called = isFields(one) && isFields(one.function) ? one.function : {};
    const id = isFields(one) ? String(one.id ?? '') : '';
    return { id, name: String(called.name ?? ''), arguments: String(called.arguments ?? '') };
  });
  return { role, text: textOf(value.content, at), toolCalls, toolCallId: String(value.tool_call_id ?? '') };
}

function textOf(content: unknown, at: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw badRequest(`Invalid type for '${at}.content'.`, `${at}.content`);
  return content
    .map(part => (isFields(part) && typeof part.text === 'string' ? part.text : attachmentText))
    .join('\n');
}

/** Worth about 85 tokens, which is what the OpenAI API counts for an image of low detail. */
const attachmentText = `[attachment ${'.'.repeat(327)}]`;

function parseTool(value: unknown, index: number): ToolDefinition {
  const called = isFields(value) && isFields(value.function) ? value.function : null;
  if (called === null || typeof called.name !== 'string' || called.name === '') {
    throw badRequest(`Missing required parameter: 'tools[${index}].function.name'.`, `tools[${index}]`);
  }
  return {
    name: called.name,
    description: String(called.description ?? ''),
    parameters: called.parameters ?? {},
  };
}

function parseToolChoice(value: unknown, tools: readonly ToolDefinition[]): ChatRequest['toolChoice'] {
  if (value === undefined || value === null) return 'auto';
  if (value === 'none' || value === 'auto' || value === 'required') return value;
  const name = isFields(value) && isFields(value.function) ? value.function.name : undefined;
  if (typeof name === 'string' && tools.some(tool => tool.name === name)) return { name };
  throw badRequest("'tool_choice' must be none, auto, required, or name one of the tools.", 'tool_choice');
}

function parseFormat(value: unknown): ResponseFormat {
  if (value === undefined || value === null) return { type: 'text' };
  if (isFields(value)) {
    if (value.type === 'text' || value.type === 'json_object') return { type: value.type };
    const schema = isFields(value.json_schema) ? value.json_schema.schema : undefined;
    if (value.type === 'json_schema' && isFields(schema)) return { type: 'json_schema', schema };
  }
  throw badRequest(
    "'response_format' must be text, json_object, or json_schema with a schema.",
    'response_format',
  );
}

function list(value: unknown, param: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw badRequest(`Invalid type for '${param}': expected an array.`, param);
}

function positiveInteger(value: unknown, param: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw badRequest(`Invalid value for '${param}': expected an integer above 0.`, param);
}
