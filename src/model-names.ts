import type { Wanted } from './core/call.js';
import { tiers } from './core/classification.js';
import { InvalidOptionsError } from './core/errors.js';
import type { Target } from './core/target.js';
import { nearestNames } from './presets/nearest-names.js';
import { normaliseModelId } from './presets/normalise-model-id.js';
import { resolveModel } from './route/resolve-model.js';
import type { RouteTable } from './route/route-table.js';
import type { TargetMaker } from './targets.js';
import { targetOfPreset } from './targets.js';

/** More `<preset>/<model id>` names than this are made anew each time, and share their state, so that a hostile caller fills no memory. */
const keptTargets = 1_000;

export interface ModelNames {
  /** The targets that were made of a name, not of the options. */
  made(): readonly Target[];
  /** What a model id asks for; null: nothing by that name. */
  find(modelId: string): Wanted | null;
  /** What the option `target`, found at `path`, asks for. @throws InvalidOptionsError with the nearest names */
  targetOption(id: string, path: string): Wanted;
  /** A sentence for an id that names nothing. */
  noSuch(modelId: string): string;
}

/** Reads the names of an instance's models. */
export function createModelNames(table: RouteTable, maker: TargetMaker): ModelNames {
  const onTheSpot = new Map<string, Target | null>();
  const known = [...table.targets.keys(), ...table.aliases.keys()];

  function makeTarget(modelId: string): Target | null {
    const kept = onTheSpot.get(modelId);
    if (kept !== undefined) return kept;
    const target =
      targetOfPreset(maker, table.targets, modelId) ?? table.targets.get(normaliseModelId(modelId)) ?? null;
    if (onTheSpot.size >= keptTargets) return target === null ? null : withSharedState(target);
    onTheSpot.set(modelId, target);
    return target;
  }

  const withSharedState = (target: Target): Target =>
    table.targets.get(target.id) === target ? target : { ...target, stateKey: `${target.provider}|other` };

  const nearTo = (id: string): string => {
    const near = nearestNames(id, [...known, 'auto', ...tiers]);
    return near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
  };

  const nearTarget = (id: string): string => {
    const near = nearestNames(id, known);
    return near.length === 0 ? '' : ` (near: ${near.join(', ')})`;
  };

  return {
    made: () => [...onTheSpot.values()].filter(target => target !== null),
    find: modelId => resolveModel(table, modelId, makeTarget),
    targetOption(id, path) {
      const wanted = resolveModel(table, id, makeTarget);
      if (wanted?.kind === 'target') return wanted;
      throw new InvalidOptionsError({
        path,
        problem: `there is no target "${id}"${nearTarget(id)}`,
        allowed: [...known],
      });
    },
    noSuch: modelId =>
      `There is no model "${modelId}".${nearTo(modelId)} Allowed: auto, ${tiers.join(', ')}, ${known.join(', ')}, or <preset>/<model id>.`,
  };
}
