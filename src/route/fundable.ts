import type { LeftOut } from '../core/errors.js';
import type { ModelOptions } from '../core/model.js';
import { leastOutputTokens, longestAnswerTokens } from '../price/answer-bounds.js';
import { outputTokensBeyondLimit } from '../price/beyond-limit.js';
import { largestOutputTokens, upperBoundNanoUsd } from '../price/largest-output.js';
import { inputTokensUpperBound } from '../prompt/tokens-bound.js';
import type { RouteOption } from './candidate.js';
import type { Funds } from './plan-request.js';

export interface Fundable {
  /** How long an answer is paid for; null where no budget applies. */
  readonly outputTokens: number | null;
  /** That is less than the answer may need. */
  readonly isCutShort: boolean;
  readonly leftOut: LeftOut | null;
  /** Of a target that is left out: when the budget may pay for it again; null: not in any window. */
  readonly retryAfterMs: number | null;
}

const unlimited: Fundable = { outputTokens: null, isCutShort: false, leftOut: null, retryAfterMs: null };

/** What the rest of a budget pays for at this target, the input at its upper bound; left out when that is too little. */
export function fundable(
  { target, defaults, reasoning }: RouteOption,
  funds: Funds | null,
  options: ModelOptions,
): Fundable {
  if (funds === null) return unlimited;
  const leftOut = (reason: string, detail: string, retryAfterMs: number | null): Fundable => ({
    ...unlimited,
    leftOut: { target: target.id, reason, detail },
    retryAfterMs,
  });
  const { price } = target;
  if (price === null) return leftOut('price-unknown', 'has no price, and there is a budget', null);
  const longest = longestAnswerTokens({
    asked: options.maxOutputTokens ?? defaults.maxOutputTokens ?? target.defaults.maxOutputTokens,
    usual: funds.usualOutputTokens,
    targetMax: target.maxOutputTokens,
  });
  const least = leastOutputTokens(longest);
  const bounds = {
    price,
    inputTokensBound: inputTokensUpperBound(options),
    outputTokensBeyond: outputTokensBeyondLimit(
      {
        reasoning:
          options.reasoning ?? defaults.reasoning ?? target.defaults.reasoning ?? reasoning ?? undefined,
        providerOptions:
          options.providerOptions ?? defaults.providerOptions ?? target.defaults.providerOptions,
      },
      target.family,
    ),
  };
  const { leftNanoUsd } = funds;
  const payable = largestOutputTokens({ ...bounds, leftNanoUsd });
  if (payable >= least)
    return { ...unlimited, outputTokens: Math.min(longest, payable), isCutShort: payable < longest };
  const detail = `the budget has ${leftNanoUsd / 1e9} USD left, which pays for ${Math.max(0, payable)} output tokens at most`;
  const leastNanoUsd = upperBoundNanoUsd({ ...bounds, maxOutputTokens: least });
  return leftOut('budget', detail, funds.fitsAfterMs(leastNanoUsd));
}
