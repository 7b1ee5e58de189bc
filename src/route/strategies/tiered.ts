import type { Strategy } from '../candidate.js';

/** Keeps the order of the tier's list. */
export const tiered: Strategy = candidates => candidates;
