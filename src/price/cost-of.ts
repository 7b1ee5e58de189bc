import type { Usage } from '../core/outcome.js';
import type { Price, Rates } from '../core/target.js';
import { ratesAt } from './rates-at.js';

const picoPerNano = 1_000;

/**
 * What tokens cost, in whole pico-dollars. Cached tokens are a part of the input and reasoning a part of the output.
 * Exact below 2^53 pico-dollars (9,007 USD for one attempt); above it, as exact as a double is.
 */
export function costPicoUsd(usage: Usage, price: Rates): number {
  const cacheRead = usage.cacheReadTokens ?? 0;
  const cacheWrite = usage.cacheWriteTokens ?? 0;
  const reasoning = usage.reasoningTokens ?? 0;
  const freshInput = (usage.inputTokens ?? 0) - cacheRead - cacheWrite;
  const plainOutput = (usage.outputTokens ?? 0) - reasoning;
  return (
    freshInput * price.inputPicoUsd +
    cacheRead * price.cacheReadPicoUsd +
    cacheWrite * price.cacheWritePicoUsd +
    plainOutput * price.outputPicoUsd +
    reasoning * price.reasoningPicoUsd
  );
}

/** Rounds half up to whole nano-dollars: once per attempt, so that every sum above adds integers. */
export const toNanoUsd = (picoUsd: number): number => Math.floor((picoUsd + picoPerNano / 2) / picoPerNano);

/** Whole nano-dollars, at the prices of `atMs` (since 1970) for that much input; null when there is no price. */
export const costOf = (usage: Usage, price: Price | null, atMs: number): number | null =>
  price === null ? null : toNanoUsd(costPicoUsd(usage, ratesAt(price, atMs, usage.inputTokens ?? 0)));
