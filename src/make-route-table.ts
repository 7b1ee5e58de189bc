import type { Tier } from './core/classification.js';
import { tiers } from './core/classification.js';
import { InvalidOptionsError } from './core/errors.js';
import type { Target } from './core/target.js';
import type { ParsedOptions } from './options.js';
import { defaultAliases, defaultRoutes } from './presets/default-targets.js';
import { nearestNames } from './presets/nearest-names.js';
import type { RouteOption } from './route/candidate.js';
import type { RouteTable } from './route/route-table.js';
import { routesByPrice } from './route/route-table.js';

type Targets = ReadonlyMap<string, Target>;
type Routes = NonNullable<ParsedOptions['routes']>;

/**
 * Puts targets, aliases and routes together.
 * @throws InvalidOptionsError for a name that means a route, a route or an alias that leads to no target, or round in a circle
 */
export function makeRouteTable(
  { routes, aliases, targets: ownTargets }: ParsedOptions,
  targets: Targets,
): RouteTable {
  for (const id of targets.keys()) refuseReserved(id, 'targets');
  const resolved = makeAliases(aliases ?? {}, targets);
  return {
    targets,
    aliases: resolved,
    tiers: makeTiers(routes, ownTargets === undefined, targets, resolved),
  };
}

function makeTiers(
  routes: Routes | undefined,
  areBuiltIn: boolean,
  targets: Targets,
  aliases: ReadonlyMap<string, string>,
): RouteTable['tiers'] {
  const given = routes ?? (areBuiltIn ? (defaultRoutes as unknown as Routes) : undefined);
  if (given === undefined) return routesByPrice([...targets.values()]);
  const entriesOf = (tier: Tier) =>
    given[tier].map((entry, index) => routeOption(entry, `routes.${tier}[${index}]`, targets, aliases));
  return Object.fromEntries(tiers.map(tier => [tier, entriesOf(tier)])) as unknown as RouteTable['tiers'];
}

function routeOption(
  entry: Routes[Tier][number],
  path: string,
  targets: Targets,
  aliases: ReadonlyMap<string, string>,
): RouteOption {
  const { target: id, reasoning, defaults } = typeof entry === 'string' ? { target: entry } : entry;
  const target = targets.get(id) ?? targets.get(aliases.get(id) ?? '');
  if (target === undefined) throw noSuchTarget(path, id, targets);
  return { target, reasoning: reasoning ?? null, defaults: defaults ?? {} };
}

const reservedNames: readonly string[] = ['auto', ...tiers];

/** As a model id these mean a route: a target or an alias of that name could never be asked for. */
function refuseReserved(name: string, root: string): void {
  if (!reservedNames.includes(name)) return;
  throw new InvalidOptionsError({
    path: `${root}.${name}`,
    problem: `"${name}" as a model id means a route, so nothing else can have this name`,
    allowed: [`any name but ${reservedNames.join(', ')}`],
  });
}

/** The built-in aliases apply while their target exists; an application's own must lead somewhere. */
function makeAliases(own: Readonly<Record<string, string>>, targets: Targets): ReadonlyMap<string, string> {
  const aliases = new Map(Object.entries(defaultAliases).filter(([, id]) => targets.has(id)));
  for (const [alias, id] of Object.entries(own)) {
    refuseReserved(alias, 'aliases');
    if (targets.has(alias))
      throw new InvalidOptionsError({ path: `aliases.${alias}`, problem: 'a target has this name already' });
    aliases.set(alias, follow(alias, id, own, targets));
  }
  return aliases;
}

/** Follows an alias of an alias to its target. */
function follow(
  alias: string,
  first: string,
  own: Readonly<Record<string, string>>,
  targets: Targets,
): string {
  const seen = new Set([alias]);
  let id = first;
  while (!targets.has(id)) {
    if (seen.has(id))
      throw new InvalidOptionsError({
        path: `aliases.${alias}`,
        problem: `the aliases ${[...seen].join(', ')} go round in a circle`,
      });
    seen.add(id);
    const next = Object.hasOwn(own, id) ? own[id] : defaultAliases[id];
    if (next === undefined) throw noSuchTarget(`aliases.${alias}`, id, targets);
    id = next;
  }
  return id;
}

function noSuchTarget(path: string, id: string, targets: Targets): InvalidOptionsError {
  const near = nearestNames(id, [...targets.keys()]);
  return new InvalidOptionsError({
    path,
    problem: `there is no target "${id}"${near.length > 0 ? ` (near: ${near.join(', ')})` : ''}`,
    allowed: [...targets.keys()],
  });
}
