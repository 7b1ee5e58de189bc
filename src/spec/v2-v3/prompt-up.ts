import type { LanguageModelV2Message, LanguageModelV2Prompt } from 'provider-v2';
import type { LanguageModelV3Message, LanguageModelV3Prompt } from 'provider-v3';

type V2ToolResult = Extract<
  Extract<LanguageModelV2Message, { role: 'tool' }>['content'][number],
  { type: 'tool-result' }
>;
type V3ToolResult = Extract<
  Extract<LanguageModelV3Message, { role: 'tool' }>['content'][number],
  { type: 'tool-result' }
>;

/** A prompt of V2 in V3: the media of tool results have another name. */
export const promptUp = (prompt: LanguageModelV2Prompt): LanguageModelV3Prompt => prompt.map(messageUp);

function messageUp(message: LanguageModelV2Message): LanguageModelV3Message {
  if (message.role === 'assistant')
    return {
      ...message,
      content: message.content.map(part => (part.type === 'tool-result' ? toolResultUp(part) : part)),
    };
  if (message.role === 'tool') return { ...message, content: message.content.map(toolResultUp) };
  return message;
}

function toolResultUp(part: V2ToolResult): V3ToolResult {
  const { output } = part;
  if (output.type !== 'content') return { ...part, output };
  const value = output.value.map(item =>
    item.type === 'media' ? { type: 'file-data' as const, data: item.data, mediaType: item.mediaType } : item,
  );
  return { ...part, output: { type: 'content', value } };
}
