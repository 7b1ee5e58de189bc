import { pick, type Random } from '../random.js';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const digits = [...'0123456789'];
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const wordCharacters = [...letters, ...letters.map(one => one.toUpperCase()), ...digits, '_'];

const classes: Readonly<Record<string, readonly string[]>> = {
  d: digits,
  w: wordCharacters,
  s: [' '],
  D: letters,
  W: ['-', ' ', '.'],
  S: letters,
};
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' };

/** Of one attempt: nested repeats could go on for ever. */
const mostSteps = 20_000;

/**
 * A text that matches a regular expression, or null when none was found. Reads groups, alternation, classes,
 * quantifiers and escapes; looks past assertions and back references, so the caller's check decides.
 */
export function samplePattern(
  pattern: string,
  random: Random,
  isFit: (text: string) => boolean,
): string | null {
  let regExp: RegExp;
  try {
    regExp = new RegExp(pattern, 'u');
  } catch {
    try {
      regExp = new RegExp(pattern);
    } catch {
      return null;
    }
  }
  for (let attempt = 0; attempt < 60; attempt++) {
    // Later attempts make longer repeats, for those who want a minimum length.
    const sampler = createSampler(pattern, random, 2 + attempt);
    const text = sampler.alternatives();
    // Checking a text against such a pattern could take seconds.
    if (sampler.isExhausted()) return null;
    if (regExp.test(text) && isFit(text)) return text;
  }
  return null;
}

/** One walk over the pattern: everything is read, and what an alternative did not choose is dropped. */
function createSampler(pattern: string, random: Random, mostExtra: number) {
  let at = 0;
  let steps = 0;

  const alternatives = (): string => {
    const texts = [sequence()];
    while (pattern[at] === '|') {
      at++;
      texts.push(sequence());
    }
    return pick(texts, random);
  };

  const sequence = (): string => {
    let text = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const start = at;
      const once = atom();
      const end = at;
      const times = repeats();
      const next = at;
      if (times > 0) text += once;
      for (let index = 1; index < times && steps < mostSteps; index++) {
        at = start;
        text += atom();
      }
      at = times === 0 ? Math.max(next, end) : next;
    }
    return text;
  };

  const atom = (): string => {
    const character = pattern[at++] as string;
    steps++;
    if (character === '^' || character === '$') return '';
    if (character === '.') return pick(wordCharacters, random);
    if (character === '[') return pick(characterClass(), random);
    if (character === '\\') return pick(escaped(), random);
    if (character !== '(') return character;
    const opening = /^\?(?:([=!]|<[=!])|:|<[^>]*>)/.exec(pattern.slice(at, at + 60));
    at += opening?.[0].length ?? 0;
    const text = alternatives();
    at++;
    return opening?.[1] === undefined ? text : '';
  };

  const escaped = (): readonly string[] => {
    const character = pattern[at++] ?? '\\';
    if (character === 'b' || character === 'B') return [''];
    const code = character === 'u' ? /^[0-9a-f]{4}/i : character === 'x' ? /^[0-9a-f]{2}/i : null;
    const hex = code?.exec(pattern.slice(at, at + 4))?.[0];
    if (hex !== undefined) {
      at += hex.length;
      return [String.fromCharCode(Number.parseInt(hex, 16))];
    }
    if (character === 'p' || character === 'P') {
      at = Math.max(at, pattern.indexOf('}', at) + 1);
      return letters;
    }
    return classes[character] ?? [controls[character] ?? character];
  };

  const characterClass = (): readonly string[] => {
    const isNegated = pattern[at] === '^';
    if (isNegated) at++;
    const members: string[] = [];
    while (at < pattern.length && pattern[at] !== ']') {
      const first = pattern[at++] as string;
      const from = first === '\\' ? escaped() : [first];
      if (from.length === 1 && pattern[at] === '-' && pattern[at + 1] !== ']' && at + 1 < pattern.length) {
        at++;
        const last = pattern[at++] as string;
        members.push(...range(from[0] as string, (last === '\\' ? escaped() : [last])[0] as string));
      } else {
        members.push(...from);
      }
    }
    at++;
    const allowed = isNegated ? printable.filter(one => !members.includes(one)) : members;
    return allowed.length === 0 ? [''] : allowed;
  };

  const repeats = (): number => {
    const quantifier = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(pattern.slice(at, at + 24));
    if (quantifier === null) return 1;
    at += quantifier[0].length;
    const [, sign, least, hasMost, most] = quantifier;
    const from = sign === '+' ? 1 : Number(least ?? 0);
    const open = from + mostExtra;
    const to =
      sign === '?'
        ? 1
        : sign !== undefined
          ? open
          : hasMost === undefined
            ? from
            : most
              ? Number(most)
              : open;
    return Math.min(from + Math.floor(random() * (Math.min(to, open) - from + 1)), 1_000);
  };

  return { alternatives, isExhausted: () => steps >= mostSteps };
}

function range(from: string, to: string): string[] {
  const start = from.codePointAt(0) ?? 0;
  const length = Math.min(Math.max((to.codePointAt(0) ?? start) - start + 1, 1), 256);
  return Array.from({ length }, (_, index) => String.fromCodePoint(start + index));
}
