/** What a UTF-16 code unit is, as far as the counters care. */
export const kind = {
  other: 0,
  lower: 1,
  upper: 2,
  digit: 3,
  space: 4,
  newline: 5,
  /** A letter of a script that parts its words, or has no case we fold. */
  letter: 6,
  /** Han, kana: each is a word of its own here. */
  ideograph: 7,
  /** Half of a pair: emoji and rare scripts. */
  surrogate: 8,
  mathSymbol: 9,
  punctuation: 10,
  /** A vowel sign or accent: goes on with the word, and is no letter. */
  mark: 11,
} as const;

const ascii = new Uint8Array(128);
for (let unit = 0; unit < 128; unit++) {
  if (unit >= 97 && unit <= 122) ascii[unit] = kind.lower;
  else if (unit >= 65 && unit <= 90) ascii[unit] = kind.upper;
  else if (unit >= 48 && unit <= 57) ascii[unit] = kind.digit;
  else if (unit === 10) ascii[unit] = kind.newline;
  else if (unit <= 32) ascii[unit] = kind.space;
  else if (unit !== 127) ascii[unit] = kind.punctuation;
}

/** No table of Unicode: ranges that hold for the scripts in use, the same on every platform. */
export function kindOf(unit: number): number {
  if (unit < 128) return ascii[unit]!;
  if (unit < 0x2000) return kindOfAlphabet(unit);
  if (unit < 0x2070)
    return unit === 0x2028 || unit === 0x2029 ? kind.newline : unit < 0x200c ? kind.space : kind.punctuation;
  if (unit < 0x20a0) return kind.mathSymbol; // superscripts and subscripts
  if (unit < 0x2190) return kind.punctuation; // currencies, letter-like
  if (unit < 0x2300 || (unit >= 0x27c0 && unit < 0x2b00)) return kind.mathSymbol;
  if (unit < 0x2e80) return kind.other;
  if (unit < 0x3040) return unit === 0x3000 ? kind.space : unit < 0x3000 ? kind.ideograph : kind.punctuation;
  if (unit < 0xa000) return kind.ideograph;
  if (unit >= 0xac00 && unit < 0xd7b0) return kind.letter; // Hangul
  if (unit >= 0xd800 && unit < 0xe000) return kind.surrogate;
  if (unit >= 0xf900 && unit < 0xfb00) return kind.ideograph;
  if (unit >= 0xff00 && unit < 0xff65) return unit >= 0xff10 && unit < 0xff1a ? kind.digit : kind.punctuation;
  return unit >= 0xfb1d && unit < 0xfefe ? kind.letter : kind.other;
}

function kindOfAlphabet(unit: number): number {
  if (unit < 0xc0) return kindOfLatinSign(unit);
  if (unit === 0xd7 || unit === 0xf7) return kind.mathSymbol;
  if (unit >= 0x300 && unit < 0x370) return kind.mark;
  if (unit < 0xe0 || (unit >= 0x391 && unit < 0x3aa) || (unit >= 0x400 && unit < 0x430)) return kind.upper;
  if (unit === 0x60c || unit === 0x61b || unit === 0x61f || unit === 0x6d4 || unit === 0x964)
    return kind.punctuation;
  if (unit >= 0x660 && unit < 0x66a) return kind.digit;
  if (unit >= 0x64b && unit < 0x660) return kind.mark;
  if (unit >= 0x900 && unit < 0xe00 && (unit & 0x7f) >= 0x3e && (unit & 0x7f) <= 0x4d) return kind.mark; // vowel signs of India
  if ((unit >= 0xe31 && unit < 0xe3b && unit !== 0xe32 && unit !== 0xe33) || (unit >= 0xe47 && unit < 0xe4f))
    return kind.mark;
  return kind.letter;
}

function kindOfLatinSign(unit: number): number {
  if (unit < 0xa1) return kind.space;
  if (unit === 0xaa || unit === 0xb5 || unit === 0xba) return kind.letter;
  return unit === 0xac || unit === 0xb0 || (unit >= 0xb1 && unit <= 0xb3) || unit === 0xb9
    ? kind.mathSymbol
    : kind.punctuation;
}

/** Lower case by arithmetic for Latin, Greek and Cyrillic: what a locale says must not change a score. */
export function folded(unit: number): number {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit;
  if (unit >= 0xc0 && unit < 0xdf) return unit + 32;
  if (unit >= 0x391 && unit < 0x3aa) return unit + 32;
  if (unit >= 0x410 && unit < 0x430) return unit + 32;
  if (unit >= 0x400 && unit < 0x410) return unit + 80;
  // Latin of central Europe and Vietnam: upper and lower take turns.
  if ((unit >= 0x100 && unit < 0x138) || (unit >= 0x1e00 && unit < 0x1f00)) return unit | 1;
  return unit;
}
