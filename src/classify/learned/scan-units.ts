import { folded, kind, kindOf } from './code-units.js';
import {
  afterSentenceFlag,
  beforePercentFlag,
  blocks,
  counterAt,
  counters,
  mostOptions,
  scratch,
} from './scratch.js';
import { asciiSigns, otherSigns } from './signs.js';
import { closesFormula, startsCommand } from './tex.js';
import { hashStart, hashStep } from './text-hash.js';

/** How many words and options a pass found, and its largest number. */
export interface UnitScan {
  readonly words: number;
  readonly options: number;
  readonly largestNumber: number;
}

const {
  units: unitsAt,
  letters: lettersAt,
  upper: upperAt,
  digits: digitsAt,
  ideographs: ideographsAt,
  latinExtra: latinExtraAt,
  cyrillic: cyrillicAt,
  otherLetters: otherLettersAt,
  surrogates: surrogatesAt,
  lines: linesAt,
  indentedLines: indentedAt,
  bullets: bulletsAt,
  codeLines: codeLinesAt,
  sentences: sentencesAt,
  decimals: decimalsAt,
  mathSymbols: mathSymbolsAt,
  question: questionAt,
  exclamation: exclamationAt,
  texCommands: texCommandsAt,
  closingDollars: closingDollarsAt,
} = counterAt;

const firstLetter = 65;
const firstLowerLetter = 97;
const newline = 10;
const dollarSign = 36;
const percentSign = 37;
const backslash = 92;
const fullStop = 46;

