import type { Classification, Tier } from '../core/classification.js';

const above: Readonly<Record<Tier, Tier>> = { simple: 'medium', medium: 'complex', complex: 'complex' };

/** The tier above; the highest stays. */
export const raised = (tier: Tier): Tier => above[tier];

const below: Readonly<Record<Tier, Tier>> = { simple: 'simple', medium: 'simple', complex: 'medium' };

/** The tier below; the lowest stays. */
export const lowered = (tier: Tier): Tier => below[tier];

/** Takes the tier above where the classifier is less sure than `confidenceThreshold`: a good answer too dear beats a bad one. */
export function stepUp(
  { tier, confidence, reasons }: Classification,
  confidenceThreshold: number,
): Pick<Classification, 'tier' | 'reasons'> {
  if (confidence >= confidenceThreshold || tier === 'complex') return { tier, reasons };
  return {
    tier: above[tier],
    reasons: [...reasons, `confidence ${confidence.toFixed(2)} is below ${confidenceThreshold}: one tier up`],
  };
}
