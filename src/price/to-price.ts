import type { Price, Rates } from '../core/target.js';

/** Rates as people write them. Absent cache prices equal input, absent reasoning equals output. */
export interface UsdRates {
  readonly inputUsdPerMTok: number;
  readonly outputUsdPerMTok: number;
  readonly cacheReadUsdPerMTok?: number | undefined;
  readonly cacheWriteUsdPerMTok?: number | undefined;
  readonly reasoningUsdPerMTok?: number | undefined;
}

/** A price as people write it. */
export interface UsdPrice extends UsdRates {
  /** Prices of the whole call, once it has more input than this. */
  readonly tiers?: readonly (UsdRates & { readonly aboveInputTokens: number })[] | undefined;
}

/** One USD per million tokens is 1e6 pico-dollars per token; six decimals of a USD price are kept. */
const picoUsd = (usdPerMTok: number): number => Math.round(usdPerMTok * 1e6);

/** Holds a price as whole pico-dollars per token, so that sums are exact. */
export function toPrice({ tiers, ...base }: UsdPrice): Price {
  const rates = toRates(base);
  if (tiers === undefined || tiers.length === 0) return rates;
  const ascending = [...tiers].sort((one, other) => one.aboveInputTokens - other.aboveInputTokens);
  const variants = ascending.map(({ aboveInputTokens, ...usd }) => ({ ...toRates(usd), aboveInputTokens }));
  return { ...rates, variants };
}

/** One set of them, as whole pico-dollars per token. */
export function toRates(usd: UsdRates): Rates {
  return {
    inputPicoUsd: picoUsd(usd.inputUsdPerMTok),
    outputPicoUsd: picoUsd(usd.outputUsdPerMTok),
    cacheReadPicoUsd: picoUsd(usd.cacheReadUsdPerMTok ?? usd.inputUsdPerMTok),
    cacheWritePicoUsd: picoUsd(usd.cacheWriteUsdPerMTok ?? usd.inputUsdPerMTok),
    reasoningPicoUsd: picoUsd(usd.reasoningUsdPerMTok ?? usd.outputUsdPerMTok),
  };
}
