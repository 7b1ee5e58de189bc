import { kind, kindOf } from './code-units.js';

const newline = 10;

/** A name of TeX behind a backslash, as `\\frac` or `\\[`; what a string of a program may hold, as `\\n`, is none. */
export function startsCommand(text: string, at: number): boolean {
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : newline;
  if (next === 91) return true;
  const after = at + 2 < text.length ? text.charCodeAt(at + 2) : newline;
  const isEscape = next === 110 || next === 116 || next === 117 || next === 120; // n, t, u, x
  return !isEscape && kindOf(next) === kind.lower && kindOf(after) === kind.lower;
}

/** Behind what a formula ends with, and before no name: "$n$", not "US$5", "($x)" or "`${x}`". */
export function closesFormula(before: number, text: string, at: number): boolean {
  const isEnd = before === 41 || before === 93 || before === 125 || (before > 32 && isInWord(kindOf(before)));
  if (!isEnd) return false;
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : newline;
  return next !== 123 && next !== 95 && !isInWord(kindOf(next));
}
const isInWord = (what: number) => what === kind.lower || what === kind.upper || what === kind.digit;
