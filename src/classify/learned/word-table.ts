import { lookUp } from '../lookup.js';
import { type Lexicon, modifiers, type SignalName, tasks } from '../signals.js';
import { folded } from './code-units.js';
import { taskFragments, taskWords } from './task-words.js';
import { hashPair, hashStart, hashStep } from './text-hash.js';
import { wordClasses, wordClassNames } from './word-classes.js';

export const signalNames = [...Object.keys(tasks), ...Object.keys(modifiers)] as readonly SignalName[];

const slots = 1 << 14;
export const slotMask = slots - 1;

/** Open addressing: by the hash of a word or a pair, the classes it is in (a bit each) and the task it names (from 1; 0 for none). */
export interface WordTable {
  readonly keys: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly signal: Uint8Array;
  /** By first unit: text and signal. */
  readonly fragments: ReadonlyMap<number, ReadonlyArray<readonly [text: string, signal: number]>>;
}

let table: WordTable | undefined;

/** Made at the first question, since an import should cost nothing. */
export function wordTable(): WordTable {
  table ??= makeTable();
  return table;
}

function makeTable(): WordTable {
  const keys = new Int32Array(slots);
  const low = new Int32Array(slots);
  const high = new Int32Array(slots);
  const signal = new Uint8Array(slots);
  const numberOf = new Map(signalNames.map((name, each) => [name, each + 1]));
  const slotFor = (hash: number) => {
    let slot = firstSlot(hash);
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & slotMask;
    keys[slot] = hash;
    return slot;
  };
  wordClassNames.forEach((name, at) => {
    for (const word of wordClasses[name].split('|')) {
      const bits = at < 31 ? low : high;
      bits[slotFor(wordHash(word))]! |= 1 << (at % 31);
    }
  });
  for (const [words, name] of [...[...lookUp().words], ...taskWords.flatMap(entriesOf)]) {
    const number = numberOf.get(name)!;
    const slot = slotFor(phraseHash(words));
    if (signal[slot] === 0) signal[slot] = number;
  }
  const fragments = new Map<number, [string, number][]>();
  for (const known of [...lookUp().fragments.values(), entriesOf(taskFragments)])
    for (const [text, name] of known) {
      const first = text.charCodeAt(0);
      const others = fragments.get(first);
      if (others === undefined) fragments.set(first, [[text, numberOf.get(name)!]]);
      else if (!others.some(([known]) => known === text)) others.push([text, numberOf.get(name)!]);
    }
  return { keys, low, high, signal, fragments };
}

export const firstSlot = (hash: number) => (hash ^ (hash >>> 13)) & slotMask;

const entriesOf = (lexicon: Lexicon) =>
  Object.entries(lexicon).flatMap(([signal, words]) =>
    words.split('|').map(word => [word, signal as SignalName] as const),
  );

function wordHash(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at++) hash = hashStep(hash, folded(word.charCodeAt(at)));
  return hash;
}

/** As the pass makes it: a word's own hash, or that of a pair. */
function phraseHash(words: string): number {
  const gap = words.indexOf(' ');
  if (gap < 0) return wordHash(words);
  const end = words.indexOf(' ', gap + 1);
  return hashPair(
    wordHash(words.slice(0, gap)),
    wordHash(words.slice(gap + 1, end < 0 ? words.length : end)),
  );
}
