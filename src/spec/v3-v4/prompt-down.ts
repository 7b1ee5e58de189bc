import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { convertToBase64 } from '@ai-sdk/provider-utils';
import type { LanguageModelV3DataContent, LanguageModelV3Message, LanguageModelV3Prompt } from 'provider-v3';
import type { ModelMessage, ModelPrompt, ModelWarning } from '../../core/model.js';
import { fullMediaType } from './full-media-type.js';

type Warn = (warning: ModelWarning) => void;
type V3Part<Role> = Extract<LanguageModelV3Message, { role: Role }>['content'][number];
type ModelPart<Role> = Extract<ModelMessage, { role: Role }>['content'][number];
type FilePart = Extract<ModelPart<'user'>, { type: 'file' }>;
type V3Output = Extract<V3Part<'tool'>, { type: 'tool-result' }>['output'];
type V3OutputPart = Extract<V3Output, { type: 'content' }>['value'][number];
type ModelOutput = Extract<ModelPart<'tool'>, { type: 'tool-result' }>['output'];
type ModelOutputPart = Extract<ModelOutput, { type: 'content' }>['value'][number];

/** A prompt of V4 in V3. @throws UnsupportedFunctionalityError for a provider's file reference in a message */
export const promptDown = (prompt: ModelPrompt, warn: Warn): LanguageModelV3Prompt =>
  prompt.map(message => messageDown(message, warn));

function messageDown(message: ModelMessage, warn: Warn): LanguageModelV3Message {
  switch (message.role) {
    case 'system':
      return message as LanguageModelV3Message;
    case 'user':
      return {
        ...message,
        content: message.content.map(part => (part.type === 'file' ? fileDown(part) : part)),
      } as LanguageModelV3Message;
    case 'assistant':
      return {
        ...message,
        content: message.content.flatMap(part => assistantPartDown(part, warn)),
      } as LanguageModelV3Message;
    case 'tool':
      return {
        ...message,
        content: message.content.map(part =>
          part.type === 'tool-result' ? { ...part, output: outputDown(part.output) } : part,
        ),
      } as LanguageModelV3Message;
  }
}

function assistantPartDown(part: ModelPart<'assistant'>, warn: Warn): V3Part<'assistant'>[] {
  switch (part.type) {
    case 'file':
      return [fileDown(part) as V3Part<'assistant'>];
    case 'tool-result':
      return [{ ...part, output: outputDown(part.output) } as V3Part<'assistant'>];
    case 'custom':
    case 'reasoning-file':
      warn({
        type: 'other',
        message: `A part of type "${part.type}" in the prompt was left out: the model is of V3.`,
      });
      return [];
    default:
      return [part as V3Part<'assistant'>];
  }
}

function fileDown({ data, ...given }: FilePart) {
  const part = { ...given, mediaType: fullMediaType(given.mediaType, data) };
  switch (data.type) {
    case 'data':
      return { ...part, data: data.data };
    case 'url': {
      const { originalUrl } = data as { originalUrl?: string };
      return { ...part, data: data.url, ...(originalUrl === undefined ? {} : { originalUrl }) };
    }
    case 'text':
      return { ...part, data: base64OfText(data.text) };
    case 'reference':
      throw new UnsupportedFunctionalityError({
        functionality: 'provider file reference',
        message:
          'A file that a provider keeps cannot be named to a model of V1 to V3: give its content or a URL.',
      });
  }
}

const base64OfText = (text: string): LanguageModelV3DataContent =>
  convertToBase64(new TextEncoder().encode(text));

const outputDown = (output: ModelOutput): V3Output =>
  (output.type === 'content' ? { ...output, value: output.value.map(outputPartDown) } : output) as V3Output;

function outputPartDown(part: ModelOutputPart): V3OutputPart {
  if (part.type !== 'file') return part as V3OutputPart;
  const { data, filename, providerOptions } = part;
  const mediaType = fullMediaType(part.mediaType, data);
  const own = providerOptions === undefined ? {} : { providerOptions };
  const isImage = mediaType.startsWith('image/');
  const named = filename === undefined ? {} : { filename };
  return outputOf() as V3OutputPart;

  function outputOf() {
    switch (data.type) {
      case 'data': {
        const base64 = convertToBase64(data.data);
        return isImage
          ? { type: 'image-data', data: base64, mediaType, ...own }
          : { type: 'file-data', data: base64, mediaType, ...named, ...own };
      }
      case 'url': {
        const url = data.url.toString();
        return isImage ? { type: 'image-url', url, ...own } : { type: 'file-url', url, mediaType, ...own };
      }
      case 'reference':
        return { type: isImage ? 'image-file-id' : 'file-id', fileId: data.reference, ...own };
      case 'text':
        return { type: 'text', text: data.text, ...own };
    }
  }
}
