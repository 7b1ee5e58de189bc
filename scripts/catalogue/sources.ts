/** Prices in USD per million tokens, as a vendor's list has them. Absent: the list has none. */
export interface ListRates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

/** Prices that apply instead, for the whole call, where all of these conditions hold. */
export interface ListVariant extends ListRates {
  /** With more input tokens than this. */
  readonly aboveInputTokens?: number;
  /** From this day on (UTC), as `2027-01-01`. */
  readonly from?: string;
  /** In these minutes of the day (UTC), the last not included. */
  readonly minutes?: readonly (readonly [from: number, to: number])[];
}

export interface ListPrice extends ListRates {
  /** The last that applies does. */
  readonly variants: readonly ListVariant[];
}

/** A model of genai-prices. */
export interface GenaiModel {
  readonly id: string;
  readonly match?: MatchClause;
  readonly context_window?: number;
  readonly deprecated?: boolean;
  readonly prices: GenaiPrices | readonly GenaiEntry[];
}
export interface MatchClause {
  readonly equals?: string;
  readonly or?: readonly MatchClause[];
}
export interface GenaiEntry {
  readonly constraint?: {
    readonly type: string;
    readonly start_date?: string;
    readonly start_time?: string;
    readonly end_time?: string;
  };
  readonly prices: GenaiPrices;
}
export type GenaiPrices = Readonly<Record<string, GenaiPrice | undefined>>;
export type GenaiPrice =
  | number
  | { readonly base: number; readonly tiers: readonly { readonly start: number; readonly price: number }[] };

/** A model of models.dev. */
export interface ModelsDevModel {
  readonly release_date?: string;
  readonly last_updated?: string;
  readonly tool_call?: boolean;
  readonly structured_output?: boolean;
  readonly reasoning?: boolean;
  readonly status?: string;
  readonly cost?: ModelsDevCost & {
    readonly tiers?: readonly (ModelsDevCost & { readonly tier: { readonly size: number } })[];
  };
  readonly limit?: { readonly context?: number; readonly output?: number };
  readonly modalities?: { readonly input?: readonly string[] };
}
interface ModelsDevCost {
  readonly input?: number;
  readonly output?: number;
  readonly cache_read?: number;
  readonly cache_write?: number;
  readonly reasoning?: number;
}

/** All that is read from the folder. */
export interface Sources {
  readonly genai: ReadonlyMap<string, readonly GenaiModel[]>;
  readonly modelsDev: ReadonlyMap<string, Readonly<Record<string, ModelsDevModel>>>;
  /** `vendor/model`. */
  readonly gatewayIds: readonly string[];
  readonly genaiDate: string;
  readonly genaiVersion: string;
  readonly modelsDevDate: string;
}
