import type { Tier } from '../core/classification.js';
import type { Target } from '../core/target.js';
import { blendedPicoUsd } from '../price/expected-cost.js';
import type { RouteOption } from './candidate.js';

/** All that a call may be sent to: the targets, and each tier's fallback chain. */
export interface RouteTable {
  readonly targets: ReadonlyMap<string, Target>;
  readonly tiers: Readonly<Record<Tier, readonly RouteOption[]>>;
  /** Other names of targets. */
  readonly aliases: ReadonlyMap<string, string>;
}

export const plainOption = (target: Target): RouteOption => ({ target, reasoning: null, defaults: {} });

/**
 * Cheapest first; targets without a price last, since nothing says that they are cheap. By base prices: an order that
 * changed with the hour or the length of a prompt could not be foretold. What a call costs, and its caps, go by the price
 * that applies.
 */
export function byPrice(one: Target, other: Target): number {
  return blendedOrDearest(one) - blendedOrDearest(other);
}

const blendedOrDearest = ({ price }: Target) =>
  price === null ? Number.MAX_SAFE_INTEGER : blendedPicoUsd(price);

/**
 * Routes for targets that came without any: sorted by blended price into thirds. Each tier starts in its own
 * third; the dearer targets follow as fallback, then the cheaper ones, nearest first.
 */
export function routesByPrice(targets: readonly Target[]): Record<Tier, readonly RouteOption[]> {
  const sorted = [...targets].sort(byPrice);
  const chainFrom = (start: number) => {
    const cheaper = sorted.slice(0, start).reverse();
    return [...sorted.slice(start), ...cheaper].map(plainOption);
  };
  const third = (part: number) => Math.min(sorted.length - 1, Math.floor((sorted.length * part) / 3));
  return { simple: chainFrom(0), medium: chainFrom(third(1)), complex: chainFrom(third(2)) };
}
