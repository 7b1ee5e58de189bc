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
  /** Texts that are found as they stand, by their first UTF-16 code unit: one pass over an ask finds them all. */
  readonly fragments: ReadonlyMap<number, readonly Fragment[]>;
  /** The fragments that turn what follows them into its opposite. */
  readonly negations: readonly string[];
}

type Fragment = readonly [fragment: string, signal: SignalName];

let lookup: Lookup | undefined;

/** The lexica as one table; made at the first question, since an import should cost nothing. */
export function lookUp(): Lookup {
  lookup ??= makeLookup();
  return lookup;
}

function makeLookup(): Lookup {
  const { negation = '', ...signals } = eastAsian;
  const fragments = new Map<number, Fragment[]>();
  for (const entry of entriesOf(signals)) {
    const first = entry[0].charCodeAt(0);
    fragments.set(first, [...(fragments.get(first) ?? []), entry]);
  }
  const words = new Map([...wordLists].reverse().flatMap(entriesOf));
  return { words, fragments, negations: negation.split('|') };
}

function entriesOf(lexicon: Lexicon): [string, SignalName][] {
  return Object.entries(lexicon).flatMap(([signal, words]) =>
    words.split('|').map(word => [word, signal as SignalName] as [string, SignalName]),
  );
}
