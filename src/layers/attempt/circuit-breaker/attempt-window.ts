const bucketCount = 10;

/** What a sliding window of attempts holds. */
export interface WindowCounts {
  attempts: number;
  failures: number;
  slow: number;
}

export interface AttemptWindow {
  add(verdict: 'success' | 'failure' | 'slow', nowMs: number): void;
  counts(nowMs: number): Readonly<WindowCounts>;
  clear(): void;
}

/** Counts attempts over the last `windowMs`, in ten buckets: constant memory, a bucket leaves as a whole. */
export function createAttemptWindow(windowMs: number): AttemptWindow {
  const bucketMs = windowMs / bucketCount;
  const buckets: WindowCounts[] = Array.from({ length: bucketCount }, () => ({
    attempts: 0,
    failures: 0,
    slow: 0,
  }));
  const total: WindowCounts = { attempts: 0, failures: 0, slow: 0 };
  let newest = -1;

  /** Empties the buckets that time has passed over. */
  function turnTo(nowMs: number): number {
    const number = Math.floor(nowMs / bucketMs);
    if (number <= newest) return newest;
    const stale = Math.min(bucketCount, number - newest);
    for (let step = 0; step < stale; step++) {
      const bucket = buckets[(number - step) % bucketCount] as WindowCounts;
      total.attempts -= bucket.attempts;
      total.failures -= bucket.failures;
      total.slow -= bucket.slow;
      empty(bucket);
    }
    newest = number;
    return number;
  }

  return {
    add(verdict, nowMs) {
      const bucket = buckets[turnTo(nowMs) % bucketCount] as WindowCounts;
      bucket.attempts++;
      total.attempts++;
      if (verdict === 'failure') {
        bucket.failures++;
        total.failures++;
      } else if (verdict === 'slow') {
        bucket.slow++;
        total.slow++;
      }
    },
    counts(nowMs) {
      turnTo(nowMs);
      return total;
    },
    clear() {
      for (const bucket of buckets) empty(bucket);
      empty(total);
    },
  };
}

function empty(counts: WindowCounts): void {
  counts.attempts = 0;
  counts.failures = 0;
  counts.slow = 0;
}
