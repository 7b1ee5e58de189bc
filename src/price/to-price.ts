import type { Price } from '../core/target.js';

/** A price as people write it. Absent cache prices equal input, absent reasoning equals output. */
export interface UsdPrice {
  readonly inputUsdPerMTok: number;
  readonly outputUsdPerMTok: number;
  readonly cacheReadUsdPerMTok?: number | undefined;
  readonly cacheWriteUsdPerMTok?: number | undefined;
  readonly reasoningUsdPerMTok?: number | undefined;
}

/** One USD per million tokens is 1e6 pico-dollars per token; six decimals of a USD price are kept. */
const picoUsd = (usdPerMTok: number): number => Math.round(usdPerMTok * 1e6);

/** Holds a price as whole pico-dollars per token, so that sums are exact. */
export function toPrice(usd: UsdPrice): Price {
  return {
    inputPicoUsd: picoUsd(usd.inputUsdPerMTok),
    outputPicoUsd: picoUsd(usd.outputUsdPerMTok),
    cacheReadPicoUsd: picoUsd(usd.cacheReadUsdPerMTok ?? usd.inputUsdPerMTok),
    cacheWritePicoUsd: picoUsd(usd.cacheWriteUsdPerMTok ?? usd.inputUsdPerMTok),
    reasoningPicoUsd: picoUsd(usd.reasoningUsdPerMTok ?? usd.outputUsdPerMTok),
  };
}
