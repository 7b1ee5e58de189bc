import type { Target, Tier } from '../../index.js';

/** What a month asks for. */
export interface Volume {
  /** Input and output together; whole. */
  readonly tokens: number;
  /** Share of the tokens that is output. */
  readonly outputRatio: number;
  /** Share of the input that is read from a prompt cache. */
  readonly cachedRatio: number;
}

const picoUsdPerUsd = 1e12;

/**
 * What a volume costs at one target, at its usual price at a moment (since 1970): one that has begun applies, one for long
 * calls or certain hours does not. Null: it has none.
 */
export function costOfMonthUsd(listed: Target['price'], volume: Volume, atMs: number): number | null {
  if (listed === null) return null;
  const price = listed.variants?.findLast(variant => hasBegun(variant, atMs)) ?? listed;
  const { tokens, outputRatio, cachedRatio } = volume;
  const outputTokens = Math.round(tokens * outputRatio);
  const inputTokens = tokens - outputTokens;
  const cachedTokens = Math.round(inputTokens * cachedRatio);
  const picoUsd =
    BigInt(inputTokens - cachedTokens) * BigInt(price.inputPicoUsd) +
    BigInt(cachedTokens) * BigInt(price.cacheReadPicoUsd) +
    BigInt(outputTokens) * BigInt(price.outputPicoUsd);
  return Number(picoUsd) / picoUsdPerUsd;
}

type Variant = NonNullable<NonNullable<Target['price']>['variants']>[number];

const hasBegun = ({ aboveInputTokens, fromMs, minutes }: Variant, atMs: number): boolean =>
  aboveInputTokens === undefined && minutes === undefined && fromMs !== undefined && fromMs <= atMs;

/** Shares of the tokens; they add up to 1. */
export type Mix = Readonly<Record<Tier, number>>;

/** What a volume costs where each tier's share goes to one target; null: one that has a share has no price. */
export function costOfRoutingUsd(perTierUsd: Readonly<Record<Tier, number | null>>, mix: Mix): number | null {
  let sumUsd = 0;
  for (const tier of Object.keys(mix) as Tier[]) {
    if (mix[tier] === 0) continue;
    const wholeUsd = perTierUsd[tier];
    if (wholeUsd === null) return null;
    sumUsd += wholeUsd * mix[tier];
  }
  return sumUsd;
}
