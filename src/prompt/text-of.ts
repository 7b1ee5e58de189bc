import type { ModelMessage, ModelOptions } from '../core/model.js';

type Part = Exclude<ModelMessage['content'], string>[number];

/** Calls `see` with each piece of text in a prompt: messages, tool calls and tool results; media apart. */
export function eachText(
  prompt: ModelOptions['prompt'],
  see: (text: string, message: ModelMessage) => void,
): void {
  for (const message of prompt) {
    if (typeof message.content === 'string') {
      see(message.content, message);
      continue;
    }
    for (const part of message.content as readonly Part[]) {
      const text = textOfPart(part);
      if (text !== '') see(text, message);
    }
  }
}

function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'tool-call':
      return typeof part.input === 'string' ? part.input : jsonOf(part.input);
    case 'tool-result':
      return 'value' in part.output
        ? typeof part.output.value === 'string'
          ? part.output.value
          : jsonOf(part.output.value)
        : '';
    case 'file':
      return typeof part.data === 'object' &&
        part.data !== null &&
        'type' in part.data &&
        part.data.type === 'text'
        ? part.data.text
        : '';
    default:
      return '';
  }
}

/** What the value looks like on the wire; empty for what has no JSON. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
