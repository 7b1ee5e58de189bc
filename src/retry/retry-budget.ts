export interface RetryBudgetOptions {
  /** Retries that each first attempt pays for. */
  readonly depositRatio: number;
  /** Retries that the mere passing of a second pays for. */
  readonly reservePerSecond: number;
}

/** Keeps retries a small share of the first attempts, so that they cannot drown a target that is already struggling. */
export interface RetryBudget {
  /** A call was sent to the target for the first time. */
  deposit(nowMs: number): void;
  /** Pays for one retry; false: there is nothing left for it. */
  tryWithdraw(nowMs: number): boolean;
}

const windowMs = 10_000;
const bucketMs = 1_000;
const bucketsPerWindow = windowMs / bucketMs;
/** One more than a window has: the oldest is the one that the window has left in part. */
const bucketCount = bucketsPerWindow + 1;

/**
 * A retry budget after Finagle's: at any time, the retries of the last 10 s are at most `depositRatio` of the first
 * attempts of the last 10 s plus `reservePerSecond` for each of its seconds. Time is counted in buckets of a second; one
 * that lies in the window in part counts for the retries and not for the firsts, so that the promise holds to the millisecond.
 */
export function createRetryBudget({ depositRatio, reservePerSecond }: RetryBudgetOptions): RetryBudget {
  const firsts = new Array<number>(bucketCount).fill(0);
  const retries = new Array<number>(bucketCount).fill(0);
  let firstsInBuckets = 0;
  let retriesInBuckets = 0;
  let newest = -1;

  function turnTo(nowMs: number): number {
    const bucket = Math.floor(nowMs / bucketMs);
    const stale = Math.min(bucketCount, bucket - newest);
    for (let step = 0; step < stale; step++) {
      const index = (bucket - step + bucketCount) % bucketCount;
      firstsInBuckets -= firsts[index] as number;
      retriesInBuckets -= retries[index] as number;
      firsts[index] = 0;
      retries[index] = 0;
    }
    newest = Math.max(newest, bucket);
    return newest % bucketCount;
  }

  return {
    deposit(nowMs) {
      const index = turnTo(nowMs);
      firsts[index] = (firsts[index] as number) + 1;
      firstsInBuckets++;
    },
    tryWithdraw(nowMs) {
      const index = turnTo(nowMs);
      const oldest = (index + 1) % bucketCount;
      const firstsInWindow = firstsInBuckets - (firsts[oldest] as number);
      const allowed = firstsInWindow * depositRatio + (reservePerSecond * windowMs) / 1_000;
      if (retriesInBuckets + 1 > allowed) return false;
      retries[index] = (retries[index] as number) + 1;
      retriesInBuckets++;
      return true;
    },
  };
}
