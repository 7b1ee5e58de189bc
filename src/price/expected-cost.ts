import type { Price } from '../core/target.js';
import { toNanoUsd } from './cost-of.js';

export interface ExpectedTokens {
  readonly price: Price;
  readonly estimatedInputTokens: number;
  readonly expectedOutputTokens: number;
}

/** What a call will probably cost, in whole nano-dollars; nothing is taken to be cached. */
export const expectedCostNanoUsd = ({
  price,
  estimatedInputTokens,
  expectedOutputTokens,
}: ExpectedTokens): number =>
  toNanoUsd(estimatedInputTokens * price.inputPicoUsd + expectedOutputTokens * price.outputPicoUsd);

/** One figure for a price: three tokens of input to one of output, the mix that price lists are commonly compared at. */
export const blendedPicoUsd = ({ inputPicoUsd, outputPicoUsd }: Price): number =>
  (3 * inputPicoUsd + outputPicoUsd) / 4;
