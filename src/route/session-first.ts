import type { Tier } from '../core/classification.js';
import { tiers } from '../core/classification.js';
import type { Candidate } from './candidate.js';
import type { Kept } from './kept.js';
import type { PlanRequest } from './plan-request.js';
import type { RouteTable } from './route-table.js';

/** The tier that a target is best for: where it stands nearest to the front, and of equals the highest; null: in none. */
export function homeTier(table: Pick<RouteTable, 'tiers'>, targetId: string): Tier | null {
  let home: Tier | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const tier of tiers) {
    const at = table.tiers[tier].findIndex(({ target }) => target.id === targetId);
    if (at < 0 || at > nearest) continue;
    home = tier;
    nearest = at;
  }
  return home;
}

/**
 * The target to stay with for the sake of its session, before it is known what that costs; null: none. A call that takes
 * a stronger tier than the target's own goes on there.
 */
export function sessionTarget(
  table: Pick<RouteTable, 'tiers'>,
  { session, kept, pinned, decision }: Pick<PlanRequest, 'session' | 'kept' | 'pinned' | 'decision'>,
): string | null {
  if (session === null || kept !== null || pinned !== null || decision === null) return null;
  const home = homeTier(table, session.target);
  if (home === null || tiers.indexOf(home) < tiers.indexOf(decision.tier)) return null;
  return session.target;
}

export interface SessionChoice {
  /** In order; without the session's target where it is not kept and no part of the tier. */
  readonly candidates: readonly Candidate[];
  readonly kept: Kept | null;
  /** Why the session moves; that it stays, `kept` tells. */
  readonly reasons: readonly string[];
}

/**
 * Keeps a session to its target while that pays: a move has to save more than the cached prefix that it throws away.
 * `candidates` are in the strategy's order, and their costs count what is cached.
 */
export function sessionFirst(
  candidates: readonly Candidate[],
  targetId: string | null,
  table: Pick<RouteTable, 'tiers'>,
  { session, kept, pinned, decision }: Pick<PlanRequest, 'session' | 'kept' | 'pinned' | 'decision'>,
): SessionChoice {
  if (session === null || decision === null || kept !== null || pinned !== null)
    return { candidates, kept: null, reasons: [] };
  if (targetId === null) {
    const isAt = candidates[0]?.target.id === session.target || homeTier(table, session.target) === null;
    const why = `the session leaves ${session.target}: a ${decision.tier} call takes a stronger model`;
    return { candidates, kept: null, reasons: isAt ? [] : [why] };
  }
  const current = candidates.find(({ target }) => target.id === targetId);
  // Left out, and why, the plan says.
  if (current === undefined) return { candidates, kept: { target: targetId, because }, reasons: [] };
  const isOfTier = table.tiers[decision.tier].some(({ target }) => target.id === targetId);
  const order = isOfTier ? candidates : candidates.filter(candidate => candidate !== current);
  const [first] = order;
  const stay = current.expectedCostNanoUsd;
  const go = first?.expectedCostNanoUsd ?? null;
  const cached = `${session.cachedTokens} cached tokens`;
  if (first === undefined || first === current)
    return { candidates, kept: { target: targetId, because: `${because} (${cached})` }, reasons: [] };
  const others = candidates.filter(candidate => candidate !== current);
  if (stay === null || go === null || stay <= go) {
    const price =
      stay === null || go === null
        ? `a price is unknown`
        : `${usd(stay)} with ${cached}, against ${usd(go)} at ${first.target.id}`;
    return {
      candidates: [current, ...(isOfTier ? others : order)],
      kept: { target: targetId, because: `${because} (${price})` },
      reasons: [],
    };
  }
  const why = `${usd(go)}, against ${usd(stay)} at ${targetId} with ${cached}`;
  return { candidates: order, kept: null, reasons: [`the session moves to ${first.target.id}: ${why}`] };
}

const because = 'its session is there';

const usd = (nanoUsd: number): string => `${Number((nanoUsd / 1e9).toPrecision(3))} USD`;
