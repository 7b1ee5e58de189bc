import type { Classification, Tier } from '../core/classification.js';

/** Two borders on the score that carry the whole trade-off between cost and quality. */
export interface TierThresholds {
  /** Scores below it are simple. */
  readonly simpleBelow: number;
  /** Scores from it on are complex. */
  readonly complexFrom: number;
}

/** The tier of a score; where the borders cross there is no medium, and the strong tier has the say. */
export const tierFromScore = (score: number, { simpleBelow, complexFrom }: TierThresholds): Tier =>
  score >= complexFrom ? 'complex' : score < simpleBelow ? 'simple' : 'medium';

/** So far from a border a tier is as good as certain; in a narrow medium, half of it is far. */
const certainDistance = 0.12;

/** The tier of a score, and a confidence that says how far the score is from where another tier begins: .5 at a border. */
export function judgedByScore(
  score: number,
  thresholds: TierThresholds,
): Pick<Classification, 'tier' | 'confidence'> {
  const { simpleBelow, complexFrom } = thresholds;
  const tier = tierFromScore(score, thresholds);
  const distance = Math.min(Math.abs(score - simpleBelow), Math.abs(score - complexFrom));
  const certain = tier === 'medium' ? (complexFrom - simpleBelow) / 2 : certainDistance;
  const confidence = Math.min(0.99, 0.5 + distance / (2 * Math.min(certain, certainDistance)));
  return { tier, confidence: Math.round(confidence * 1_000) / 1_000 };
}
