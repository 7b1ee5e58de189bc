import type { ModelMessage, ModelOptions } from '../core/model.js';
import type { Traits } from '../core/traits.js';
import { estimateTokens } from './estimate-tokens.js';
import { fileTokens, imageTokens } from './media-tokens.js';
import { eachMedia, eachText, isImage } from './text-of.js';
import { declarations } from './tool-characters.js';

const askHead = 2_000;
const askTail = 1_000;
const systemLength = 1_000;
const messageTokens = 4;

/** What a call looks like from outside. The ask is the text of the last user messages in a row, tool results apart. */
export function traitsOf(options: ModelOptions): Traits {
  const { prompt, tools, responseFormat, maxOutputTokens } = options;
  const lastUser = prompt.findLastIndex(({ role }) => role === 'user');
  let ask = '';
  let askCharacters = 0;
  let system = '';
  let promptCharacters = 0;
  let tokens = prompt.length * messageTokens;
  eachText(prompt, (text, message) => {
    promptCharacters += text.length;
    tokens += estimateTokens(text);
    if (message.role === 'system') system = joined(system, text, systemLength);
    else if (message === prompt[lastUser]) {
      ask = ask === '' ? capped(text) : capped(`${ask}\n${text}`);
      askCharacters += text.length;
    }
  });
  for (const json of declarations(options)) tokens += Math.ceil(json.length / 4);
  const media = mediaIn(prompt);
  return {
    ask,
    system,
    askCharacters,
    promptCharacters,
    turns: prompt.reduce((turns, { role }) => turns + (role === 'system' ? 0 : 1), 0),
    toolCount: tools?.length ?? 0,
    toolResults: toolResultsAfter(prompt, lastUser),
    hasSchema: responseFormat?.type === 'json' && responseFormat.schema !== undefined,
    ...media,
    maxOutputTokens: maxOutputTokens ?? null,
    estimatedInputTokens: tokens + media.images * imageTokens + media.files * fileTokens,
  };
}

/** The traits of a bare text, as if it were the only message. */
export const traitsOfText = (text: string): Traits =>
  traitsOf({ prompt: [{ role: 'user', content: [{ type: 'text', text }] }] });

/** Head and tail: an instruction stands before or after what it is about. */
function capped(text: string): string {
  return text.length <= askHead + askTail ? text : `${text.slice(0, askHead)}\n${text.slice(-askTail)}`;
}

const joined = (before: string, text: string, longest: number) =>
  before.length >= longest ? before : `${before}${text}`.slice(0, longest);

function toolResultsAfter(prompt: readonly ModelMessage[], lastUser: number): number {
  let results = 0;
  for (const message of prompt.slice(lastUser + 1)) {
    if (message.role === 'tool')
      results += message.content.filter(part => part.type === 'tool-result').length;
  }
  return results;
}

function mediaIn(prompt: ModelOptions['prompt']): { images: number; files: number } {
  let images = 0;
  let files = 0;
  eachMedia(prompt, media => {
    if (isImage(media)) images++;
    else files++;
  });
  return { images, files };
}
