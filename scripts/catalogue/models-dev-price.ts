import type { ListPrice, ListRates, ModelsDevModel } from './sources.js';

/** A model's price by models.dev; null where it has none. Its tiers are for the whole call, too. */
export function modelsDevPrice({ cost }: ModelsDevModel): ListPrice | null {
  const base = rates(cost);
  if (base === null) return null;
  const variants = (cost?.tiers ?? []).flatMap(tier => {
    const above = rates(tier);
    return above === null ? [] : [{ ...base, ...above, aboveInputTokens: tier.tier.size }];
  });
  return { ...base, variants };
}

function rates(cost: ModelsDevModel['cost'] | undefined): ListRates | null {
  const { input, output, cache_read: cacheRead, cache_write: cacheWrite, reasoning } = cost ?? {};
  if (input === undefined || output === undefined) return null;
  return {
    input,
    output,
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

/**
 * What a model can do, a letter each: tools, images, files, JSON schema, reasoning; a capital letter: it cannot; absent:
 * nobody says. That PDF is not listed says nothing: models.dev leaves it out for models that take it.
 */
export function abilitiesOf({ tool_call, structured_output, reasoning, modalities }: ModelsDevModel): string {
  const letter = (name: string, can: boolean | undefined) =>
    can === undefined ? '' : can ? name : name.toUpperCase();
  const takes = modalities?.input;
  return [
    letter('t', tool_call),
    letter('i', takes?.includes('image')),
    takes?.includes('pdf') ? 'f' : '',
    letter('j', structured_output),
    letter('r', reasoning),
  ].join('');
}
