import type { Wanted } from '../core/call.js';
import type { Tier } from '../core/classification.js';
import { tiers } from '../core/classification.js';
import type { Target } from '../core/target.js';
import type { RouteTable } from './route-table.js';

const isTier = (id: string): id is Tier => (tiers as readonly string[]).includes(id);

/**
 * Reads a model id: `auto`, a tier, a target, an alias, or `<preset>/<model id>`. Null: it names nothing.
 * `makeTarget` makes the target of a `<preset>/<model id>`, or says null.
 */
export function resolveModel(
  table: RouteTable,
  modelId: string,
  makeTarget: (modelId: string) => Target | null,
): Wanted | null {
  if (modelId === 'auto') return { kind: 'auto' };
  if (isTier(modelId)) return { kind: 'tier', tier: modelId };
  const target =
    table.targets.get(modelId) ?? table.targets.get(table.aliases.get(modelId) ?? '') ?? makeTarget(modelId);
  return target === null ? null : { kind: 'target', target };
}
