import type { ModelMessage, ProviderOptions } from '../../../src/core/model.js';

export type Answer = Extract<ModelMessage, { role: 'assistant' }>;
type Part = Answer['content'][number];

/** Short ways to write a prompt down. */
export const system = (content: string): ModelMessage => ({ role: 'system', content });
export const user = (text = 'Hi'): ModelMessage => ({ role: 'user', content: [{ type: 'text', text }] });
export const answer = (...content: Part[]): Answer => ({ role: 'assistant', content });
export const said = (text: string, providerOptions?: ProviderOptions): Part => ({
  type: 'text',
  text,
  ...(providerOptions && { providerOptions }),
});
export const thought = (text: string, providerOptions?: ProviderOptions): Part => ({
  type: 'reasoning',
  text,
  ...(providerOptions && { providerOptions }),
});
export const call = (toolCallId: string, providerOptions?: ProviderOptions): Part => ({
  type: 'tool-call',
  toolCallId,
  toolName: 'weather',
  input: {},
  ...(providerOptions && { providerOptions }),
});
export const executed = (toolCallId: string): Part =>
  ({ ...call(toolCallId), providerExecuted: true }) as Part;
export const executedResult = (toolCallId: string): Part => result(toolCallId).content[0] as Part;
export const result = (...toolCallIds: string[]): Extract<ModelMessage, { role: 'tool' }> => ({
  role: 'tool',
  content: toolCallIds.map(toolCallId => ({
    type: 'tool-result',
    toolCallId,
    toolName: 'weather',
    output: { type: 'text', value: `result of ${toolCallId}` },
  })),
});
