/** A token weighs twelve: four ASCII characters, or one and a half others, which suits the usual tokenizers. */
const tokenWeight = 12;
const asciiWeight = 3;
const otherWeight = 8;

/** What a text is worth in the sandbox's tokens, rounded up; an empty text is worth none. */
export function countTokens(text: string): number {
  let weight = 0;
  for (let index = 0; index < text.length; index++) {
    weight += text.charCodeAt(index) < 128 ? asciiWeight : otherWeight;
  }
  return Math.ceil(weight / tokenWeight);
}

/** The longest beginning of a text that is worth at most `tokens`; never half a surrogate pair. */
export function takeTokens(text: string, tokens: number): string {
  const limit = tokens * tokenWeight;
  let weight = 0;
  for (let index = 0; index < text.length; index++) {
    weight += text.charCodeAt(index) < 128 ? asciiWeight : otherWeight;
    if (weight > limit) return text.slice(0, safeCut(text, index));
  }
  return text;
}

/** The nearest place at or before `index` where a text may be cut without splitting a surrogate pair. */
export function safeCut(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}

/** Calls `onBlock` with a number for each full block of `blockTokens`; the number stands for the whole text so far. */
export function walkBlocks(text: string, blockTokens: number, onBlock: (chain: number) => void): void {
  const blockWeight = blockTokens * tokenWeight;
  let high = 0x811c9dc5;
  let low = 0x41c6ce57;
  let weight = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code ^ (high >>> 15), 1597334677);
    weight += code < 128 ? asciiWeight : otherWeight;
    if (weight >= blockWeight) {
      weight -= blockWeight;
      onBlock(4294967296 * (2097151 & low) + (high >>> 0));
    }
  }
}
