import type { Tier } from '../core/classification.js';
import { tiers } from '../core/classification.js';
import type { LeftOut } from '../core/errors.js';
import type { Candidate, RouteOption } from './candidate.js';
import type { RouteTable } from './route-table.js';

/** A target to stay with: it goes first wherever it may be tried. */
export interface Kept {
  readonly target: string;
  /** Why, as the reasons tell it: `it began this tool loop`. */
  readonly because: string;
}

/** How a tier uses a target: its own entry, else that of the nearest tier above; null: neither has one. */
export function optionFor(table: RouteTable, tier: Tier, targetId: string): RouteOption | null {
  for (const level of tiers.slice(tiers.indexOf(tier))) {
    const option = table.tiers[level].find(({ target }) => target.id === targetId);
    if (option !== undefined) return option;
  }
  return null;
}

/** The kept one first; without it the order stays. */
export function keptFirst(candidates: readonly Candidate[], kept: Kept | null): readonly Candidate[] {
  const first = kept === null ? undefined : candidates.find(({ target }) => target.id === kept.target);
  if (first === undefined || first === candidates[0]) return candidates;
  return [first, ...candidates.filter(candidate => candidate !== first)];
}

/** What the reasons say of a target to stay with: that it was, or why not. */
export function keptReasons(
  kept: Kept | null,
  candidates: readonly Candidate[],
  leftOut: readonly LeftOut[],
): readonly string[] {
  if (kept === null) return [];
  if (candidates[0]?.target.id === kept.target) return [`${kept.target} is kept: ${kept.because}`];
  const why = leftOut.findLast(({ target }) => target === kept.target);
  const problem = why === undefined ? 'another rule puts others first' : (why.detail ?? why.reason);
  return [`${kept.target} is not kept, though ${kept.because}: ${problem}`];
}
