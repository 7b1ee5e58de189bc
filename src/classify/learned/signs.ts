import { type CounterName, counterAt } from './scratch.js';

const signs: Readonly<Partial<Record<CounterName, string>>> = {
  comma: ',，、،',
  colon: ':：',
  semicolon: ';；؛',
  bracket: '([（',
  brace: '{',
  quote: '"“「«',
  question: '?？؟',
  exclamation: '!！',
  operator: '+<>^*',
  equals: '=',
  backslash: '\\',
  currency: '$€£¥',
  percent: '%٪',
  blank: '_',
  dash: '-–—',
  slash: '/',
  backtick: '`',
};
/** By ASCII unit, and by any other: the counter of a punctuation mark; 0 for none. */
export const asciiSigns = new Uint8Array(128);
export const otherSigns = new Map<number, number>();
for (const [name, units] of Object.entries(signs))
  for (let at = 0; at < units.length; at++) {
    const unit = units.charCodeAt(at);
    if (unit < 128) asciiSigns[unit] = counterAt[name as CounterName];
    else otherSigns.set(unit, counterAt[name as CounterName]);
  }
