import type { TargetReport } from '../../measure/report.js';

export interface TargetSums {
  readonly label: string;
  requests: number;
  errors: number;
  costUsd: number;
  latencySeconds: number;
  readonly circuits: Record<TargetReport['circuit'], number>;
  /** Null where several targets share the label: quantiles do not add up. */
  only: TargetReport | null;
}

/** Each target is some fifteen series. */
const mostTargets = 200;
const mostCharacters = 128;
const other = 'other';

/**
 * The targets of a report by label, at most 200 of them, the rest as `other`. Which ones have their own does not depend
 * on their traffic: a target that came to be `other` stays it, so that no counter ever falls. Ids that callers may make
 * up (`<preset>/<any id>`) stand behind those that have a name.
 */
export function targetSums(targets: Readonly<Record<string, TargetReport>>): TargetSums[] {
  const ids = Object.keys(targets).sort(byName);
  const sums = new Map<string, TargetSums>();
  ids.forEach((id, index) => {
    const label = index < mostTargets ? labelOf(id) : other;
    const known = sums.get(label);
    const group = known ?? emptySums(label);
    const target = targets[id] as TargetReport;
    sums.set(label, group);
    const answered = target.requests - target.errors;
    group.requests += target.requests;
    group.errors += target.errors;
    group.costUsd += target.costUsd;
    group.latencySeconds += ((target.averageLatencyMs ?? 0) * answered) / 1_000;
    group.circuits[target.circuit]++;
    group.only = known === undefined && label !== other ? target : null;
  });
  return [...sums.values()];
}

function byName(one: string, two: string): number {
  const later = Number(one.includes('/')) - Number(two.includes('/'));
  if (later !== 0) return later;
  return one < two ? -1 : 1;
}

/** As it reads once it has been written as UTF-8: two ids must not be two series of the same label. */
const labelOf = (id: string): string => id.slice(0, mostCharacters).replace(/\p{Surrogate}/gu, '\uFFFD');

const emptySums = (label: string): TargetSums => ({
  label,
  requests: 0,
  errors: 0,
  costUsd: 0,
  latencySeconds: 0,
  circuits: { closed: 0, 'half-open': 0, open: 0 },
  only: null,
});
