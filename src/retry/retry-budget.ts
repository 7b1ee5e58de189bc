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
const bucketCount = 10;
const bucketMs = windowMs / bucketCount;

/**
 * A retry budget after Finagle's: in any window of 10 s, retries are at most `depositRatio` of the first attempts
 * plus `reservePerSecond` for each of its seconds.
 */
export function createRetryBudget({ depositRatio, reservePerSecond }: RetryBudgetOptions): RetryBudget {
  const firsts = new Array<number>(bucketCount).fill(0);
  const retries = new Array<number>(bucketCount).fill(0);
  let firstsInWindow = 0;
  let retriesInWindow = 0;
  let newest = -1;

  function turnTo(nowMs: number): number {
    const bucket = Math.floor(nowMs / bucketMs);
    const stale = Math.min(bucketCount, bucket - newest);
    for (let step = 0; step < stale; step++) {
      const index = (bucket - step + bucketCount) % bucketCount;
      firstsInWindow -= firsts[index] as number;
      retriesInWindow -= retries[index] as number;
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
      firstsInWindow++;
    },
    tryWithdraw(nowMs) {
      const index = turnTo(nowMs);
      const allowed = firstsInWindow * depositRatio + (reservePerSecond * windowMs) / 1_000;
      if (retriesInWindow + 1 > allowed) return false;
      retries[index] = (retries[index] as number) + 1;
      retriesInWindow++;
      return true;
    },
  };
}
