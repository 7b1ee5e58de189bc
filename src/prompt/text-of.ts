import type { ModelMessage, ModelOptions } from '../core/model.js';

type Part = Exclude<ModelMessage['content'], string>[number];
type ToolOutput = Extract<Part, { type: 'tool-result' }>['output'];

/**
 * Calls `see` with each piece of text in a prompt: messages, tool calls and tool results; media apart.
 * `asSent`: a file that a tool answered with is text too, as OpenAI's chat completions send it.
 */
export function eachText(
  prompt: ModelOptions['prompt'],
  see: (text: string, message: ModelMessage) => void,
  asSent = false,
): void {
  for (const message of prompt) {
    if (typeof message.content === 'string') {
      see(message.content, message);
      continue;
    }
    for (const part of message.content as readonly Part[]) {
      const text = textOfPart(part, asSent);
      if (text !== '') see(text, message);
    }
  }
}

function textOfPart(part: Part, asSent: boolean): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'tool-call':
      return typeof part.input === 'string' ? part.input : jsonOf(part.input);
    case 'tool-result':
      return textOfResult(part.output, asSent);
    case 'file':
      return textOfFile(part.data);
    default:
      return '';
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const textOfFile = (data: unknown): string =>
  isObject(data) && data.type === 'text' && typeof data.text === 'string' ? data.text : '';

function textOfResult(output: ToolOutput, asSent: boolean): string {
  if (!('value' in output)) return '';
  if (typeof output.value === 'string') return output.value;
  if (asSent || output.type !== 'content' || !Array.isArray(output.value)) return jsonOf(output.value);
  return output.value
    .map(piece => {
      if (piece.type === 'text') return piece.text;
      return isMedia(piece) ? textOfFile(piece.data) : jsonOf(piece);
    })
    .join('\n');
}

/** A picture or another file in a prompt, as its part holds it. */
export interface Media {
  readonly mediaType: string;
  readonly data: unknown;
}

const isMedia = (value: unknown): value is Media =>
  isObject(value) && value.type === 'file' && typeof value.mediaType === 'string';

/** Calls `see` with each picture and file in a prompt, also those that a tool has answered with. */
export function eachMedia(prompt: ModelOptions['prompt'], see: (media: Media) => void): void {
  for (const { content } of prompt) {
    if (typeof content === 'string') continue;
    for (const part of content as readonly Part[]) {
      if (part.type === 'file' || part.type === 'reasoning-file') see(part);
      else if (part.type === 'tool-result' && part.output.type === 'content')
        for (const piece of part.output.value as readonly unknown[]) if (isMedia(piece)) see(piece);
    }
  }
}

/** `image` alone is what AI SDK 7 says of a picture by URL. */
export const isImage = ({ mediaType }: Pick<Media, 'mediaType'>): boolean => /^image(\/|$)/i.test(mediaType);

/** What the value looks like on the wire; empty for what has no JSON. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
