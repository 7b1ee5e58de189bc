/** State that the instances of one name have in common: made once per part, then handed to all. */
export type Shared = <Part>(part: string, make: () => Part) => Part;

/**
 * Instances given the same name share their state, also across copies of this module in one process
 * (bundlers make copies per route, hot reload per save). Without a name nothing is shared.
 */
export function sharedState(name: string | undefined): Shared {
  const parts = name === undefined ? new Map<string, unknown>() : partsOf(name);
  return <Part>(part: string, make: () => Part): Part => {
    if (!parts.has(part)) parts.set(part, make());
    return parts.get(part) as Part;
  };
}

function partsOf(name: string): Map<string, unknown> {
  const key = Symbol.for(`ai-sdk-routed.state.${name}`);
  const world = globalThis as unknown as Record<symbol, Map<string, unknown> | undefined>;
  world[key] ??= new Map();
  return world[key];
}
