import { normaliseModelId } from '../../src/presets/normalise-model-id.js';
import { differences, priceProblem } from './check-price.js';
import { isOld, isSuperseded } from './current.js';
import { factsOf, isDated } from './facts.js';
import { genaiPrice } from './genai-price.js';
import { abilitiesOf, modelsDevPrice } from './models-dev-price.js';
import type { GenaiModel, ListPrice, MatchClause, Sources } from './sources.js';
import type { Vendor } from './vendors.js';
import { vendors as allVendors, isNoChatModel } from './vendors.js';

export interface CatalogueModel {
  readonly vendor: string;
  /** Normalised, or with its date where that has a price of its own. */
  readonly id: string;
  readonly price: ListPrice;
  readonly priceFrom: 'genai-prices' | 'models.dev';
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** See `abilitiesOf`. */
  readonly abilities: string;
}

export interface Joined {
  /** By vendor, then id. */
  readonly models: readonly CatalogueModel[];
  /** What a person should look at: rows that were left out, and where the sources differ. */
  readonly notes: readonly string[];
}

/**
 * The current models that have a price: those of the gateway's list and those that a vendor's row names, less what is not
 * a chat model, and what is no longer current (`vendors.ts`). Prices are those that the vendor's own API asks, by genai-prices, which is the fresher, else by models.dev.
 * Limits and abilities are those of models.dev, by the vendor's own row; else by a gateway's, which says what a model can
 * do, but not what it cannot.
 */
export function join(sources: Sources, vendors: readonly Vendor[] = allVendors): Joined {
  const notes: string[] = [];
  const models = vendors.flatMap(vendor => modelsOf(vendor, sources, notes));
  return { models, notes };
}

function modelsOf(vendor: Vendor, sources: Sources, notes: string[]): CatalogueModel[] {
  const rows = [...listedIds(vendor, sources)].flatMap(id => rowOf(vendor, id, sources, notes) ?? []);
  const current = rows.filter(row => isNamed(vendor, row.id) || !isSuperseded(row, rows));
  const models = current.flatMap(row => [row, ...datedRows(row, vendor, sources)]);
  return models.sort((one, other) => (one.id < other.id ? -1 : 1));
}

const isNamed = ({ alsoNamed, aliases }: Vendor, id: string): boolean =>
  [...alsoNamed, ...Object.keys(aliases)].some(name => normaliseModelId(name) === id);

function listedIds(
  { gateway, alsoNamed, aliases, notServed }: Vendor,
  { gatewayIds }: Sources,
): ReadonlySet<string> {
  const listed = gatewayIds
    .filter(id => id.startsWith(`${gateway}/`))
    .map(id => id.slice(gateway.length + 1))
    .filter(id => !isNoChatModel(id) && !notServed?.test(id));
  return new Set([...listed, ...alsoNamed, ...Object.keys(aliases)].map(normaliseModelId));
}

function rowOf(vendor: Vendor, id: string, sources: Sources, notes: string[]): CatalogueModel | null {
  const pricedAs = vendor.aliases[id] ?? id;
  const name = `${vendor.name}/${id}`;
  const inGenai = namedSo(sources.genai.get(vendor.genai) ?? [], pricedAs);
  const own =
    inGenai === null
      ? null
      : usable(genaiPrice(inGenai, sources.genaiDate), `${name} of genai-prices`, notes);
  const { own: facts, gateway } = factsOf({ vendor, id, meantId: pricedAs, price: own }, sources);
  const other = facts === null ? null : usable(modelsDevPrice(facts), `${name} of models.dev`, notes);
  const price = own ?? other;
  if (price === null) return null;
  const isRetired =
    inGenai?.deprecated === true || isOld((facts ?? gateway)?.release_date, sources.genaiDate);
  if (isRetired && !isNamed(vendor, id)) return null;
  if (own !== null && other !== null) {
    const found = differences(own, other);
    for (const { text } of found) notes.push(`${name}: ${text} (genai-prices and models.dev)`);
    if (found.some(({ isTooFar }) => isTooFar)) {
      notes.push(`${name} is left out: its two prices are too far apart`);
      return null;
    }
  }
  const { context, output } = (facts ?? gateway)?.limit ?? {};
  const contextTokens = context || inGenai?.context_window || null;
  return {
    vendor: vendor.name,
    id,
    price: reachable(price, contextTokens),
    priceFrom: own === null ? 'models.dev' : 'genai-prices',
    contextTokens,
    // As much as the whole window says nothing of the answer.
    maxOutputTokens: output && output !== contextTokens ? output : null,
    abilities: abilitiesOf(facts ?? {}) || abilitiesOf(gateway ?? {}).replace(/[A-Z]/g, ''),
  };
}

/** Some lists keep the prices of a longer window that was withdrawn. */
const reachable = (price: ListPrice, contextTokens: number | null): ListPrice => ({
  ...price,
  variants: price.variants.filter(
    ({ aboveInputTokens = 0 }) => contextTokens === null || aboveInputTokens < contextTokens,
  ),
});

function usable(price: ListPrice | null, name: string, notes: string[]): ListPrice | null {
  const problem = price === null ? null : priceProblem(price);
  if (problem !== null) notes.push(`${name} is not used: ${problem}`);
  return problem === null ? price : null;
}

/**
 * The model that has this id, or lists it as a name of its own. The one that is written without a date goes first, then
 * the first of the file. A prefix that fits is not enough: the next model may begin like this one, and cost more.
 */
function namedSo(models: readonly GenaiModel[], id: string): GenaiModel | null {
  const same = models.filter(model => normaliseModelId(model.id) === id);
  return (
    same.find(model => !isDated(model.id)) ??
    same[0] ??
    models.find(({ match }) => equalsIn(match).some(name => normaliseModelId(name) === id)) ??
    null
  );
}

const equalsIn = (clause: MatchClause | undefined): readonly string[] =>
  clause === undefined
    ? []
    : [...(clause.equals === undefined ? [] : [clause.equals]), ...(clause.or ?? []).flatMap(equalsIn)];

/** Snapshots of a listed model that cost something else: they must not be taken for it. */
function datedRows(row: CatalogueModel, vendor: Vendor, sources: Sources): CatalogueModel[] {
  return (sources.genai.get(vendor.genai) ?? []).flatMap(model => {
    const id = model.id.toLowerCase();
    if (!isDated(id) || normaliseModelId(id) !== row.id || id === row.id) return [];
    const listed = genaiPrice(model, sources.genaiDate);
    if (listed === null || priceProblem(listed) !== null) return [];
    const facts = sources.modelsDev.get(vendor.modelsDev ?? '')?.[model.id] ?? {};
    const { context, output } = facts.limit ?? {};
    const contextTokens = context || row.contextTokens;
    const price = reachable(listed, contextTokens);
    if (JSON.stringify(price) === JSON.stringify(row.price)) return [];
    const abilities = abilitiesOf(facts) || row.abilities;
    return [{ ...row, id, price, contextTokens, maxOutputTokens: output || row.maxOutputTokens, abilities }];
  });
}
