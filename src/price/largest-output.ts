import type { Price } from '../core/target.js';

const picoPerNano = 1_000;

interface Bounds {
  readonly price: Price;
  /** No more input tokens than this are billed. */
  readonly inputTokensBound: number;
}

/** The dearest that input and output can come to, per token: all of it written to the cache, all of it reasoned. */
const worst = ({
  inputPicoUsd,
  cacheReadPicoUsd,
  cacheWritePicoUsd,
  outputPicoUsd,
  reasoningPicoUsd,
}: Price) => ({
  inputPicoUsd: Math.max(inputPicoUsd, cacheReadPicoUsd, cacheWritePicoUsd),
  outputPicoUsd: Math.max(outputPicoUsd, reasoningPicoUsd),
});

/** How many output tokens the rest of an allowance pays for, whatever the mix; below 0 when not even the input. */
export function largestOutputTokens({
  price,
  inputTokensBound,
  leftNanoUsd,
}: Bounds & { readonly leftNanoUsd: number }): number {
  const { inputPicoUsd, outputPicoUsd } = worst(price);
  const leftPicoUsd = leftNanoUsd * picoPerNano - inputTokensBound * inputPicoUsd;
  if (outputPicoUsd === 0) return leftPicoUsd >= 0 ? Number.MAX_SAFE_INTEGER : -1;
  return Math.floor(leftPicoUsd / outputPicoUsd);
}

/** The most that an attempt can cost, in whole nano-dollars, rounded up. */
export function upperBoundNanoUsd({
  price,
  inputTokensBound,
  maxOutputTokens,
}: Bounds & { readonly maxOutputTokens: number }): number {
  const { inputPicoUsd, outputPicoUsd } = worst(price);
  return Math.ceil((inputTokensBound * inputPicoUsd + maxOutputTokens * outputPicoUsd) / picoPerNano);
}
