import type { ModelMessage, ModelOptions } from '../../../src/core/model.js';

export const system = (content: string): ModelMessage => ({ role: 'system', content });
export const user = (...texts: string[]): ModelMessage => ({
  role: 'user',
  content: texts.map(text => ({ type: 'text', text })),
});
export const assistant = (text: string): ModelMessage => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
});

type Part<Role extends ModelMessage['role']> = Exclude<
  Extract<ModelMessage, { role: Role }>['content'],
  string
>[number];
type ToolCall = Extract<Part<'assistant'>, { type: 'tool-call' }>;
type ToolOutput = Extract<Part<'tool'>, { type: 'tool-result' }>['output'];

/** An assistant turn that calls one tool. */
export const calls = (
  toolCallId: string,
  input: unknown = { path: 'a.ts' },
  more: Partial<ToolCall> = {},
): ModelMessage => ({
  role: 'assistant',
  content: [{ type: 'tool-call', toolCallId, toolName: 'read', input, ...more }],
});

export const result = (
  toolCallId: string,
  output: ToolOutput = { type: 'text', value: 'export {};' },
): ModelMessage => ({
  role: 'tool',
  content: [{ type: 'tool-result', toolCallId, toolName: 'read', output }],
});

export const failure: ToolOutput = { type: 'error-text', value: 'no such file' };

export const tools: NonNullable<ModelOptions['tools']> = [
  { type: 'function', name: 'read', inputSchema: { type: 'object' } },
];
