import { eastAsian } from './lexicon/east-asian.js';
import { english } from './lexicon/english.js';
import { otherLatin } from './lexicon/other-latin.js';
import { russian } from './lexicon/russian.js';
import { spanish } from './lexicon/spanish.js';
import { vietnamese } from './lexicon/vietnamese.js';
import type { Lexicon, SignalName } from './signals.js';

/** A language to add is a file beside these, and one word here; where two languages share a word, the earlier list has it. */
const wordLists: readonly Lexicon[] = [english, vietnamese, spanish, russian, otherLatin];

export interface Lookup {
  /** By word, or by two words with a space. */
  readonly words: ReadonlyMap<string, SignalName>;
  /** Texts that are found as they stand. */
  readonly fragments: readonly (readonly [fragment: string, signal: SignalName])[];
}

let lookup: Lookup | undefined;

/** The lexica as one table; made at the first question, since an import should cost nothing. */
export function lookUp(): Lookup {
  lookup ??= { words: new Map([...wordLists].reverse().flatMap(entriesOf)), fragments: entriesOf(eastAsian) };
  return lookup;
}

function entriesOf(lexicon: Lexicon): [string, SignalName][] {
  return Object.entries(lexicon).flatMap(([signal, words]) =>
    words.split('|').map(word => [word, signal as SignalName] as [string, SignalName]),
  );
}
