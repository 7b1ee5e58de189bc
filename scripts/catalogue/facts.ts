import { normaliseModelId } from '../../src/presets/normalise-model-id.js';
import type { ListRates, ModelsDevModel, Sources } from './sources.js';
import type { Vendor } from './vendors.js';

export interface Facts {
  /** The vendor's own row of models.dev. */
  readonly own: ModelsDevModel | null;
  /** Where there is none: a gateway's, which says what a model can do, but not what it cannot. */
  readonly gateway: ModelsDevModel | null;
}

interface Asked {
  readonly vendor: Vendor;
  readonly id: string;
  /** The model that this name means. */
  readonly meantId: string;
  readonly price: ListRates | null;
}

/**
 * What models.dev says of a model. Under a name that means the newest of a family it may still have an older one, as its
 * price tells: then that row says nothing.
 */
export function factsOf({ vendor, id, meantId, price }: Asked, { modelsDev }: Sources): Facts {
  const listed = vendor.modelsDev === null ? undefined : modelsDev.get(vendor.modelsDev);
  const meant = best(listed, '', meantId);
  const isOfMeant = (row: ModelsDevModel | null): row is ModelsDevModel =>
    row !== null &&
    (id === meantId ||
      row.cost === undefined ||
      [price, meant?.cost].some(
        cost => cost?.input === row.cost?.input && cost?.output === row.cost?.output,
      ));
  const own = [best(listed, '', id), meant].find(isOfMeant) ?? null;
  if (own !== null) return { own, gateway: null };
  const gateway = modelsDev.get('vercel');
  const rows = [id, meantId].map(name => best(gateway, `${vendor.gateway}/`, name));
  return { own, gateway: rows.find(isOfMeant) ?? null };
}

export const isDated = (id: string): boolean => /\d{4}-\d{2}-\d{2}|\d{8}/.test(id);

/** The row that is written without a date, else the last updated. */
function best(
  models: Readonly<Record<string, ModelsDevModel>> | undefined,
  prefix: string,
  id: string,
): ModelsDevModel | null {
  const same = Object.entries(models ?? {}).filter(
    ([name]) => name.startsWith(prefix) && normaliseModelId(name.slice(prefix.length)) === id,
  );
  const undated = same.find(([name]) => !isDated(name));
  const updated = ([, model]: (typeof same)[number]) => model.last_updated ?? '';
  const latest = same.sort((one, other) => (updated(one) < updated(other) ? 1 : -1))[0];
  return (undated ?? latest)?.[1] ?? null;
}
