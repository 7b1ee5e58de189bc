/** Counts values in buckets of constant relative width, so that any quantile is known within 1 %, in constant memory. */
export interface Histogram {
  /** Values at or below 0 count as the smallest value that is told apart. */
  record(value: number): void;
  readonly count: number;
  /** 0 while empty. */
  readonly average: number;
  /** The value below which `ratio` (0 to 1) of the recorded ones lie, within 1 %; null while empty. */
  quantile(ratio: number): number | null;
  clear(): void;
}

/** DDSketch (Masson, Rim, Lee 2019): bucket i holds (gamma^(i-1), gamma^i]; its middle is off by at most `relativeError`. */
const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);
/** A hundredth of a millisecond, and a day. */
const smallestMs = 0.01;
const largestMs = 86_400_000;
const offset = Math.floor(Math.log(smallestMs) / logGamma);
const bucketCount = Math.ceil(Math.log(largestMs) / logGamma) - offset + 1;

/** A histogram of milliseconds from 0.01 to a day: at most 1,150 counters, made at the first value. */
export function createHistogram(): Histogram {
  let buckets: Float64Array | undefined;
  let count = 0;
  let sum = 0;

  return {
    record(value) {
      buckets ??= new Float64Array(bucketCount);
      const clamped = value > smallestMs ? Math.min(value, largestMs) : smallestMs;
      const index = Math.min(bucketCount - 1, Math.max(0, Math.ceil(Math.log(clamped) / logGamma) - offset));
      buckets[index] = (buckets[index] as number) + 1;
      count++;
      sum += Math.max(value, 0);
    },
    get count() {
      return count;
    },
    get average() {
      return count === 0 ? 0 : sum / count;
    },
    quantile(ratio) {
      if (buckets === undefined || count === 0) return null;
      const rank = Math.max(1, Math.ceil(ratio * count));
      let seen = 0;
      for (let index = 0; index < bucketCount; index++) {
        seen += buckets[index] as number;
        if (seen >= rank) return (2 * gamma ** (index + offset)) / (gamma + 1);
      }
      return largestMs;
    },
    clear() {
      buckets?.fill(0);
      count = 0;
      sum = 0;
    },
  };
}
