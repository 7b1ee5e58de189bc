/** How many of a text's first characters are looked at; the rest is taken to be alike. */
const sampleCharacters = 1_024;

/**
 * A good guess at the tokens of a text: about 4 characters of plain English per token, 2.5 of other alphabets
 * and of accented Latin, 1 of Chinese, Japanese and Korean; symbols and digits cut text shorter.
 */
export function estimateTokens(text: string): number {
  const sampled = Math.min(text.length, sampleCharacters);
  if (sampled === 0) return 0;
  let quarters = 0;
  for (let index = 0; index < sampled; index++) quarters += quarterTokens(text.charCodeAt(index));
  return Math.ceil(((quarters / 40) * text.length) / sampled);
}

/** Fortieths of a token. */
function quarterTokens(unit: number): number {
  if (unit < 0x80) return isPlain(unit) ? 10 : 16;
  if (unit < 0x1100) return 16;
  if (unit >= 0x2e80 && unit < 0xd800) return 40;
  return 20;
}

const isPlain = (unit: number) => (unit >= 97 && unit <= 122) || unit === 32 || (unit >= 65 && unit <= 90);
