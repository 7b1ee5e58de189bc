import type { CallSettings } from '../core/call.js';
import type { LeftOut } from '../core/errors.js';
import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import { pricedAtMs, ratesAt } from '../price/rates-at.js';
import { bucketTokens } from '../store/bucket-size.js';

/** Ceilings on a target's own price; null: none. */
export interface PriceCaps {
  readonly maxInputUsdPerMTok: number | null;
  readonly maxOutputUsdPerMTok: number | null;
}

export interface FilterFacts {
  readonly traits: Traits;
  readonly settings: CallSettings;
  readonly caps: PriceCaps;
  /** Tokens that the call takes at this target at least: its input, and the output that it asks for. */
  readonly certainTokens: number;
  readonly wallMs: () => number;
}

type Filter = (target: Target, facts: FilterFacts) => Omit<LeftOut, 'target'> | null;

const picoUsdPerUsdPerMTok = 1e6;

/** What a target must be able to do. An unknown ability is allowed: the target itself will say. */
const capability: Filter = ({ supports }, { traits }) => {
  if (traits.toolCount > 0 && supports.tools === false)
    return { reason: 'no-tools', detail: 'takes no tools' };
  if (traits.images > 0 && supports.images === false)
    return { reason: 'no-images', detail: 'takes no images' };
  if (traits.files > 0 && supports.files === false) return { reason: 'no-files', detail: 'takes no files' };
  return null;
};

const contextWindow: Filter = ({ contextTokens }, { traits }) => {
  if (contextTokens === null || traits.estimatedInputTokens <= contextTokens) return null;
  const detail = `its context window of ${contextTokens} tokens is smaller than the estimated ${traits.estimatedInputTokens} of the input`;
  return { reason: 'context-too-small', detail };
};

const tokenBucket: Filter = ({ limits }, { certainTokens }) => {
  const bucket = bucketTokens(limits);
  if (bucket === null || certainTokens <= bucket) return null;
  const detail = `its rate limit holds ${bucket} tokens at a time and the call needs ${certainTokens} (raise limits.tokensPerMinute or limits.burstMs, or ask for less with maxOutputTokens)`;
  return { reason: 'token-bucket-too-small', detail };
};

const priceCaps: Filter = ({ price }, { caps, traits, wallMs }) => {
  const { maxInputUsdPerMTok: maxInput, maxOutputUsdPerMTok: maxOutput } = caps;
  if (maxInput === null && maxOutput === null) return null;
  if (price === null) return { reason: 'price-unknown', detail: 'has no price, and there is a price cap' };
  const rates = ratesAt(price, pricedAtMs(price, wallMs), traits.estimatedInputTokens);
  if (maxInput !== null && rates.inputPicoUsd > maxInput * picoUsdPerUsdPerMTok) {
    return { reason: 'input-price', detail: `its input price is above maxInputUsdPerMTok (${maxInput})` };
  }
  if (maxOutput !== null && rates.outputPicoUsd > maxOutput * picoUsdPerUsdPerMTok) {
    return { reason: 'output-price', detail: `its output price is above maxOutputUsdPerMTok (${maxOutput})` };
  }
  return null;
};

const filters: readonly Filter[] = [capability, contextWindow, tokenBucket, priceCaps];

/** Why a target cannot take the call, by the first filter that says so; null when it can. */
export function whyLeftOut(target: Target, facts: FilterFacts): LeftOut | null {
  for (const filter of filters) {
    const why = filter(target, facts);
    if (why !== null) return { target: target.id, ...why };
  }
  return null;
}
