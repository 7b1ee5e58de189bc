import type { ModelMessage, ModelOptions } from '../core/model.js';
import type { Traits } from '../core/traits.js';
import { estimateTokens } from './estimate-tokens.js';
import { fileTokens, imageTokens } from './media-tokens.js';
import { choreOf } from './step/housekeeping.js';
import type { LatestAsk } from './step/latest-ask.js';
import { latestAsk } from './step/latest-ask.js';
import { stepOf } from './step/step-of.js';
import { eachMedia, eachText, isImage } from './text-of.js';
import { declarations } from './tool-characters.js';

const systemLength = 1_000;
const messageTokens = 4;

/** What a call looks like from outside. The ask is the latest user turn that asks for something, a harness's text left out. */
export function traitsOf(options: ModelOptions, latest: LatestAsk = latestAsk(options.prompt)): Traits {
  const { prompt, tools, responseFormat, maxOutputTokens } = options;
  let system = '';
  let promptCharacters = 0;
  let tokens = prompt.length * messageTokens;
  eachText(prompt, (text, message) => {
    promptCharacters += text.length;
    tokens += estimateTokens(text);
    if (message.role === 'system') system = joined(system, text, systemLength);
  });
  for (const json of declarations(options)) tokens += Math.ceil(json.length / 4);
  const media = mediaIn(prompt);
  const { ask } = latest;
  const toolCount = tools?.length ?? 0;
  const turns = prompt.reduce((count, { role }) => count + (role === 'system' ? 0 : 1), 0);
  const chore = choreOf({ ask, system, turns, toolCount, maxOutputTokens: maxOutputTokens ?? null });
  return {
    step: chore === null ? stepOf(options, latest) : 'housekeeping',
    chore,
    ask,
    system,
    askCharacters: latest.askCharacters,
    promptCharacters,
    turns,
    toolCount,
    toolResults: toolResultsAfter(prompt, latest.at),
    hasSchema: responseFormat?.type === 'json' && responseFormat.schema !== undefined,
    ...media,
    maxOutputTokens: maxOutputTokens ?? null,
    estimatedInputTokens: tokens + media.images * imageTokens + media.files * fileTokens,
  };
}

/** The traits of a bare text, as if it were the only message. */
export const traitsOfText = (text: string): Traits =>
  traitsOf({ prompt: [{ role: 'user', content: [{ type: 'text', text }] }] });

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
