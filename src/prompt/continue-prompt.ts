import type { ModelOptions } from '../core/model.js';
import { estimateTokens } from './estimate-tokens.js';
import { isBlank } from './hygiene/shape-turns.js';

/** The answer is picked up at about so many characters before its end, at the beginning of a word. */
const anchorCharacters = 48;
/** What some APIs refuse to write less than. */
const leastOutputTokens = 16;

/**
 * The options of a call whose answer broke off after `partial`, asking another model for the rest: the answer so far as
 * the assistant's turn, then a user's turn that asks for its continuation, and `maxOutputTokens` less what was written.
 *
 * Not the assistant's turn alone: most APIs do not go on with it, and some refuse a prompt that ends so. The model is
 * asked to repeat the last words, since it would not know whether a space or half a word comes first; see `overlapOf`.
 * An answer of white space says nothing that could be continued: then the call is asked as it was.
 */
export function continuedOptions(options: ModelOptions, partial: string): ModelOptions {
  const { prompt, maxOutputTokens } = options;
  const continued: ModelOptions = isBlank(partial)
    ? { ...options }
    : {
        ...options,
        prompt: [
          ...prompt,
          { role: 'assistant', content: [{ type: 'text', text: partial }] },
          { role: 'user', content: [{ type: 'text', text: request(anchorOf(partial)) }] },
        ],
      };
  if (maxOutputTokens !== undefined)
    continued.maxOutputTokens = Math.min(
      maxOutputTokens,
      Math.max(leastOutputTokens, maxOutputTokens - estimateTokens(partial)),
    );
  return continued;
}

const request = (anchor: string): string =>
  `Your last message was cut off. Write the rest of it, in the same language and form, and nothing else: no greeting, no remark, no new beginning. So that the two parts fit together, begin by repeating its last words exactly, and go on from there. They are:\n${anchor}`;

/** The last words of a text, the first of them whole where there is one near. */
function anchorOf(partial: string): string {
  const tail = partial.trimEnd().slice(-anchorCharacters);
  if (tail.length < anchorCharacters) return tail;
  const space = tail.search(/\s\S/);
  return space < 0 ? wholeCharacters(tail) : tail.slice(space + 1);
}

/** Without half a character of two code units at the beginning. */
const wholeCharacters = (text: string): string => (/^[\uDC00-\uDFFF]/.test(text) ? text.slice(1) : text);
