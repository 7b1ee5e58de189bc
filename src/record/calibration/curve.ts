import { expectedQuality } from '../../classify/expected-quality.js';
import type { Tier } from '../../core/classification.js';
import { tiers } from '../../core/classification.js';
import { shortDecimal } from './short-decimal.js';

/** One call of the traffic: its score, and what it would cost at each tier's first target. */
export interface Sample {
  readonly score: number;
  readonly costNanoUsd: Readonly<Record<Tier, number>>;
}

/** Two thresholds, and what they make of the traffic. */
export interface OperatingPoint {
  /** `simple` when the score is below it. */
  readonly simpleBelow: number;
  /** `complex` when the score is at least this. */
  readonly complexFrom: number;
  readonly simpleShare: number;
  readonly complexShare: number;
  readonly costUsdPerCall: number;
  /** Of what it costs with every call at the first target of `complex`. */
  readonly costRatio: number;
  /** Where a strong model's is 1. */
  readonly expectedQuality: number;
  /** Of what the first target of `complex` adds to that of `simple`, how much is had. */
  readonly gapClosedRatio: number;
}

export interface Traffic {
  readonly calls: number;
  /** The lowest and the highest score. */
  readonly scores: readonly [lowest: number, highest: number];
  /** Every count of calls that thresholds can part from the rest, in order: calls of one score stay together. */
  readonly cuts: readonly number[];
  /** The cut that is nearest to a share of the calls with the lowest scores. */
  cutAt(share: number): number;
  /** With the `simple` lowest scores in one tier and those from the place `complex` on in the other. */
  at(simple: number, complex: number): OperatingPoint;
}

/** Sums up traffic, so that each pair of thresholds is looked up and not counted again. */
export function trafficOf(samples: readonly Sample[]): Traffic {
  const sorted = [...samples].sort((one, other) => one.score - other.score);
  const calls = sorted.length;
  const scoreAt = (index: number) => (sorted[index] as Sample).score;
  // No threshold lies above a score of 1.
  const cuts = Array.from({ length: calls + 1 }, (_, cut) => cut).filter(
    cut => cut === 0 || scoreAt(cut - 1) < (cut === calls ? 1 : scoreAt(cut)),
  );
  const cost = sums(tier => sorted.map(({ costNanoUsd }) => costNanoUsd[tier]));
  const quality = sums(tier => sorted.map(({ score }) => expectedQuality(score, tier)));

  /** A threshold with so many calls below it. */
  const thresholdAt = (cut: number): number => {
    if (cut === 0) return 0;
    return shortDecimal(scoreAt(cut - 1), cut === calls ? 1 : scoreAt(cut));
  };

  function at(simple: number, complex: number): OperatingPoint {
    const total = (of: Sums) =>
      of.simple[simple]! +
      of.medium[complex]! -
      of.medium[simple]! +
      of.complex[calls]! -
      of.complex[complex]!;
    const costNanoUsd = total(cost);
    const allComplex = cost.complex[calls]!;
    const allSimple = quality.simple[calls]!;
    const gap = quality.complex[calls]! - allSimple;
    return {
      simpleBelow: thresholdAt(simple),
      complexFrom: thresholdAt(complex),
      simpleShare: simple / calls,
      complexShare: (calls - complex) / calls,
      costUsdPerCall: costNanoUsd / calls / 1e9,
      costRatio: allComplex === 0 ? 1 : costNanoUsd / allComplex,
      expectedQuality: total(quality) / calls,
      gapClosedRatio: gap === 0 ? 1 : (total(quality) - allSimple) / gap,
    };
  }

  return {
    calls,
    scores: [scoreAt(0), scoreAt(calls - 1)],
    cuts,
    cutAt(share) {
      const wanted = share * calls;
      let above = 0;
      for (let beyond = cuts.length - 1; above < beyond; ) {
        const middle = (above + beyond) >> 1;
        if (cuts[middle]! < wanted) above = middle + 1;
        else beyond = middle;
      }
      const [lower, upper] = [cuts[Math.max(0, above - 1)]!, cuts[above]!];
      return wanted - lower < upper - wanted ? lower : upper;
    },
    at,
  };
}

/** By tier, the sum of the first so many figures. */
type Sums = Readonly<Record<Tier, readonly number[]>>;

function sums(figuresOf: (tier: Tier) => readonly number[]): Sums {
  const running = (figures: readonly number[]) => {
    let sum = 0;
    return [0, ...figures.map(figure => (sum += figure))];
  };
  return Object.fromEntries(tiers.map(tier => [tier, running(figuresOf(tier))])) as unknown as Sums;
}
