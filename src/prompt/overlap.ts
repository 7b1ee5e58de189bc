/** So much of an answer's end is searched for what its continuation repeats. */
export const overlapWindow = 400;
/** Fewer characters than this are repeated by chance; but for an answer that is repeated whole. */
const leastOverlap = 12;

export interface Overlap {
  /** False while more of the continuation could show a longer repetition. */
  readonly isDecided: boolean;
  /** Characters at the beginning of the continuation that the answer ends with already. */
  readonly length: number;
}

/** How much of `head`, the beginning of a continuation, repeats the end of the answer `partial` that it continues. */
export function overlapOf(partial: string, head: string): Overlap {
  const tail = partial.slice(-overlapWindow);
  const isWhole = tail.length === partial.length;
  const found = tail.indexOf(head);
  const isDecided = found < 0 || found + head.length === tail.length;
  for (let length = Math.min(tail.length, head.length); length > 0; length--) {
    if (length < leastOverlap && !(isWhole && length === tail.length)) continue;
    if (head.startsWith(tail.slice(-length))) return { isDecided, length };
  }
  return { isDecided, length: 0 };
}
