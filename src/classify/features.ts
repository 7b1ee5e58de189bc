import { lookUp } from './lookup.js';
import type { SignalName } from './signals.js';

/** A signal, and where in the ask it stands (in characters). */
export interface Sighting {
  readonly signal: SignalName;
  readonly at: number;
}

/** What one pass over an ask shows. */
export interface Features {
  /** In the order of the ask; negated ones, and those within quotation marks or fenced code, left out. */
  readonly sightings: readonly Sighting[];
  readonly words: number;
  readonly listItems: number;
  readonly questionMarks: number;
  readonly hasCode: boolean;
  readonly mathSymbols: number;
}

/** A longer ask is judged by its beginning and its end. */
const scannedCharacters = 1_200;
const eastAsianText = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’+#_-]*/gu;
const codeMark =
  /```|^\s*(?:def |class |import |#include|function |const |let |public |SELECT |fn )|[;{}]\s*$/m;
const listItem = /^\s*(?:[-*•]|\d{1,2}[.)])\s/gm;
const mathSymbol = /[=∫∑√π≤≥≠∀∃∈∂∞^]|\\(?:frac|sum|int|sqrt)/g;

/** One pass over an ask; of a long one, over 1,200 characters at each end. */
export function featuresOf(ask: string): Features {
  const text =
    ask.length <= 2 * scannedCharacters
      ? ask
      : `${ask.slice(0, scannedCharacters)}\n${ask.slice(-scannedCharacters)}`;
  const lower = withoutMaterial(text).toLowerCase();
  const spoken: Sighting[] = [];
  const words = sightWords(lower, spoken);
  const isEastAsian = eastAsianText.test(lower);
  if (isEastAsian) sightFragments(lower, spoken);
  return {
    sightings: spoken.sort((one, other) => one.at - other.at),
    // A word of Chinese or Japanese is about two characters, and they are not parted.
    words: isEastAsian ? Math.max(words, Math.ceil(ask.length / 2)) : words,
    listItems: text.match(listItem)?.length ?? 0,
    questionMarks: text.split(/[?？]/).length - 1,
    hasCode: codeMark.test(text),
    mathSymbols: text.match(mathSymbol)?.length ?? 0,
  };
}

/** Fenced code and quoted text are what an ask is about, not what it asks; blanked, so that positions stay. */
function withoutMaterial(text: string): string {
  if (!/["“«`「]/.test(text)) return text;
  const blank = (material: string) => ' '.repeat(material.length);
  return text
    .replace(/```[\s\S]{0,3000}?(?:```|$)/g, blank)
    .replace(/"[^"\n]{3,600}"|“[^”\n]{3,600}”|«[^»\n]{3,600}»|「[^」\n]{3,600}」/g, blank);
}

/** A negation reaches so far: in words, or in the characters of a script that does not part them. */
const negationWords = 3;
const negationCharacters = 4;

function sightWords(lower: string, sightings: Sighting[]): number {
  const { words: known } = lookUp();
  let count = 0;
  let previous = '';
  let previousAt = 0;
  let wasPair = false;
  let negatedUntil = -1;
  for (const { 0: found, index: at } of lower.matchAll(wordPattern)) {
    count++;
    const word = found.replace('’', "'");
    const pair = known.get(`${previous} ${word}`);
    const signal = pair ?? known.get(word);
    if (signal === 'negation') negatedUntil = count + negationWords;
    else if (pair !== undefined && count > negatedUntil) {
      // The pair says it better than its first word did.
      if (!wasPair && sightings.at(-1)?.at === previousAt) sightings.pop();
      sightings.push({ signal: pair, at: previousAt });
    } else if (signal !== undefined && count > negatedUntil) sightings.push({ signal, at });
    wasPair = pair !== undefined;
    previous = word;
    previousAt = at;
  }
  return count;
}

/** Each fragment counts once, where it comes first. */
function sightFragments(lower: string, sightings: Sighting[]): void {
  const { fragments, negations } = lookUp();
  const seen = new Set<object>();
  for (let at = 0; at < lower.length; at++) {
    for (const entry of fragments.get(lower.charCodeAt(at)) ?? []) {
      const [fragment, signal] = entry;
      if (!lower.startsWith(fragment, at) || seen.has(entry)) continue;
      seen.add(entry);
      const before = lower.slice(Math.max(0, at - negationCharacters), at);
      if (!negations.some(negation => before.includes(negation))) sightings.push({ signal, at });
    }
  }
}
