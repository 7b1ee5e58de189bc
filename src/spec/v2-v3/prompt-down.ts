import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type {
  LanguageModelV2Message,
  LanguageModelV2Prompt,
  LanguageModelV2ToolResultOutput,
} from 'provider-v2';
import type {
  LanguageModelV3Message,
  LanguageModelV3Prompt,
  LanguageModelV3ToolResultOutput,
  LanguageModelV3ToolResultPart,
  SharedV3Warning,
} from 'provider-v3';

type Warn = (warning: SharedV3Warning) => void;
type OutputPart = Extract<LanguageModelV3ToolResultOutput, { type: 'content' }>['value'][number];
type V2OutputPart = Extract<LanguageModelV2ToolResultOutput, { type: 'content' }>['value'][number];

/** A prompt of V3 in V2. @throws UnsupportedFunctionalityError for a provider's file id in a tool result */
export const promptDown = (prompt: LanguageModelV3Prompt, warn: Warn): LanguageModelV2Prompt =>
  prompt.map(message => messageDown(message, warn)).filter(message => message !== null);

/** Null for a message of which nothing is left. */
function messageDown(message: LanguageModelV3Message, warn: Warn): LanguageModelV2Message | null {
  if (message.role === 'assistant')
    return {
      ...message,
      content: message.content.map(part => (part.type === 'tool-result' ? toolResultDown(part, warn) : part)),
    } as LanguageModelV2Message;
  if (message.role !== 'tool') return message as LanguageModelV2Message;
  const content = message.content.flatMap(part => {
    if (part.type === 'tool-result') return [toolResultDown(part, warn)];
    warn({ type: 'other', message: 'The answer to an approval request was left out: the model is of V2.' });
    return [];
  });
  return content.length === 0 ? null : ({ ...message, content } as LanguageModelV2Message);
}

const toolResultDown = (part: LanguageModelV3ToolResultPart, warn: Warn) => ({
  ...part,
  output: outputDown(part.output, warn),
});

function outputDown(output: LanguageModelV3ToolResultOutput, warn: Warn): LanguageModelV2ToolResultOutput {
  switch (output.type) {
    case 'execution-denied':
      return { type: 'error-text', value: output.reason ?? 'The execution of the tool was denied.' };
    case 'content':
      return { type: 'content', value: output.value.flatMap(part => outputPartDown(part, warn)) };
    default:
      return { type: output.type, value: output.value } as LanguageModelV2ToolResultOutput;
  }
}

function outputPartDown(part: OutputPart, warn: Warn): V2OutputPart[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text }];
    case 'file-data':
    case 'image-data':
      return [{ type: 'media', data: part.data, mediaType: part.mediaType }];
    case 'file-url':
    case 'image-url':
      warn({
        type: 'other',
        message: 'A file of a tool result that is given by URL was sent as its URL: the model is of V2.',
      });
      return [{ type: 'text', text: part.url }];
    case 'file-id':
    case 'image-file-id':
      throw new UnsupportedFunctionalityError({
        functionality: 'provider file reference',
        message:
          'A file that a provider keeps cannot be named to a model of V1 or V2: give its content or a URL.',
      });
    default:
      warn({ type: 'other', message: 'A custom part of a tool result was left out: the model is of V2.' });
      return [];
  }
}
