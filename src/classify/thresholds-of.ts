import type { TierThresholds } from './tier-from-score.js';

/** How much an application wants in which tier; a side that it does not name stays where it is. */
export interface WantedTiers {
  readonly simpleShare?: number | undefined;
  readonly complexShare?: number | undefined;
  readonly simpleBelow?: number | undefined;
  readonly complexFrom?: number | undefined;
}

/** What a classifier's scores mean: where its tiers lie, and even quantiles of its scores of reference asks. */
export interface ScoreScale {
  readonly thresholds: TierThresholds;
  /** Lowest first. */
  readonly quantiles: readonly number[];
}

/** Beyond every score: scores end at 1. */
const beyond = 2;

/** Thresholds for what is wanted. Where one side has passed the other, the medium tier is empty; where both are wanted, the strong one has the say. */
export function thresholdsOf(
  { simpleShare, complexShare, simpleBelow, complexFrom }: WantedTiers,
  { thresholds, quantiles }: ScoreScale,
): TierThresholds {
  const below =
    simpleBelow ?? (simpleShare === undefined ? undefined : scoreAt(quantiles, simpleShare, beyond));
  const from =
    complexFrom ?? (complexShare === undefined ? undefined : scoreAt(quantiles, 1 - complexShare, beyond));
  return {
    simpleBelow: Math.min(below ?? thresholds.simpleBelow, from ?? beyond),
    complexFrom: from ?? Math.max(thresholds.complexFrom, below ?? 0),
  };
}

/** The score that a share of the reference asks stays below; all of them stay below `end`. */
function scoreAt(quantiles: readonly number[], share: number, end: number): number {
  if (share >= 1) return end;
  if (share <= 0) return 0;
  const place = share * (quantiles.length - 1);
  const before = Math.floor(place);
  const low = quantiles[before] ?? 0;
  const high = quantiles[before + 1] ?? low;
  return Math.round((low + (high - low) * (place - before)) * 10_000) / 10_000;
}
