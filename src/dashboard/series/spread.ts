/** How values are spread: counts in buckets 5 % apart, so that quantiles are right within 2.5 % in little memory. */
export interface Spread {
  add(value: number): void;
  /** Takes out all that was added to `other` too. */
  minus(other: Spread): void;
  /** Null while there is nothing. */
  quantile(ratio: number): number | null;
  readonly buckets: ReadonlyMap<number, number>;
}

const growth = Math.log(1.05);

export function createSpread(): Spread {
  const buckets = new Map<number, number>();
  let total = 0;

  function change(bucket: number, by: number): void {
    const count = (buckets.get(bucket) ?? 0) + by;
    if (count <= 0) buckets.delete(bucket);
    else buckets.set(bucket, count);
    total += by;
  }

  return {
    buckets,
    add(value) {
      if (value >= 0 && value < 1e12) change(value < 1 ? 0 : 1 + Math.round(Math.log(value) / growth), 1);
    },
    minus(other) {
      for (const [bucket, count] of other.buckets) change(bucket, -count);
    },
    quantile(ratio) {
      let before = Math.max(1, Math.ceil(total * ratio));
      for (const bucket of [...buckets.keys()].sort((one, other) => one - other)) {
        before -= buckets.get(bucket) as number;
        if (before <= 0) return bucket === 0 ? 0 : Math.exp((bucket - 1) * growth);
      }
      return null;
    },
  };
}
