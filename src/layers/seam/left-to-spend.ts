import type { Call } from '../../core/call.js';

/** What is left of `maxCostUsd` after all that the call has been charged for so far; null without a cap. */
export function leftToSpendUsd({ settings: { maxCostUsd }, trail }: Call): number | null {
  if (maxCostUsd === null) return null;
  const spentNanoUsd = trail.outcomes.reduce((sum, { cost }) => sum + (cost?.nanoUsd ?? 0), 0);
  return Math.max(0, maxCostUsd - spentNanoUsd / 1e9);
}
