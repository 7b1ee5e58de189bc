import type { Strategy } from '../candidate.js';

/** By expected cost; unknown prices last. Equals keep their order. */
export const cheapest: Strategy = candidates =>
  [...candidates].sort(
    (one, other) => (one.expectedCostNanoUsd ?? unknownCost) - (other.expectedCostNanoUsd ?? unknownCost),
  );

const unknownCost = Number.MAX_SAFE_INTEGER;
