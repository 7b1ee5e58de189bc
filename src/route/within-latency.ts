import type { Candidate } from './candidate.js';
import type { PlanRequest } from './plan-request.js';

/** Candidates in the order in which they are tried, and why, where the tier alone does not say. */
export interface Ordered {
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly string[];
}

/**
 * Targets expected to be in time go first in the order; where none is, the fastest does, and the reasons say so. One of
 * which nothing was measured is late only where the application says so: otherwise it would never be.
 */
export function withinLatency(
  candidates: readonly Candidate[],
  { settings: { maxLatencyMs }, times }: Pick<PlanRequest, 'settings' | 'times'>,
): Ordered {
  if (maxLatencyMs === null) return { candidates, reasons: [] };
  const isInTime = ({ target, expectedFirstContentMs }: Candidate) =>
    ((times.of(target) === null ? target.expectedFirstContentMs : expectedFirstContentMs) ?? 0) <=
    maxLatencyMs;
  const inTime = candidates.filter(isInTime);
  const late = candidates
    .filter(candidate => !isInTime(candidate))
    .sort((one, other) => (one.expectedFirstContentMs ?? 0) - (other.expectedFirstContentMs ?? 0));
  const reasons =
    inTime.length === 0 && late.length > 0
      ? [`no target is expected within maxLatencyMs (${maxLatencyMs}): the fastest first`]
      : [];
  return { candidates: [...inTime, ...late], reasons };
}
