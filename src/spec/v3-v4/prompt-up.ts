import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { LanguageModelV3DataContent, LanguageModelV3Message, LanguageModelV3Prompt } from 'provider-v3';
import type { ModelMessage, ModelPrompt } from '../../core/model.js';

/** A prompt of V3 in V4: files say how they are given, the contents of tool results share one file part. */
export const promptUp = (prompt: LanguageModelV3Prompt): ModelPrompt => prompt.map(messageUp);

type FileData = Extract<V3Parts<'user'>, { type: 'file' }> extends never ? never : ModelFileData;
type V3Parts<Role> = Extract<LanguageModelV3Message, { role: Role }>['content'][number];
type ModelParts<Role> = Extract<ModelMessage, { role: Role }>['content'][number];
type ModelFileData = Extract<ModelParts<'user'>, { type: 'file' }>['data'];
type V3Output = Extract<V3Parts<'tool'>, { type: 'tool-result' }>['output'];
type ModelOutput = Extract<ModelParts<'tool'>, { type: 'tool-result' }>['output'];
type V3OutputPart = Extract<V3Output, { type: 'content' }>['value'][number];
type ModelOutputPart = Extract<ModelOutput, { type: 'content' }>['value'][number];

function messageUp(message: LanguageModelV3Message): ModelMessage {
  switch (message.role) {
    case 'system':
      return message;
    case 'user':
      return {
        ...message,
        content: message.content.map(part => (part.type === 'file' ? fileUp(part) : part)),
      };
    case 'assistant':
      return {
        ...message,
        content: message.content.map(part => {
          if (part.type === 'file') return fileUp(part);
          return part.type === 'tool-result' ? { ...part, output: outputUp(part.output) } : part;
        }),
      };
    case 'tool':
      return {
        ...message,
        content: message.content.map(part =>
          part.type === 'tool-result' ? { ...part, output: outputUp(part.output) } : part,
        ),
      };
  }
}

const fileUp = ({ originalUrl, ...part }: Extract<V3Parts<'user'>, { type: 'file' }>) => ({
  ...part,
  data: fileDataUp(part.data, originalUrl),
});

function fileDataUp(data: LanguageModelV3DataContent, originalUrl: string | undefined): FileData {
  if (!(data instanceof URL)) return { type: 'data', data };
  return originalUrl === undefined ? { type: 'url', url: data } : { type: 'url', url: data, originalUrl };
}

const outputUp = (output: V3Output): ModelOutput =>
  output.type === 'content' ? { ...output, value: output.value.map(outputPartUp) } : output;

function outputPartUp(part: V3OutputPart): ModelOutputPart {
  switch (part.type) {
    case 'file-data':
    case 'image-data': {
      const { data, ...rest } = part;
      return { ...rest, type: 'file', data: { type: 'data', data } };
    }
    case 'file-url':
    case 'image-url': {
      const { url, ...rest } = part;
      const mediaType =
        part.type === 'image-url' ? 'image/*' : (part.mediaType ?? 'application/octet-stream');
      return { ...rest, type: 'file', mediaType, data: { type: 'url', url: new URL(url) } };
    }
    case 'file-id':
    case 'image-file-id': {
      const { fileId, ...rest } = part;
      return { ...rest, type: 'file', mediaType: mediaTypeOf(part.type), data: referenceUp(fileId) };
    }
    default:
      return part;
  }
}

const mediaTypeOf = (type: 'file-id' | 'image-file-id') =>
  type === 'image-file-id' ? 'image/*' : 'application/octet-stream';

function referenceUp(fileId: string | Record<string, string>): FileData {
  if (typeof fileId !== 'string') return { type: 'reference', reference: fileId };
  throw new UnsupportedFunctionalityError({
    functionality: 'a file id without a provider',
    message: `A call may go to any provider, so a file id has to say whose it is: { openai: '...' } instead of a string.`,
  });
}
