import type { TierThresholds } from '../tier-from-score.js';

/** Where the tiers lie on the score, unless the application says otherwise. */
export const defaultThresholds: TierThresholds = { simpleBelow: 0.15, complexFrom: 0.25 };

/** From the gain where a cheap model is hardly ever wrong, to that of the hardest asks. */
const leastScore = 0.05;
const mostScore = 0.45;

/**
 * The score of an open ask, from how much each tier speaks for itself. Outcomes of models on open asks are not public
 * under a clear licence, so the authors' tiers stand in: a tier's asks lie within its borders, those between two tiers
 * at the border between them.
 */
export function openScore(simple: number, medium: number, complex: number): number {
  const { simpleBelow, complexFrom } = defaultThresholds;
  if (complex > simple && complex > medium)
    return complexFrom + (mostScore - complexFrom) * Math.min(1, complex - Math.max(simple, medium));
  if (medium > simple) {
    const place = (medium - simple) / (2 * medium - simple - complex);
    return simpleBelow + (complexFrom - simpleBelow) * place;
  }
  return simpleBelow - (simpleBelow - leastScore) * Math.min(1, simple - Math.max(medium, complex));
}
