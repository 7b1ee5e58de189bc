import type { Price } from '../core/target.js';
import { toNanoUsd } from './cost-of.js';
import { ratesAt } from './rates-at.js';

export interface ExpectedTokens {
  readonly price: Price;
  /** When it begins, in milliseconds since 1970; of no account for a price without variants. */
  readonly atMs: number;
  readonly estimatedInputTokens: number;
  readonly expectedOutputTokens: number;
  /** Of the input, what its target has in its cache. */
  readonly cachedTokens?: number;
}

/** What a call will probably cost, in whole nano-dollars; nothing is taken to be cached but `cachedTokens`. */
export const expectedCostNanoUsd = ({
  price,
  atMs,
  estimatedInputTokens,
  expectedOutputTokens,
  cachedTokens = 0,
}: ExpectedTokens): number => {
  const cached = Math.min(cachedTokens, estimatedInputTokens);
  const rates = ratesAt(price, atMs, estimatedInputTokens);
  return toNanoUsd(
    (estimatedInputTokens - cached) * rates.inputPicoUsd +
      cached * rates.cacheReadPicoUsd +
      expectedOutputTokens * rates.outputPicoUsd,
  );
};

/** One figure for a price: three tokens of input to one of output, the mix that price lists are commonly compared at. */
export const blendedPicoUsd = ({ inputPicoUsd, outputPicoUsd }: Price): number =>
  (3 * inputPicoUsd + outputPicoUsd) / 4;
