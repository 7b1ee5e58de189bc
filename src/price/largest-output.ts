import type { Price, Rates } from '../core/target.js';

const picoPerNano = 1_000;

interface Bounds {
  readonly price: Price;
  /** No more input tokens than this are billed. */
  readonly inputTokensBound: number;
  /** Output that may be billed on top of what is limited. */
  readonly outputTokensBeyond?: number;
}

/**
 * The dearest that input and output can come to, per token: all of it written to the cache, all of it reasoned, at the
 * dearest hour and date. A call may wait, and the vendor's clock is not ours. Tiers above the bound cannot apply.
 */
function worst(price: Price, inputTokensBound: number): Worst {
  let most = worstOf(price);
  for (const variant of price.variants ?? []) {
    if (variant.aboveInputTokens !== undefined && variant.aboveInputTokens >= inputTokensBound) continue;
    const { inputPicoUsd, outputPicoUsd } = worstOf(variant);
    most = {
      inputPicoUsd: Math.max(most.inputPicoUsd, inputPicoUsd),
      outputPicoUsd: Math.max(most.outputPicoUsd, outputPicoUsd),
    };
  }
  return most;
}

type Worst = Pick<Rates, 'inputPicoUsd' | 'outputPicoUsd'>;

const worstOf = ({
  inputPicoUsd,
  cacheReadPicoUsd,
  cacheWritePicoUsd,
  outputPicoUsd,
  reasoningPicoUsd,
}: Rates): Worst => ({
  inputPicoUsd: Math.max(inputPicoUsd, cacheReadPicoUsd, cacheWritePicoUsd),
  outputPicoUsd: Math.max(outputPicoUsd, reasoningPicoUsd),
});

/** How many output tokens the rest of an allowance pays for, whatever the mix; below 0 when not even the input. */
export function largestOutputTokens({
  price,
  inputTokensBound,
  outputTokensBeyond = 0,
  leftNanoUsd,
}: Bounds & { readonly leftNanoUsd: number }): number {
  const { inputPicoUsd, outputPicoUsd } = worst(price, inputTokensBound);
  const leftPicoUsd = leftNanoUsd * picoPerNano - inputTokensBound * inputPicoUsd;
  if (outputPicoUsd === 0) return leftPicoUsd >= 0 ? Number.MAX_SAFE_INTEGER : -1;
  return Math.floor(leftPicoUsd / outputPicoUsd) - outputTokensBeyond;
}

/** The most that an attempt can cost, in whole nano-dollars, rounded up. */
export function upperBoundNanoUsd({
  price,
  inputTokensBound,
  outputTokensBeyond = 0,
  maxOutputTokens,
}: Bounds & { readonly maxOutputTokens: number }): number {
  const { inputPicoUsd, outputPicoUsd } = worst(price, inputTokensBound);
  const outputTokens = maxOutputTokens + outputTokensBeyond;
  return Math.ceil((inputTokensBound * inputPicoUsd + outputTokens * outputPicoUsd) / picoPerNano);
}
