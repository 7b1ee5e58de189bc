/** USD per million tokens; null: as input, or for reasoning as output. */
type RowRates = [
  input: number,
  output: number,
  cacheRead: number | null,
  cacheWrite: number | null,
  reasoning: number | null,
];

/** Prices that apply instead, for the whole call, where every condition that is given holds. */
export type VariantRow = readonly [
  ...RowRates,
  aboveInputTokens?: number | null,
  /** `2027-01-01`: from its first moment in UTC. */
  from?: string | null,
  /** In these minutes of the day (UTC), the last not included. */
  minutes?: readonly (readonly [from: number, to: number])[],
];

/** A model of the catalogue. */
export type CatalogueRow = readonly [
  ...RowRates,
  contextTokens: number | null,
  maxOutputTokens: number | null,
  /** t tools, i images, f files, j JSON schema, r reasoning; a capital letter: cannot; absent: unknown. */
  abilities: string,
  variants?: readonly VariantRow[],
];
