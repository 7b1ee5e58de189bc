import type { Model, ModelOptions, ModelWarning, ProviderOptions, ReasoningEffort } from './model.js';

/**
 * What a token costs, in whole pico-dollars (1e-12 USD) per token: USD per million tokens times 1e6.
 * `reasoning` tokens are a part of the output tokens, `cacheRead` and `cacheWrite` a part of the input tokens.
 */
export interface Rates {
  readonly inputPicoUsd: number;
  readonly outputPicoUsd: number;
  readonly cacheReadPicoUsd: number;
  readonly cacheWritePicoUsd: number;
  readonly reasoningPicoUsd: number;
}

/** The rates of a model, and those that apply instead, for a whole call, where it is long, later or at certain hours. */
export interface Price extends Rates {
  /** The last whose conditions all hold applies. Absent: one price, always. */
  readonly variants?: readonly PriceVariant[];
}

export interface PriceVariant extends Rates {
  /** With more input tokens than this. */
  readonly aboveInputTokens?: number;
  /** From this moment on, in milliseconds since 1970. */
  readonly fromMs?: number;
  /** In these minutes of the day in UTC, the last not included; one that ends before it begins goes on past midnight. */
  readonly minutes?: readonly (readonly [from: number, to: number])[];
}

/** What a target can take. An absent flag means unknown, and is allowed. */
export interface Capabilities {
  readonly tools?: boolean | undefined;
  readonly images?: boolean | undefined;
  readonly files?: boolean | undefined;
  readonly jsonSchema?: boolean | undefined;
  readonly reasoning?: boolean | undefined;
}

/** What a target takes. Null: no limit is known, and one is learned from its answers. */
export interface Limits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly maxConcurrent: number | null;
  /** A bucket holds this many milliseconds' worth of its rate, at least 1. */
  readonly burstMs: number;
}

export type Vendor = 'openai' | 'anthropic' | 'google' | 'mistral' | 'deepseek' | 'amazon';

/** Whose rules a prompt has to keep, and what of it is read. */
export interface Family {
  /** Who made the model; `other`: one behind a preset whose name says nothing. */
  readonly vendor: Vendor | 'other';
  /** In lower case, without a vendor in front. */
  readonly modelId: string;
  /** A preset, which speaks OpenAI's chat completions, whoever made the model. */
  readonly isCompatible: boolean;
  /** Its adapter knows no tools that the vendor runs, also where the vendor's other adapters do. */
  readonly runsNoTools?: boolean;
  /** The names under which the model reads provider options in a prompt; the first is its own. */
  readonly reads: readonly string[];
}

export interface Translation {
  readonly providerOptions: ProviderOptions | undefined;
  /** A reasoning effort that was said in another provider's words; it is the call's own where that has none. */
  readonly reasoning?: ReasoningEffort;
  readonly warnings: readonly ModelWarning[];
}

/** A model that a call may be sent to, with all that is known of it. Null means unknown. */
export interface Target {
  readonly id: string;
  /** The preset's name, or the first word of the model's own `provider`. */
  readonly provider: string;
  /** The id on the wire. */
  readonly modelId: string;
  readonly model: Model;
  /** Null: unknown, so a prompt goes to it as it is. */
  readonly family: Family | null;
  /** Whom to be patient with: base URL, model and credential. Circuits, limits and lines are kept per key. */
  readonly stateKey: string;
  readonly price: Price | null;
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** That is the application's word, and not known of the model: it holds only for an attempt that says it. */
  readonly isOutputLimitOurs?: boolean;
  readonly expectedFirstContentMs: number | null;
  readonly supports: Capabilities;
  readonly limits: Limits;
  /** Call options used where the call itself says nothing. */
  readonly defaults: Partial<ModelOptions>;
  /** Puts options meant for another provider into this one's words; what it cannot, it names in a warning. */
  readonly translate: (providerOptions: ProviderOptions) => Translation;
  /** Warns of options on messages, parts and tools that it does not read; null: it is handed them all. */
  readonly nestedWarnings: ((options: ModelOptions) => readonly ModelWarning[]) | null;
}
