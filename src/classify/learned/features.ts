import { scanUnits } from './scan-units.js';
import { classCounts, classRoom, scanFragments, scanWords, signalCounts } from './scan-words.js';
import { type CounterName, counterAt, counters, scratch, windowOf } from './scratch.js';
import { type SignsOfKind, signsOfKind } from './signs-of-kind.js';
import { withoutAsides } from './without-asides.js';
import { type WordClass, wordClassNames } from './word-classes.js';
import { signalNames } from './word-table.js';

/** Counters of the stem that count by their square root: the second sighting says less than the first. */
const rooted: readonly CounterName[] = [
  'sentences',
  'lines',
  'numbers',
  'decimals',
  'mathSymbols',
  'comma',
  'colon',
  'semicolon',
  'bracket',
  'brace',
  'quote',
  'question',
  'exclamation',
  'operator',
  'equals',
  'backslash',
  'currency',
  'percent',
  'blank',
  'dash',
  'slash',
  'backtick',
  'indentedLines',
  'bullets',
  'codeLines',
  'surrogates',
  'capitalWords',
];
/** Counters of the stem by word. */
const perWord: readonly CounterName[] = [
  'longWords',
  'veryLongWords',
  'shortWords',
  'oneLetterWords',
  'capitalWords',
  'allCapsWords',
  'mixedWords',
  'newWords',
  'numbers',
  'comma',
  'operator',
  'bracket',
  'letters',
  'digits',
];
const perLetter: readonly CounterName[] = ['upper', 'latinExtra', 'cyrillic', 'otherLetters', 'ideographs'];
/** Counters of the options by word of theirs. */
const perOptionWord: readonly CounterName[] = [
  'longWords',
  'capitalWords',
  'comma',
  'operator',
  'numbers',
  'oneLetterWords',
  'decimals',
  'backslash',
  'bracket',
  'letters',
  'newWords',
  'sharedWords',
];
const optionClasses: readonly WordClass[] = [
  'negation',
  'quantifier',
  'modal',
  'law',
  'calculate',
  'units',
  'medicine',
  'comparison',
  'cause',
  'firstPerson',
  'thirdPerson',
];

/** In the order of `featuresOf(...).values`. */
export const featureNames: readonly string[] = [
  'length',
  'words',
  'wordsPerSentence',
  'largestNumber',
  'noQuestion',
  'rest',
  ...rooted.map(name => `count of ${name}`),
  ...perWord.map(name => `${name} per word`),
  ...perLetter.map(name => `${name} per letter`),
  ...wordClassNames.map(name => `words of ${name}`),
  ...signalNames.map(name => `task ${name}`),
  'options',
  'numeric options',
  'alike options',
  'option length',
  'longest option',
  'shortest option',
  'option spread',
  'stem to options',
  ...perOptionWord.map(name => `${name} per option word`),
  ...optionClasses.map(name => `options of ${name}`),
];

const at = (names: readonly CounterName[], block: number) =>
  Int32Array.from(names, name => block * counters + counterAt[name]);
const rootedAt = at(rooted, 0);
const perWordAt = at(perWord, 0);
const perLetterAt = at(perLetter, 0);
const perOptionWordAt = at(perOptionWord, 1);
const optionClassesAt = Int32Array.from(optionClasses, name => classRoom + wordClassNames.indexOf(name));
const { units, letters, ideographs, words, sentences, question } = counterAt;

/** What an ask looks like. Holds buffers that the next call writes over: read it before that. */
export interface Features extends SignsOfKind {
  /** As `featureNames` names them; bounded, whatever the text. */
  readonly values: Float64Array;
  /** Hashes of words, word stems and pairs of words of the stem and the options; the first `gramCount` hold. */
  readonly grams: Int32Array;
  readonly gramCount: number;
  readonly options: number;
  /** Share of the options that are numbers. */
  readonly numericOptionsRatio: number;
}

const values = new Float64Array(featureNames.length);

