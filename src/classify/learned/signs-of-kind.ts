import { classCounts } from './scan-words.js';
import { counterAt, scratch } from './scratch.js';
import { type WordClass, wordClassNames } from './word-classes.js';

/** What a text looks like to the gate: a program, a formula, a sum told in words. */
export interface SignsOfKind {
  /** Lines that end or stand as those of a program do, and the semicolons. */
  readonly codeMarks: number;
  /** Signs of TeX: backslashes, and what dollar signs may enclose. A price is none. */
  readonly formulaMarks: number;
  /** Those that no program has: names behind a backslash, dollar signs that close. */
  readonly texMarks: number;
  /** Both of them: no program has that. */
  readonly hasTex: boolean;
  /** Told in everyday words, with quantities and a question: a sum to be worked out in steps. */
  readonly isWordProblem: boolean;
}

/** Of the text that the passes have just counted. */
export function signsOfKind(): SignsOfKind {
  return {
    codeMarks: codeMarks(),
    formulaMarks: formulaMarks(),
    texMarks: texMarks(),
    hasTex: scratch.counts[counterAt.texCommands]! > 0 && closingDollars() > 0,
    isWordProblem: isWordProblem(),
  };
}

function codeMarks(): number {
  const { counts } = scratch;
  const indented = counts[counterAt.indentedLines]!;
  const lines = counts[counterAt.codeLines]! + (indented >= 2 ? indented : 0);
  return lines === 0 ? 0 : lines + counts[counterAt.semicolon]!;
}

function formulaMarks(): number {
  const { counts } = scratch;
  const pairs = counts[counterAt.currency]! >= 2;
  return (
    counts[counterAt.backslash]! +
    (pairs ? counts[counterAt.operator]! + counts[counterAt.equals]! + closingDollars() : 0)
  );
}
const texMarks = () => scratch.counts[counterAt.texCommands]! + closingDollars();

/** "5$" closes nothing: half of the dollar signs of a formula open it. */
function closingDollars(): number {
  const closing = scratch.counts[counterAt.closingDollars]!;
  return closing < scratch.counts[counterAt.currency]! ? closing : 0;
}

const classesAt = (names: readonly WordClass[]) =>
  Int32Array.from(names, name => wordClassNames.indexOf(name));
const everyday = classesAt(['thirdPerson', 'firstPerson', 'daily', 'time', 'money', 'share']);
const technical = classesAt(['mathematics', 'counting', 'physics', 'chemistry', 'engineering']);
const smallNumber = wordClassNames.indexOf('smallNumber');
const calculate = wordClassNames.indexOf('calculate');
const fewestStoryWords = 10;

function isWordProblem(): boolean {
  const { counts } = scratch;
  const numbers = counts[counterAt.numbers]!;
  if (numbers === 0 || numbers + classCounts[smallNumber]! < 2 || counts[counterAt.words]! < fewestStoryWords)
    return false;
  if (counts[counterAt.question] === 0 && classCounts[calculate] === 0) return false;
  return sumOf(everyday) >= sumOf(technical);
}
function sumOf(classes: Int32Array): number {
  let sum = 0;
  for (let each = 0; each < classes.length; each++) sum += classCounts[classes[each]!]!;
  return sum;
}
