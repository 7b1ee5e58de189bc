/** What the learned classifier calls its features, in the words of somebody who wrote the prompt. */
const whole: Readonly<Record<string, string>> = {
  length: 'how long it is',
  words: 'how many words it has',
  wordsPerSentence: 'how long its sentences are',
  largestNumber: 'how large its numbers are',
  rest: 'all else',
  noQuestion: 'whether it asks a question',
  options: 'options to choose from',
  'numeric options': 'options that are numbers',
  'alike options': 'options that begin alike',
  'option length': 'how long its options are',
  'longest option': 'how long its longest option is',
  'shortest option': 'how long its shortest option is',
  'option spread': 'how far its options differ in length',
  'stem to options': 'how long the question is beside its options',
};

const tasks: Readonly<Record<string, string>> = {
  chat: 'small talk',
  title: 'asks for a title',
  classify: 'asks to sort something into classes',
  question: 'asks for a fact',
  list: 'asks for a list',
  math: 'asks to calculate',
  code: 'asks for code',
  reason: 'asks to reason',
  prove: 'asks for a proof',
  hard: 'asks to be thorough',
  rigorous: 'asks to be exact',
  easy: 'asks to be brief',
  codeTopic: 'is about programming',
  mathTopic: 'is about mathematics',
};

const units: Readonly<Record<string, string>> = {
  mathSymbols: 'mathematical symbols',
  codeLines: 'lines of code',
  indentedLines: 'indented lines',
  latinExtra: 'accented letters',
  otherLetters: 'letters of other scripts',
  upper: 'capital letters',
  surrogates: 'emoji and rare signs',
  newWords: 'different words',
  sharedWords: 'words that options share',
  mixedWords: 'words of letters and digits',
  digits: 'digits',
  capitalWords: 'capitalised words',
  allCapsWords: 'words in capitals',
  cyrillic: 'Cyrillic letters',
  ideographs: 'Chinese or Japanese characters',
  operator: 'arithmetic signs',
  equals: 'equals signs',
  quote: 'quotation marks',
  question: 'question marks',
  exclamation: 'exclamation marks',
  currency: 'currency signs',
  percent: 'percent signs',
  blank: 'underscores',
  backslash: 'backslashes',
  dash: 'dashes',
  slash: 'slashes',
};

const vocabulary: Readonly<Record<string, string>> = {
  firstPerson: 'I, we and the like',
  secondPerson: 'you and the like',
  thirdPerson: 'he, she, they and the like',
  questionWord: 'question words',
  negation: 'not, no and the like',
  quantifier: 'all, some and the like',
  modal: 'must, may and the like',
  condition: 'if, unless and the like',
  comparison: 'more, than and the like',
  calculate: 'words of calculating',
  naming: 'words that ask for a name',
  cause: 'because, therefore and the like',
  smallNumber: 'one, two and the like',
  international: 'words that many languages share',
  daily: 'everyday words',
  chatTask: 'words that ask for a piece of work',
};

/** `oneLetterWords` as `one letter words`, signs in the plural. */
function plain(name: string): string {
  const known = units[name];
  if (known !== undefined) return known;
  const words = name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  return words.endsWith('s') ? words : `${words}s`;
}

const topic = (name: string): string => vocabulary[name] ?? `words about ${name}`;

/** A feature's name in plain words; as it is where there are none. */
export function featureWords(name: string): string {
  const known = whole[name];
  if (known !== undefined) return known;
  const [, task] = /^task (\w+)$/.exec(name) ?? [];
  if (task !== undefined) return tasks[task] ?? `asks to ${task}`;
  const [, subject] = /^words of (\w+)$/.exec(name) ?? [];
  if (subject !== undefined) return topic(subject);
  const [, counted] = /^count of (\w+)$/.exec(name) ?? [];
  if (counted !== undefined) return `number of ${plain(counted)}`;
  const [, subjectOfOptions] = /^options of (\w+)$/.exec(name) ?? [];
  if (subjectOfOptions !== undefined) return `${topic(subjectOfOptions)} in its options`;
  const [, what, of] = /^(\w+) per (word|letter|option word)$/.exec(name) ?? [];
  if (what === undefined) return name;
  const where = of === 'option word' ? ' in its options' : '';
  return `share of ${plain(what)}${where}`;
}
