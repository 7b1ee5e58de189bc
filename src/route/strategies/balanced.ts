import type { Candidate, Strategy } from '../candidate.js';
import { medianOf } from '../median-of.js';

/** By cost / median cost + time / median time, so that neither unit counts for more. What is unknown counts as the median. */
export const balanced: Strategy = candidates => {
  const costOf = relativeTo(candidates, candidate => candidate.expectedCostNanoUsd);
  const timeOf = relativeTo(candidates, candidate => candidate.expectedFirstContentMs);
  const burden = (candidate: Candidate) => costOf(candidate) + timeOf(candidate);
  return [...candidates].sort((one, other) => burden(one) - burden(other));
};

function relativeTo(candidates: readonly Candidate[], figureOf: (candidate: Candidate) => number | null) {
  const figures = candidates.map(figureOf).filter(figure => figure !== null);
  const median = medianOf(figures);
  return (candidate: Candidate): number => {
    const figure = figureOf(candidate);
    return figure === null || median === null || median === 0 ? 1 : figure / median;
  };
}
