import type { LanguageModelV1Message, LanguageModelV1Prompt } from 'provider-v1';
import type { LanguageModelV2Message, LanguageModelV2Prompt, SharedV2ProviderOptions } from 'provider-v2';
import { unpackMetadata } from './signature.js';

type V1Part<Role> = Extract<LanguageModelV1Message, { role: Role }>['content'][number];
type V2Part<Role> = Extract<LanguageModelV2Message, { role: Role }>['content'][number];
type V1ToolResult = V1Part<'tool'>;
type V2ToolOutput = V2Part<'tool'>['output'];

/** A prompt of V1 in V2. Reasoning gets back what its signature holds. */
export const promptUp = (prompt: LanguageModelV1Prompt): LanguageModelV2Prompt => prompt.map(messageUp);

function messageUp(message: LanguageModelV1Message): LanguageModelV2Message {
  const own = optionsOf(message);
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content, ...own };
    case 'user':
      return { role: 'user', content: message.content.map(userPartUp), ...own };
    case 'assistant':
      return { role: 'assistant', content: message.content.map(assistantPartUp), ...own };
    case 'tool':
      return { role: 'tool', content: message.content.map(toolResultUp), ...own };
  }
}

interface Optioned {
  readonly providerMetadata?: unknown;
}

/** What V1 calls provider metadata on the way in are provider options. */
const optionsOf = ({ providerMetadata }: Optioned): { providerOptions?: SharedV2ProviderOptions } =>
  providerMetadata === undefined ? {} : { providerOptions: providerMetadata as SharedV2ProviderOptions };

function userPartUp(part: V1Part<'user'>): V2Part<'user'> {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text, ...optionsOf(part) };
    case 'image':
      return { type: 'file', mediaType: part.mimeType ?? 'image/*', data: part.image, ...optionsOf(part) };
    case 'file':
      return fileUp(part);
  }
}

const fileUp = (part: Extract<V1Part<'user'>, { type: 'file' }>) => ({
  type: 'file' as const,
  mediaType: part.mimeType,
  data: part.data,
  ...(part.filename === undefined ? {} : { filename: part.filename }),
  ...optionsOf(part),
});

function assistantPartUp(part: V1Part<'assistant'>): V2Part<'assistant'> {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text, ...optionsOf(part) };
    case 'file':
      return fileUp(part);
    case 'reasoning':
      return { type: 'reasoning', text: part.text, ...reasoningOptions(part, part.signature, 'signature') };
    case 'redacted-reasoning':
      return { type: 'reasoning', text: '', ...reasoningOptions(part, part.data, 'redactedData') };
    case 'tool-call':
      return {
        type: 'tool-call',
        toolCallId: part.toolCallId,
        toolName: part.toolName,
        input: part.args,
        ...optionsOf(part),
      };
  }
}

/** A signature that is not ours came from the one provider that V1 had it for. */
function reasoningOptions(
  part: Optioned,
  packed: string | undefined,
  anthropicName: 'signature' | 'redactedData',
): { providerOptions?: SharedV2ProviderOptions } {
  if (packed === undefined) return optionsOf(part);
  const held = unpackMetadata(packed) ?? { anthropic: { [anthropicName]: packed } };
  return { providerOptions: { ...(part.providerMetadata as SharedV2ProviderOptions | undefined), ...held } };
}

const toolResultUp = (part: V1ToolResult): V2Part<'tool'> => ({
  type: 'tool-result',
  toolCallId: part.toolCallId,
  toolName: part.toolName,
  output: outputUp(part),
  ...optionsOf(part),
});

function outputUp({ result, isError = false, content }: V1ToolResult): V2ToolOutput {
  if (content !== undefined)
    return {
      type: 'content',
      value: content.map(item =>
        item.type === 'text'
          ? item
          : { type: 'media', data: item.data, mediaType: item.mimeType ?? 'image/*' },
      ),
    };
  if (typeof result === 'string') return { type: isError ? 'error-text' : 'text', value: result };
  // What JSON has no word for becomes null, as it would on the wire.
  const value = (result === undefined ? null : result) as Extract<V2ToolOutput, { type: 'json' }>['value'];
  return { type: isError ? 'error-json' : 'json', value };
}
