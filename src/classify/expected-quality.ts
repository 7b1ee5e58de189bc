import type { Tier } from '../core/classification.js';

/** How much of what a strong model is worth over a cheap one a tier brings. */
const strength: Readonly<Record<Tier, number>> = { simple: 0, medium: 0.5, complex: 1 };

/**
 * The quality to be expected of an answer by a tier's model, where a strong one's is 1: the score says what is lost with a
 * cheap one, and half of that is taken to be lost with one in between.
 */
export const expectedQuality = (score: number, tier: Tier): number => 1 - score * (1 - strength[tier]);
