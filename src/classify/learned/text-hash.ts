/** Start of a 32-bit FNV-1a hash over UTF-16 code units. */
export const hashStart = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;

export const hashStep = (hash: number, unit: number) => Math.imul(hash ^ unit, hashPrime);

/** Two hashes as one; the order counts. */
export const hashPair = (first: number, second: number) =>
  Math.imul(Math.imul(first, 0x85ebca6b) ^ (second + 0x9e3779b9), 0xc2b2ae35);

/** Spreads the low bits, which FNV leaves alike for like words. */
export const hashEnd = (hash: number) => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
};

export function hashOf(word: string): number {
  let hash = hashStart;
  for (let at = 0; at < word.length; at++) hash = hashStep(hash, word.charCodeAt(at));
  return hash;
}
