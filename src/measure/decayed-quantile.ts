import { bucketCount, bucketOf, middleOf } from './log-buckets.js';

/** What is known of a measure at this moment. */
export interface Measured {
  /** The p95 of the samples, within 1 %; of fewer than 20 the largest but one. A lone one is all there is. */
  readonly p95: number;
  /** How many samples that rests on: each counts 1 when it is taken, and half of that after each half-life. */
  readonly samples: number;
}

/** Values of which the old count ever less, until they are forgotten. */
export interface DecayedQuantile {
  record(value: number, nowMs: number): void;
  /** Null: nothing is known, or no longer. Told anew ten times a second at most. */
  read(nowMs: number): Measured | null;
}

/**
 * By simulation (`test/layers/simulations`), three targets that change every six minutes: with a call every half second or
 * two seconds, twice as long finds a change too late; with one every ten seconds or more, half as long knows too little.
 */
const halfLifeMs = 60_000;
/** What is left of a lone sample after four minutes: no longer a measure of anything. */
const fewestSamples = 1 / 16;
const keptMs = 100;
/** Weights grow until then, and are scaled down together: no number comes near the end of what a double holds. */
const mostHalfLives = 32;
/** Sums of the same weights in another order differ by less. */
const tolerance = 1e-9;

/**
 * A histogram with forward decay (Cormode, Shkapenyuk, Srivastava, Xu 2009): instead of every old sample losing weight, each
 * new one weighs more. Constant memory, 9 KB, taken at the first value.
 */
export function createDecayedQuantile(): DecayedQuantile {
  let buckets: Float64Array | undefined;
  let total = 0;
  /** When a sample weighed 1. */
  let landmarkMs = 0;
  let known: Measured | null = null;
  let knownUntilMs = Number.NEGATIVE_INFINITY;

  const weightAt = (nowMs: number): number => 2 ** ((nowMs - landmarkMs) / halfLifeMs);

  function scaleDown(counts: Float64Array, nowMs: number): void {
    const factor = 1 / weightAt(nowMs);
    for (let index = 0; index < bucketCount; index++) counts[index] = (counts[index] as number) * factor;
    total *= factor;
    landmarkMs = nowMs;
  }

  /** The smallest value that no more than 5 % of the weight is above, or one whole sample: no sample alone makes a tail. */
  function p95(counts: Float64Array, sample: number): number {
    const mostAbove = Math.max(sample, 0.05 * total) * (1 + tolerance);
    let above = 0;
    let lowest = 0;
    for (let index = bucketCount - 1; index >= 0; index--) {
      const count = counts[index] as number;
      if (count === 0) continue;
      above += count;
      lowest = index;
      if (above > mostAbove) break;
    }
    return middleOf(lowest);
  }

  return {
    record(value, nowMs) {
      buckets ??= new Float64Array(bucketCount);
      if (nowMs - landmarkMs > mostHalfLives * halfLifeMs) scaleDown(buckets, nowMs);
      const weight = weightAt(nowMs);
      const index = bucketOf(value);
      buckets[index] = (buckets[index] as number) + weight;
      total += weight;
    },
    read(nowMs) {
      if (buckets === undefined) return null;
      if (nowMs < knownUntilMs && known !== null) return known;
      const weight = weightAt(nowMs);
      const samples = total / weight;
      known = samples < fewestSamples ? null : { p95: p95(buckets, weight), samples };
      knownUntilMs = nowMs + keptMs;
      return known;
    },
  };
}
