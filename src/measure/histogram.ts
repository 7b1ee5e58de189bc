import { bucketCount, bucketOf, largestMs, middleOf } from './log-buckets.js';

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

/** A histogram of milliseconds from 0.01 to a day: at most 1,150 counters, made at the first value. */
export function createHistogram(): Histogram {
  let buckets: Float64Array | undefined;
  let count = 0;
  let sum = 0;

  return {
    record(value) {
      buckets ??= new Float64Array(bucketCount);
      const index = bucketOf(value);
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
        if (seen >= rank) return middleOf(index);
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