/** The first pass, over the units of a text that is already capped: counts, and the words as hashes. */
export function scanUnits(text: string): UnitScan {
  const {
    counts,
    optionUnits,
    optionDigits,
    optionWords,
    optionFirst,
    wordHash,
    wordStem,
    wordInfo,
    wordOption,
  } = scratch;
  counts.fill(0);
  optionUnits.fill(0);
  optionDigits.fill(0);
  optionWords.fill(0);
  optionFirst.fill(0);
  const length = text.length;
  let words = 0;
  let options = 0;
  let block = blocks.stem * counters;
  let largestNumber = 0;
  let hash = hashStart;
  let stem = 0;
  let wordLength = 0;
  let upper = 0;
  let digits = 0;
  let number = 0;
  let flags = afterSentenceFlag;
  let isLineStart = true;
  let indent = 0;
  let lastUnit = newline;
  let smallLetters = 0;

  for (let at = 0; at <= length; at++) {
    const unit = at < length ? text.charCodeAt(at) : newline;
    // Most units: a small letter within a word. They are counted when another unit comes.
    if (unit >= 97 && unit <= 122 && wordLength > 0) {
      smallLetters++;
      hash = hashStep(hash, unit);
      wordLength++;
      if (wordLength === 5) stem = hash;
      lastUnit = unit;
      continue;
    }
    counts[block + unitsAt]! += smallLetters + 1;
    counts[block + lettersAt]! += smallLetters;
    if (block === blocks.options * counters) optionUnits[options - 1]! += smallLetters + 1;
    smallLetters = 0;
    const what = kindOf(unit);
    if (
      what === kind.lower ||
      what === kind.upper ||
      what === kind.letter ||
      what === kind.digit ||
      what === kind.mark
    ) {
      if (!isLineStart || what === kind.mark) {
        // The common case: within a line.
      } else {
        isLineStart = false;
        const next = at + 1 < length ? text.charCodeAt(at + 1) : newline;
        const after = at + 2 < length ? text.charCodeAt(at + 2) : newline;
        const startsOption =
          (unit - firstLetter === options || unit - firstLowerLetter === options) &&
          options < mostOptions &&
          (next === 41 || next === fullStop || next === 58) &&
          (after === 32 || after === 9);
        if (startsOption) {
          options++;
          block = blocks.options * counters;
          flags = afterSentenceFlag;
          counts[block + linesAt]!++;
          at++;
          continue;
        }
        if (block === blocks.options * counters) block = blocks.rest * counters;
        counts[block + linesAt]!++;
        if (indent >= 2) counts[block + indentedAt]!++;
        if (what === kind.digit && (next === fullStop || next === 41)) counts[block + bulletsAt]!++;
      }
      if (what === kind.digit) {
        counts[block + digitsAt]!++;
        digits++;
        if (number < 1e9) number = number * 10 + (unit & 15);
        if (block === blocks.options * counters) optionDigits[options - 1]!++;
      } else if (what !== kind.mark) {
        counts[block + lettersAt]!++;
        if (what === kind.upper) upper++;
        if (unit > 127) {
          if (unit < 0x250 || (unit >= 0x1e00 && unit < 0x1f00)) counts[block + latinExtraAt]!++;
          else if (unit >= 0x400 && unit < 0x530) counts[block + cyrillicAt]!++;
          else counts[block + otherLettersAt]!++;
        }
      }
      hash = hashStep(hash, folded(unit));
      wordLength++;
      if (wordLength === 5) stem = hash;
      lastUnit = unit;
      continue;
    }
    // What is left ends a word, except an apostrophe within one.
    if (wordLength > 0) {
      if ((unit === 39 || unit === 0x2019) && at + 1 < length && isLetter(kindOf(text.charCodeAt(at + 1)))) {
        hash = hashStep(hash, 39);
        continue;
      }
      if (digits === wordLength && number > largestNumber) largestNumber = number;
      counts[block + upperAt]! += upper;
      wordHash[words] = digits === wordLength ? (wordLength > 3 ? 0x51ed27 : 0x3c6ef3 + wordLength) : hash;
      wordStem[words] = wordLength > 5 && digits !== wordLength ? stem : 0;
      wordOption[words] = block === blocks.options * counters ? options : 0;
      wordInfo[words] =
        Math.min(255, wordLength) |
        (Math.min(255, upper) << 8) |
        (Math.min(255, digits) << 16) |
        (block === 0 ? 0 : block === counters ? 1 << 24 : 1 << 25) |
        flags |
        (unit === percentSign ? beforePercentFlag : 0);
      words++;
      flags = 0;
      hash = hashStart;
      wordLength = 0;
      upper = 0;
      digits = 0;
      number = 0;
    }
    if (what === kind.newline) {
      if (lastUnit === 59 || lastUnit === 123 || lastUnit === 125 || (lastUnit === 58 && block === 0))
        counts[block + codeLinesAt]!++;
      if (lastUnit === fullStop) counts[block + sentencesAt]!++;
      isLineStart = true;
      indent = 0;
      flags = afterSentenceFlag;
      lastUnit = newline;
      continue;
    }
    if (what === kind.space) {
      if (isLineStart) indent++;
      else if (lastUnit === fullStop) {
        counts[block + sentencesAt]!++;
        flags = afterSentenceFlag;
      }
      lastUnit = 32;
      continue;
    }
    if (isLineStart) {
      if (unit === 40 && at + 1 < length && (text.charCodeAt(at + 1) | 32) - firstLowerLetter === options)
        continue; // "(A) ..."
      isLineStart = false;
      if (block === blocks.options * counters) block = blocks.rest * counters;
      counts[block + linesAt]!++;
      if (indent >= 2) counts[block + indentedAt]!++;
      if (unit === 45 || unit === 42 || unit === 0x2022) counts[block + bulletsAt]!++;
    }
    if (what === kind.ideograph) {
      counts[block + ideographsAt]!++;
      wordHash[words] = hashStep(hashStart, unit);
      wordStem[words] = 0;
      wordOption[words] = block === blocks.options * counters ? options : 0;
      wordInfo[words] = 1 | (block === 0 ? 0 : block === counters ? 1 << 24 : 1 << 25) | flags;
      words++;
      flags = 0;
    } else if (what === kind.surrogate) counts[block + surrogatesAt]!++;
    else if (what === kind.mathSymbol) counts[block + mathSymbolsAt]!++;
    else {
      const sign = unit < 128 ? asciiSigns[unit]! : (otherSigns.get(unit) ?? 0);
      if (sign > 0) counts[block + sign]!++;
      if (unit === backslash) {
        if (startsCommand(text, at)) counts[block + texCommandsAt]!++;
      } else if (unit === dollarSign && closesFormula(lastUnit, text, at))
        counts[block + closingDollarsAt]!++;
      if (sign === questionAt || sign === exclamationAt || unit === 0x3002 || unit === 0x964) {
        counts[block + sentencesAt]!++;
        flags = afterSentenceFlag;
      } else if (
        unit === fullStop &&
        lastUnit >= 48 &&
        lastUnit <= 57 &&
        at + 1 < length &&
        kindOf(text.charCodeAt(at + 1)) === kind.digit
      )
        counts[block + decimalsAt]!++;
    }
    lastUnit = unit;
  }
  return { words, options, largestNumber };
}

const isLetter = (what: number) => what === kind.lower || what === kind.upper || what === kind.letter;
