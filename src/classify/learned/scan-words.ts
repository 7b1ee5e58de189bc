import { afterSentenceFlag, beforePercentFlag, counterAt, counters, scratch } from './scratch.js';
import { hashEnd, hashPair } from './text-hash.js';
import { firstSlot, slotMask, wordTable } from './word-table.js';

/** Room for the classes of words, once for the stem and once for the options. */
export const classRoom = 64;
export const classCounts = new Float64Array(2 * classRoom);
export const signalCounts = new Float64Array(32);

const stemSalt = 0x5bd1e995;
/** An instruction stands in the first words, or in the last. */
const openingWords = 40;

const {
  words: wordsAt,
  numbers: numbersAt,
  longWords: longAt,
  veryLongWords: veryLongAt,
  shortWords: shortAt,
  oneLetterWords: oneLetterAt,
  capitalWords: capitalAt,
  allCapsWords: allCapsAt,
  mixedWords: mixedAt,
  newWords: newAt,
  sharedWords: sharedAt,
  percent: percentAt,
} = counterAt;

/** The second pass, over the words that the first one left. @returns how many hashes of words, word stems and pairs there are */
export function scanWords(words: number): number {
  const { counts, wordHash, wordStem, wordInfo, wordOption, optionWords, optionFirst, grams, seenWords } =
    scratch;
  const { keys, low, high, signal } = wordTable();
  seenWords.fill(0);
  classCounts.fill(0);
  signalCounts.fill(0);
  let gramCount = 0;
  let previous = 0;
  let previousBlock = 0;
  for (let at = 0; at < words; at++) {
    const info = wordInfo[at]!;
    const hash = wordHash[at]!;
    const length = info & 255;
    const upper = (info >> 8) & 255;
    const digits = (info >> 16) & 255;
    const blockNumber = (info >> 24) & 3;
    const block = blockNumber * counters;
    counts[block + wordsAt]!++;
    const isNumber = digits === length;
    if (isNumber) {
      counts[block + numbersAt]!++;
      if ((info & beforePercentFlag) !== 0) counts[block + percentAt]!++;
    } else {
      if (digits > 0) counts[block + mixedAt]!++;
      if (length >= 7) counts[block + longAt]!++;
      if (length >= 10) counts[block + veryLongAt]!++;
      if (length <= 3) counts[block + shortAt]!++;
      if (length === 1) counts[block + oneLetterAt]!++;
      if (upper > 0 && (info & afterSentenceFlag) === 0) counts[block + capitalAt]!++;
      if (upper > 1 && upper === length) counts[block + allCapsAt]!++;
    }
    const mixed = hashEnd(hash);
    const bit = mixed & 4095;
    if (seenWords[bit] === 0) counts[block + newAt]!++;
    else if (blockNumber > 0 && length > 3) counts[block + sharedAt]!++;
    seenWords[bit] = 1;
    if (blockNumber === 2) continue;
    if (previousBlock !== block) previous = 0;
    previousBlock = block;
    let slot = firstSlot(hash);
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & slotMask;
    if (keys[slot] !== 0) {
      const offset = blockNumber * classRoom;
      for (let bits = low[slot]!; bits !== 0; bits &= bits - 1)
        classCounts[offset + 31 - Math.clz32(bits & -bits)]!++;
      for (let bits = high[slot]!; bits !== 0; bits &= bits - 1)
        classCounts[offset + 62 - Math.clz32(bits & -bits)]!++;
      if (signal[slot]! > 0 && (at < openingWords || at > words - openingWords))
        signalCounts[signal[slot]! - 1]!++;
    }
    grams[gramCount++] = mixed;
    if (wordStem[at] !== 0) grams[gramCount++] = hashEnd(wordStem[at]! + stemSalt);
    if (previous !== 0) {
      const pair = hashPair(previous, hash);
      grams[gramCount++] = hashEnd(pair);
      if (at < openingWords) {
        let pairSlot = firstSlot(pair);
        while (keys[pairSlot] !== 0 && keys[pairSlot] !== pair) pairSlot = (pairSlot + 1) & slotMask;
        if (keys[pairSlot] !== 0 && signal[pairSlot]! > 0) signalCounts[signal[pairSlot]! - 1]!++;
      }
    }
    previous = hash;
    const option = wordOption[at]!;
    if (option > 0) {
      if (optionWords[option - 1] === 0) optionFirst[option - 1] = hash;
      optionWords[option - 1]!++;
    }
  }
  return gramCount;
}

/** Tasks named in a script that does not part its words: each phrase counts once, in the first units of the text. */
export function scanFragments(text: string): void {
  const { fragments } = wordTable();
  const end = Math.min(text.length, 300);
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xe00) continue;
    for (const [fragment, signal] of fragments.get(unit) ?? [])
      if (text.startsWith(fragment, at)) signalCounts[signal - 1]!++;
  }
}
