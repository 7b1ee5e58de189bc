import type { Tier } from '../core/classification.js';
import type { LeftOut } from '../core/errors.js';
import type { Target } from '../core/target.js';
import { blendedPicoUsd } from '../price/expected-cost.js';
import type { RouteOption } from './candidate.js';
import { optionFor } from './kept.js';
import type { PlanRequest } from './plan-request.js';
import type { RouteTable } from './route-table.js';
import { byPrice, plainOption } from './route-table.js';
import { sessionTarget } from './session-first.js';

/** The targets that a call may be tried at, in order, before any filter. Those its own settings rule out join `leftOut`. */
export function chainOf(table: RouteTable, request: PlanRequest, leftOut: LeftOut[]): readonly RouteOption[] {
  const { decision, pinned, kept, settings } = request;
  if (pinned !== null) return pinnedChain(table, pinned, settings.fallback, leftOut);
  const stay = kept?.target ?? sessionTarget(table, request);
  const chain = withKept(table, decision?.tier ?? 'complex', stay);
  if (settings.fallback.allowed) return chain;
  for (const { target } of chain.slice(1)) leftOut.push(noFallback(target));
  return chain.slice(0, 1);
}

/** A tier's list, with the target to stay with where that is a stronger tier's. */
function withKept(table: RouteTable, tier: Tier, kept: string | null): readonly RouteOption[] {
  const chain = table.tiers[tier];
  if (kept === null || chain.some(({ target }) => target.id === kept)) return chain;
  const option = optionFor(table, tier, kept);
  return option === null ? chain : [...chain, option];
}

/** The forced target, then the others that are no dearer, the nearest in price first: the nearest in what they can do. */
function pinnedChain(
  table: RouteTable,
  pinned: Target,
  fallback: { allowed: boolean; allowDearer: boolean },
  leftOut: LeftOut[],
): readonly RouteOption[] {
  const others = [...table.targets.values()]
    .filter(target => target.id !== pinned.id)
    .sort((one, other) => byPrice(other, one));
  const chain = [plainOption(pinned)];
  for (const target of others) {
    if (!fallback.allowed) leftOut.push(noFallback(target));
    else if (!fallback.allowDearer && !isNoDearer(target, pinned)) {
      leftOut.push({
        target: target.id,
        reason: 'dearer-than-forced',
        detail: `is dearer than the forced target ${pinned.id}, or nobody knows (fallback.allowDearer)`,
      });
    } else chain.push(plainOption(target));
  }
  return chain;
}

const noFallback = (target: Target): LeftOut => ({
  target: target.id,
  reason: 'fallback-off',
  detail: 'fallback is off',
});

/** By base prices, as `byPrice`: which targets stand in for a forced one does not depend on the hour. */
function isNoDearer(target: Target, pinned: Target): boolean {
  if (target.price === null || pinned.price === null) return false;
  return blendedPicoUsd(target.price) <= blendedPicoUsd(pinned.price);
}
