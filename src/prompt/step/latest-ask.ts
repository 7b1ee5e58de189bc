import type { ModelMessage, ModelPrompt } from '../../core/model.js';
import { eachText } from '../text-of.js';
import { isComplaint } from './complaint.js';
import { isPastedToolOutput, withoutHarnessText } from './harness-text.js';
import { withoutLabelledContext } from './without-context.js';

/** What the user wants, and where it was said. */
export interface LatestAsk {
  /** The index of its message; -1: there is no user turn. */
  readonly at: number;
  /** Capped. */
  readonly ask: string;
  /** The length of all of it, harness text apart, in UTF-16 code units. */
  readonly askCharacters: number;
  /** A user turn behind it that is no ask; null: there is none. */
  readonly after: 'complaint' | 'tool-output' | null;
}

const askHead = 2_000;
const askTail = 1_000;
/** A prompt in which nobody asked for anything in so many user turns is judged by its last one. */
const mostTurns = 200;

/**
 * The latest user turn that asks for something: turns of harness text alone, pasted tool outputs and complaints about an
 * answer are passed over. Where there is none, the last user turn as it stands.
 */
export function latestAsk(prompt: ModelPrompt): LatestAsk {
  let last: LatestAsk | null = null;
  let after: LatestAsk['after'] = null;
  let turns = 0;
  for (let at = prompt.length - 1; at >= 0 && turns < mostTurns; at--) {
    const message = prompt[at] as ModelMessage;
    if (message.role !== 'user') continue;
    turns++;
    const read = readAsk(message);
    last ??= { at, ask: read.raw, askCharacters: read.characters, after: null };
    if (read.isToolOutput) {
      after ??= 'tool-output';
      continue;
    }
    if (read.ask === '' && read.raw !== '') continue;
    if (turns < mostTurns && hasUserBefore(prompt, at) && isComplaint(read.ask, followsAnswer(prompt, at))) {
      after ??= 'complaint';
      continue;
    }
    return { at, ask: read.ask, askCharacters: read.characters - read.harnessCharacters, after };
  }
  return last ?? { at: -1, ask: '', askCharacters: 0, after: null };
}

interface ReadAsk {
  /** Cleaned and capped; empty where all is harness text. */
  readonly ask: string;
  /** As it stands, capped. */
  readonly raw: string;
  readonly characters: number;
  readonly harnessCharacters: number;
  readonly isToolOutput: boolean;
}

function readAsk(message: ModelMessage): ReadAsk {
  let ask = '';
  let raw = '';
  let characters = 0;
  let harnessCharacters = 0;
  let isToolOutput = false;
  eachText([message], text => {
    if (raw === '') isToolOutput = isPastedToolOutput(text);
    raw = joined(raw, text);
    characters += text.length;
    if (isToolOutput) return;
    const clean = withoutHarnessText(text);
    harnessCharacters += clean.harnessCharacters;
    if (clean.text !== '') ask = joined(ask, withoutLabelledContext(clean.text));
  });
  return { ask, raw, characters, harnessCharacters, isToolOutput };
}

const joined = (before: string, text: string): string => capped(before === '' ? text : `${before}\n${text}`);

/** Head and tail: an instruction stands before or after what it is about. */
function capped(text: string): string {
  return text.length <= askHead + askTail ? text : `${text.slice(0, askHead)}\n${text.slice(-askTail)}`;
}

/** A model spoke last before this turn. */
const followsAnswer = (prompt: ModelPrompt, at: number): boolean => prompt[at - 1]?.role === 'assistant';

/** There is an earlier ask that it can be about. */
const hasUserBefore = (prompt: ModelPrompt, at: number): boolean =>
  prompt.findIndex(({ role }) => role === 'user') < at;
