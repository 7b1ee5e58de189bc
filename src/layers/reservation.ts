import type { Attempt } from '../core/call.js';
import { longestAnswerTokens } from '../price/answer-bounds.js';
import { outputTokensBeyondLimit } from '../price/beyond-limit.js';
import { upperBoundNanoUsd } from '../price/largest-output.js';
import { inputTokensUpperBound } from '../prompt/tokens-bound.js';

/**
 * The most that an attempt can cost as its options stand, in whole nano-dollars: what a budget has set aside for it.
 * Null: its target has no price.
 */
export function reservationNanoUsd({ target, options }: Pick<Attempt, 'target' | 'options'>): number | null {
  if (target.price === null) return null;
  return upperBoundNanoUsd({
    price: target.price,
    inputTokensBound: inputTokensUpperBound(options),
    outputTokensBeyond: outputTokensBeyondLimit(options, target.family),
    maxOutputTokens: longestAnswerTokens({
      asked: options.maxOutputTokens,
      usual: null,
      targetMax: target.maxOutputTokens,
    }),
  });
}
