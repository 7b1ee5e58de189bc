import { fillingCharacters, fillingWords, tellingPhrases, tellingWords } from './aside-words.js';
import { folded, kind, kindOf } from './code-units.js';
import { hashOf, hashStart, hashStep } from './text-hash.js';

/** The longest sentence that passes for an aside, and how many go from each end. */
const longestUnits = 200;
const mostAsides = 4;

/**
 * A text without the sentences at its ends that only say how hard it is, what model should answer, or hello and thanks:
 * what a writer says of an ask must not decide where it goes. A text of little else stays as it is.
 */
export function withoutAsides(text: string): string {
  let start = 0;
  for (let each = 0; each < mostAsides; each++) {
    const end = asideEnd(text, start, each > 0);
    if (end < 0) break;
    start = end;
  }
  let end = text.length;
  for (let each = 0; each < mostAsides; each++) {
    const before = lastSentenceStart(text, start, end);
    if (before < 0 || asideEnd(text, before, each > 0) < end) break;
    end = before;
  }
  if (start === 0 && end === text.length) return text;
  const kept = text.slice(start, end);
  return isAsk(kept) ? kept : text;
}

const fills = 1;
const tells = 2;
interface AsideTable {
  readonly words: ReadonlyMap<number, number>;
  readonly characters: ReadonlySet<string>;
  readonly phrases: readonly string[];
}
let table: AsideTable | undefined;
/** Made at the first question, since an import should cost nothing. */
function asideTable(): AsideTable {
  const words = new Map<number, number>();
  for (const word of fillingWords.split(' ')) words.set(hashOf(word), fills);
  for (const word of tellingWords.split(' ')) words.set(hashOf(word), tells);
  return {
    words,
    characters: new Set(fillingCharacters + tellingPhrases),
    phrases: tellingPhrases.split('|'),
  };
}

/**
 * Where an aside that starts here ends; -1 when none does. One word in five may be any, one in three where two tell;
 * none in a question. Behind another aside one that tells nothing goes too. Most texts are told by their first words.
 */
function asideEnd(text: string, start: number, isNext: boolean): number {
  table ??= asideTable();
  const { words, characters, phrases } = table;
  const most = Math.min(text.length, start + longestUnits);
  let known = 0;
  let telling = 0;
  let unknown = 0;
  let hasCharacters = false;
  let hash = hashStart;
  let length = 0;
  for (let at = start; at <= most; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : newline;
    const what = kindOf(unit);
    if (
      what === kind.lower ||
      what === kind.upper ||
      what === kind.letter ||
      what === kind.mark ||
      (length > 0 && (unit === apostrophe || unit === curlyApostrophe) && isLetterAt(text, at + 1))
    ) {
      hash = hashStep(hash, unit === curlyApostrophe ? apostrophe : folded(unit));
      length++;
      continue;
    }
    if (length > 0) {
      const does = words.get(hash) ?? 0;
      if (does === 0) unknown++;
      else known++;
      if (does === tells) telling++;
      if (unknown > known + 1) return -1;
      hash = hashStart;
      length = 0;
    }
    if (what === kind.digit || what === kind.mathSymbol) return -1;
    if (what === kind.ideograph) {
      if (characters.has(text[at]!)) known++;
      else unknown++;
      if (unknown > known + 1) return -1;
      hasCharacters = true;
      continue;
    }
    if (!endsSentence(text, at, unit)) {
      if (isSubject(unit)) return -1;
      continue;
    }
    // A blank line, or a mark alone, is skipped with what follows it.
    if (known + unknown === 0) continue;
    const end = Math.min(at + 1, text.length);
    if (hasCharacters && phrases.some(phrase => text.slice(start, end).includes(phrase))) telling++;
    if (telling === 0) return isNext && unknown === 0 && known > 1 ? end : -1;
    const isQuestion = unit === questionMark || unit === 0xff1f;
    return unknown * (telling > 1 ? 3 : 5) <= (isQuestion ? 0 : known + unknown) ? end : -1;
  }
  return -1;
}

/** Where the last sentence starts, within reach and behind the start of the text; -1 when none does. */
function lastSentenceStart(text: string, start: number, end: number): number {
  let at = end - 1;
  while (at > start && !isWordAt(text, at)) at--;
  const least = Math.max(start, end - longestUnits);
  for (; at > least; at--) {
    const unit = text.charCodeAt(at);
    // What follows a colon is what the ask is about.
    if (endsSentence(text, at, unit)) return unit === colon ? -1 : at + 1;
  }
  return -1;
}

const newline = 10;
const space = 32;
const apostrophe = 39;
const curlyApostrophe = 0x2019;
const fullStop = 46;
const questionMark = 63;
const colon = 58;
const dash = 45;

/** A full stop ends one before a gap; so does a dash between gaps. */
function endsSentence(text: string, at: number, unit: number): boolean {
  if (unit === space || (unit > 63 && unit < 0x2000)) return false; // most units
  if (unit === newline || unit === 33 || unit === questionMark || unit === colon) return true;
  if (unit === 0x3002 || unit === 0xff01 || unit === 0xff1f || unit === 0xff1a || unit === 0x2014)
    return true;
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : newline;
  if (next !== space && next !== newline) return false;
  return unit === fullStop || (unit === dash && at > 0 && text.charCodeAt(at - 1) === space);
}

/** Marks of code, formulas, lists and quotations: they belong to a subject. */
const isSubject = (unit: number) =>
  unit === 36 ||
  unit === 34 ||
  unit === 92 ||
  unit === 96 ||
  unit === 42 ||
  unit === 43 ||
  unit === 35 ||
  (unit >= 60 && unit <= 62) ||
  unit === 91 ||
  unit === 123;

function isLetterAt(text: string, at: number): boolean {
  const what = at < text.length ? kindOf(text.charCodeAt(at)) : kind.other;
  return what === kind.lower || what === kind.upper || what === kind.letter;
}
const isWordAt = (text: string, at: number) => {
  const what = kindOf(text.charCodeAt(at));
  return isLetterAt(text, at) || what === kind.ideograph || what === kind.digit;
};
/** Three words, or three characters that are words: less may be what an aside was about. */
function isAsk(text: string): boolean {
  let words = 0;
  let isInWord = false;
  for (let at = 0; at < text.length && words < 3; at++) {
    const isWord = isWordAt(text, at);
    if (isWord && (!isInWord || text.charCodeAt(at) > 0x2e80)) words++;
    isInWord = isWord;
  }
  return words >= 3;
}
