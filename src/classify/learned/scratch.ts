/** The longest text that is scanned, in UTF-16 code units: head, a newline, tail. */
export const headUnits = 2_000;
export const tailUnits = 1_000;
export const windowUnits = headUnits + tailUnits + 1;

/** A long ask is judged by its head and its tail. */
export const windowOf = (ask: string): string =>
  ask.length <= headUnits + tailUnits ? ask : `${ask.slice(0, headUnits)}\n${ask.slice(-tailUnits)}`;

export const blocks = { stem: 0, options: 1, rest: 2 } as const;

/** What the pass counts, once for each block. */
export const counterNames = [
  'units',
  'letters',
  'upper',
  'digits',
  'ideographs',
  'latinExtra',
  'cyrillic',
  'otherLetters',
  'surrogates',
  'lines',
  'indentedLines',
  'bullets',
  'codeLines',
  'sentences',
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
  'texCommands',
  'closingDollars',
  'words',
  'numbers',
  'longWords',
  'veryLongWords',
  'shortWords',
  'oneLetterWords',
  'capitalWords',
  'allCapsWords',
  'mixedWords',
  'newWords',
  'sharedWords',
] as const;
export type CounterName = (typeof counterNames)[number];
export const counters = counterNames.length;
export const counterAt = Object.fromEntries(counterNames.map((name, at) => [name, at])) as Readonly<
  Record<CounterName, number>
>;

export const mostOptions = 26;

/**
 * Where one pass leaves its findings. Made once and used again: classification is synchronous, so no two passes overlap,
 * and each pass clears what it reads.
 */
export const scratch = {
  counts: new Int32Array(3 * counters),
  optionUnits: new Int32Array(mostOptions),
  optionDigits: new Int32Array(mostOptions),
  optionWords: new Int32Array(mostOptions),
  optionFirst: new Int32Array(mostOptions),
  wordHash: new Int32Array(windowUnits + 1),
  /** Hash of the first five letters; 0 for a shorter word. */
  wordStem: new Int32Array(windowUnits + 1),
  /** Length, upper-case letters and digits, eight bits each (255 at most); then the block and two flags. */
  wordInfo: new Int32Array(windowUnits + 1),
  wordOption: new Int8Array(windowUnits + 1),
  grams: new Int32Array(3 * windowUnits + 3),
  seenWords: new Uint8Array(4_096),
};

export const afterSentenceFlag = 1 << 26;
export const beforePercentFlag = 1 << 27;
