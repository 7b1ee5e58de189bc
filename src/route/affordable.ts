import type { LeftOut } from '../core/errors.js';
import type { ModelOptions } from '../core/model.js';
import type { Target } from '../core/target.js';
import { leastOutputTokens } from '../price/answer-bounds.js';
import { outputTokensBeyondLimit } from '../price/beyond-limit.js';
import { largestOutputTokens } from '../price/largest-output.js';
import { inputTokensUpperBound } from '../prompt/tokens-bound.js';

export interface Affordable {
  /** Null where there is no cap. */
  readonly outputTokens: number | null;
  readonly leftOut: LeftOut | null;
}

const uncapped: Affordable = { outputTokens: null, leftOut: null };

/** How many output tokens `maxCostUsd` pays for at this target, the input at its upper bound; left out when that is too few. */
export function affordable(target: Target, maxCostUsd: number | null, options: ModelOptions): Affordable {
  if (maxCostUsd === null) return uncapped;
  const leftOut = (reason: string, detail: string): Affordable => ({
    outputTokens: null,
    leftOut: { target: target.id, reason, detail },
  });
  if (target.price === null) return leftOut('price-unknown', 'has no price, and maxCostUsd is set');
  const outputTokens = largestOutputTokens({
    price: target.price,
    inputTokensBound: inputTokensUpperBound(options),
    outputTokensBeyond: outputTokensBeyondLimit(
      {
        reasoning: options.reasoning ?? target.defaults.reasoning,
        providerOptions: options.providerOptions ?? target.defaults.providerOptions,
      },
      target.family,
    ),
    leftNanoUsd: Math.floor(maxCostUsd * 1e9),
  });
  if (outputTokens < leastOutputTokens(options.maxOutputTokens))
    return leftOut(
      'max-cost',
      `maxCostUsd (${maxCostUsd}) pays for ${Math.max(0, outputTokens)} output tokens at most`,
    );
  return { outputTokens, leftOut: null };
}
