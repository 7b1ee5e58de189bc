import type { Capabilities, Price, PriceVariant, Rates } from '../core/target.js';
import { catalogueRows } from '../price/catalogue.generated.js';
import type { CatalogueRow, VariantRow } from '../price/catalogue-row.js';
import { holysheepPrices } from '../price/holysheep.js';
import { toPrice, toRates } from '../price/to-price.js';
import { normaliseModelId } from './normalise-model-id.js';

/** What is known of a vendor's model. Absent: nobody says. */
export interface CatalogueEntry {
  readonly price: Price;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly supports: Capabilities;
}

/**
 * What is known of a model, by its vendor's name, which is that of its preset; null when it is not in the catalogue: then
 * it has no price. A snapshot that costs something else than its model has a row of its own, so it is looked for first.
 */
export function catalogueEntry(vendor: string, modelId: string): CatalogueEntry | null {
  const id = normaliseModelId(modelId);
  if (vendor === 'holysheep') {
    const price = own(holysheepPrices, id);
    return price === undefined ? null : { price: toPrice(price), supports: {} };
  }
  const rows = own(catalogueRows, vendor) ?? {};
  const row = own(rows, modelId.toLowerCase()) ?? own(rows, id);
  return row === undefined ? null : entryOf(row);
}

const own = <Value>(rows: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(rows, key) ? rows[key] : undefined;

function entryOf([input, output, cacheRead, cacheWrite, reasoning, ...facts]: CatalogueRow): CatalogueEntry {
  const [contextTokens, maxOutputTokens, abilities, variants] = facts;
  const rates = ratesOf([input, output, cacheRead, cacheWrite, reasoning]);
  return {
    price: variants === undefined ? rates : { ...rates, variants: variants.map(variantOf) },
    ...(contextTokens === null ? {} : { contextTokens }),
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
    supports: supportsOf(abilities),
  };
}

const ratesOf = ([input, output, cacheRead, cacheWrite, reasoning]: VariantRow): Rates =>
  toRates({
    inputUsdPerMTok: input,
    outputUsdPerMTok: output,
    cacheReadUsdPerMTok: cacheRead ?? undefined,
    cacheWriteUsdPerMTok: cacheWrite ?? undefined,
    reasoningUsdPerMTok: reasoning ?? undefined,
  });

function variantOf(row: VariantRow): PriceVariant {
  const [, , , , , aboveInputTokens, from, minutes] = row;
  return {
    ...ratesOf(row),
    ...(aboveInputTokens == null ? {} : { aboveInputTokens }),
    ...(from == null ? {} : { fromMs: Date.parse(from) }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}

const names = { t: 'tools', i: 'images', f: 'files', j: 'jsonSchema', r: 'reasoning' } as const;

const supportsOf = (abilities: string): Capabilities =>
  Object.fromEntries(
    [...abilities].map(letter => {
      const known = letter.toLowerCase();
      return [names[known as keyof typeof names], letter === known];
    }),
  );
