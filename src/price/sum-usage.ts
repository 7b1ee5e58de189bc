import type { Cost, Usage } from '../core/outcome.js';

/** A figure that one of them did not tell is unknown: a sum that leaves something out would be a wrong number. */
const sum = (figures: readonly (number | null)[]): number | null =>
  figures.reduce((total, figure) => (total === null || figure === null ? null : total + figure), 0);

/** The tokens of several attempts that wrote one answer together. */
export const sumOfUsage = (usages: readonly Usage[]): Usage => ({
  inputTokens: sum(usages.map(usage => usage.inputTokens)),
  outputTokens: sum(usages.map(usage => usage.outputTokens)),
  cacheReadTokens: sum(usages.map(usage => usage.cacheReadTokens)),
  cacheWriteTokens: sum(usages.map(usage => usage.cacheWriteTokens)),
  reasoningTokens: sum(usages.map(usage => usage.reasoningTokens)),
});

/** What several attempts that wrote one answer cost together; null where one of them was not counted. */
export function sumOfCost(costs: readonly (Cost | null)[]): Cost | null {
  const known = costs.filter(cost => cost !== null);
  if (known.length < costs.length) return null;
  return {
    nanoUsd: sum(known.map(cost => cost.nanoUsd)),
    usage: sumOfUsage(known.map(cost => cost.usage)),
    isEstimated: known.some(cost => cost.isEstimated),
  };
}

/** What one attempt would have taken to write that answer: the prompt read once. */
export function uncutUsage([first, ...rest]: readonly [Usage, ...Usage[]]): Usage {
  const { outputTokens, reasoningTokens } = sumOfUsage([first, ...rest]);
  return { ...first, outputTokens, reasoningTokens };
}