/** One capped pass over an ask: time does not grow with a text beyond 3,000 units. */
export function featuresOf(ask: string): Features {
  const text = withoutAsides(windowOf(ask));
  const seen = scanUnits(text);
  const gramCount = scanWords(seen.words);
  const { counts } = scratch;
  if (counts[ideographs]! + counts[counterAt.otherLetters]! > 0) scanFragments(text);
  const wordCount = counts[words]! + 1;
  // A Han character says about as much as three letters.
  const letterCount = counts[letters]! + 3 * counts[ideographs]! + 1;
  let next = 0;
  values[next++] = Math.sqrt(counts[units]! + 2 * counts[ideographs]!);
  values[next++] = Math.sqrt(wordCount);
  values[next++] = Math.sqrt(wordCount / (counts[sentences]! + 1));
  values[next++] = magnitude(seen.largestNumber);
  values[next++] = counts[question]! === 0 ? 1 : 0;
  values[next++] = Math.sqrt(counts[2 * counters + words]!);
  for (let each = 0; each < rootedAt.length; each++)
    values[next++] = Math.sqrt(Math.min(100, counts[rootedAt[each]!]!));
  for (let each = 0; each < perWordAt.length; each++)
    values[next++] = Math.min(15, counts[perWordAt[each]!]! / wordCount);
  for (let each = 0; each < perLetterAt.length; each++)
    values[next++] = Math.min(3, counts[perLetterAt[each]!]! / letterCount);
  for (let each = 0; each < wordClassNames.length; each++)
    values[next++] = Math.sqrt(Math.min(100, classCounts[each]!));
  for (let each = 0; each < signalNames.length; each++) values[next++] = Math.min(3, signalCounts[each]!);
  next = fillOptions(seen.options, next);
  const signs = signsOfKind();
  return {
    values,
    grams: scratch.grams,
    gramCount,
    options: seen.options,
    numericOptionsRatio: values[next]!,
    codeMarks: signs.codeMarks,
    formulaMarks: signs.formulaMarks,
    texMarks: signs.texMarks,
    hasTex: signs.hasTex,
    isWordProblem: signs.isWordProblem,
  };
}

/** One option is none: "A." starts many a line. @returns where the share of numeric options stands */
function fillOptions(options: number, start: number): number {
  let next = start;
  if (options < 2) {
    values.fill(0, start);
    return start + 1;
  }
  const { counts, optionUnits, optionDigits, optionWords, optionFirst } = scratch;
  let longest = 0;
  let shortest = optionUnits[0]!;
  let sum = 0;
  let squares = 0;
  let numeric = 0;
  let alike = 0;
  for (let each = 0; each < options; each++) {
    const size = optionUnits[each]!;
    sum += size;
    squares += size * size;
    if (size > longest) longest = size;
    if (size < shortest) shortest = size;
    if (optionDigits[each]! > 0 && optionWords[each]! <= 6) numeric++;
    if (each > 0 && optionFirst[each] === optionFirst[each - 1]) alike++;
  }
  const mean = sum / options;
  const wordCount = counts[counters + words]! + 1;
  values[next++] = options;
  values[next++] = numeric / options;
  values[next++] = alike / options;
  values[next++] = Math.sqrt(mean);
  values[next++] = Math.sqrt(longest);
  values[next++] = Math.sqrt(shortest);
  values[next++] = Math.min(3, Math.sqrt(Math.max(0, squares / options - mean * mean)) / (mean + 1));
  values[next++] = Math.min(8, counts[units]! / (sum + 1));
  for (let each = 0; each < perOptionWordAt.length; each++)
    values[next++] = Math.min(15, counts[perOptionWordAt[each]!]! / wordCount);
  for (let each = 0; each < optionClassesAt.length; each++)
    values[next++] = Math.sqrt(Math.min(100, classCounts[optionClassesAt[each]!]!));
  return start + 1;
}

/** Digits before the point, and a little of the first one: a logarithm that is the same on every platform. */
function magnitude(number: number): number {
  let digits = 0;
  let rest = number;
  while (rest >= 10) {
    rest /= 10;
    digits++;
  }
  return digits + rest / 10;
}
