import { convertBase64ToUint8Array, convertToBase64 } from '@ai-sdk/provider-utils';
import type {
  LanguageModelV1Message,
  LanguageModelV1Prompt,
  LanguageModelV1ProviderMetadata,
} from 'provider-v1';
import type {
  LanguageModelV2CallWarning,
  LanguageModelV2Message,
  LanguageModelV2Prompt,
  LanguageModelV2ToolResultOutput,
} from 'provider-v2';

type Warn = (warning: LanguageModelV2CallWarning) => void;
type V1Part<Role> = Extract<LanguageModelV1Message, { role: Role }>['content'][number];
type V2Part<Role> = Extract<LanguageModelV2Message, { role: Role }>['content'][number];
type FilePart = Extract<V2Part<'user'>, { type: 'file' }>;
type V1Content = NonNullable<V1Part<'tool'>['content']>;

/**
 * A prompt of V2 in V1. Lost, with a warning: calls that a provider executed, and their results, which V1 has no place
 * for; files in tool results but for images. A message of which nothing is left goes too.
 */
export const promptDown = (prompt: LanguageModelV2Prompt, warn: Warn): LanguageModelV1Prompt =>
  prompt
    .map(message => ({ message, down: messageDown(message, warn) }))
    .filter(({ message, down }) => down.content.length > 0 || message.content.length === 0)
    .map(({ down }) => down);

function messageDown(message: LanguageModelV2Message, warn: Warn): LanguageModelV1Message {
  const own = metadataOf(message);
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content, ...own };
    case 'user':
      return { role: 'user', content: message.content.map(userPartDown), ...own };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.content.flatMap(part => assistantPartDown(part, warn)),
        ...own,
      };
    case 'tool':
      return { role: 'tool', content: message.content.map(part => toolResultDown(part, warn)), ...own };
  }
}

const metadataOf = ({ providerOptions }: { readonly providerOptions?: unknown }) =>
  providerOptions === undefined
    ? {}
    : { providerMetadata: providerOptions as LanguageModelV1ProviderMetadata };

function userPartDown(part: V2Part<'user'>): V1Part<'user'> {
  if (part.type === 'text') return { type: 'text', text: part.text, ...metadataOf(part) };
  if (!part.mediaType.startsWith('image/')) return fileDown(part);
  const { data, mediaType } = part;
  return {
    type: 'image',
    image: typeof data === 'string' ? convertBase64ToUint8Array(data) : data,
    ...(mediaType === 'image/*' ? {} : { mimeType: mediaType }),
    ...metadataOf(part),
  };
}

const fileDown = (part: FilePart) => ({
  type: 'file' as const,
  data: part.data instanceof URL ? part.data : convertToBase64(part.data),
  mimeType: part.mediaType,
  ...(part.filename === undefined ? {} : { filename: part.filename }),
  ...metadataOf(part),
});

function assistantPartDown(part: V2Part<'assistant'>, warn: Warn): V1Part<'assistant'>[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text, ...metadataOf(part) }];
    case 'file':
      return [fileDown(part)];
    case 'reasoning':
      return [reasoningDown(part)];
    case 'tool-call': {
      const { toolCallId, toolName, input, providerExecuted } = part;
      if (providerExecuted === true) return leftOut(part, warn);
      return [{ type: 'tool-call', toolCallId, toolName, args: input, ...metadataOf(part) }];
    }
    case 'tool-result':
      return leftOut(part, warn);
    default:
      return [];
  }
}

function leftOut({ type, toolName }: V2Part<'assistant'> & { readonly toolName: string }, warn: Warn): [] {
  const message = `A ${type} of ${toolName}, a tool that its provider executed, was left out: the model is of V1.`;
  warn({ type: 'other', message });
  return [];
}

/** V1 has a place for what one provider wants back with its reasoning. */
function reasoningDown(part: Extract<V2Part<'assistant'>, { type: 'reasoning' }>): V1Part<'assistant'> {
  const { signature, redactedData } = part.providerOptions?.anthropic ?? {};
  if (part.text === '' && typeof redactedData === 'string')
    return { type: 'redacted-reasoning', data: redactedData };
  return {
    type: 'reasoning',
    text: part.text,
    ...(typeof signature === 'string' ? { signature } : metadataOf(part)),
  };
}

function toolResultDown(part: V2Part<'tool'>, warn: Warn): V1Part<'tool'> {
  const { toolCallId, toolName, output } = part;
  return { type: 'tool-result', toolCallId, toolName, ...outputDown(output, warn), ...metadataOf(part) };
}

function outputDown(
  output: LanguageModelV2ToolResultOutput,
  warn: Warn,
): Pick<V1Part<'tool'>, 'result' | 'isError' | 'content'> {
  switch (output.type) {
    case 'error-text':
    case 'error-json':
      return { result: output.value, isError: true };
    case 'content': {
      const content = output.value.flatMap(item => itemDown(item, warn));
      return { result: content, content };
    }
    default:
      return { result: output.value };
  }
}

type Item = Extract<LanguageModelV2ToolResultOutput, { type: 'content' }>['value'][number];

function itemDown(item: Item, warn: Warn): V1Content {
  if (item.type === 'text') return [item];
  const { data, mediaType } = item;
  if (mediaType.startsWith('image/')) return [{ type: 'image', data, mimeType: mediaType }];
  warn({
    type: 'other',
    message: `A file of type ${mediaType} in a tool result was left out: a model of V1 takes images only.`,
  });
  return [];
}
