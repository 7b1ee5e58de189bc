/**
 * Buckets of constant relative width, so that a value is known within 1 % by its bucket alone.
 * DDSketch (Masson, Rim, Lee 2019): bucket i holds (gamma^(i-1), gamma^i]; its middle is off by at most `relativeError`.
 */
const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);
/** A hundredth of a millisecond, and a day. */
const smallestMs = 0.01;
export const largestMs = 86_400_000;
const offset = Math.floor(Math.log(smallestMs) / logGamma);
export const bucketCount = Math.ceil(Math.log(largestMs) / logGamma) - offset + 1;

/** Values at or below 0 go to the bucket of the smallest value that is told apart. */
export function bucketOf(value: number): number {
  const clamped = value > smallestMs ? Math.min(value, largestMs) : smallestMs;
  return Math.min(bucketCount - 1, Math.max(0, Math.ceil(Math.log(clamped) / logGamma) - offset));
}

export const middleOf = (bucket: number): number => (2 * gamma ** (bucket + offset)) / (gamma + 1);
