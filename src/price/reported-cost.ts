import type { ModelUsage, ProviderMetadata } from '../core/model.js';
import { nanoUsdPerUsd } from '../core/nano-usd.js';

/** No single answer costs as much; a larger figure is an error of the upstream, or in another unit. */
const mostUsd = 10_000;
/** https://docs.x.ai/developers/cost-tracking */
const ticksPerUsd = 1e10;
const aDecimal = /^\d+(\.\d+)?(e-?\d+)?$/i;

/**
 * What a target itself says that an answer cost, in whole nano-dollars; undefined where it says nothing that could be.
 * Never throws, whatever shape it is given. A gateway's own word stands before that of the upstream behind it.
 */
export function reportedCostNanoUsd(
  usage: ModelUsage | undefined,
  metadata: ProviderMetadata | undefined,
): number | undefined {
  try {
    const raw: unknown = usage?.raw;
    if ((raw === undefined || raw === null) && (metadata === undefined || metadata === null))
      return undefined;
    return inMetadata(metadata, 'gateway') ?? inUsage(raw) ?? inMetadata(metadata, 'others');
  } catch {
    // A trap told nothing.
    return undefined;
  }
}

/**
 * As it stands on the wire: OpenRouter's `cost` in credits, which are dollars (openrouter.ai/docs, usage accounting); with a
 * key of the user's own (`is_byok`) that is its fee alone, and the vendor bills the rest. Perplexity's `cost.total_cost`.
 * xAI's ticks. `cost_usd` was seen in an example of HolySheep's, and nowhere else.
 */
function inUsage(raw: unknown): number | undefined {
  const { cost, cost_usd, cost_in_usd_ticks, is_byok, cost_details } = fieldsOf(raw);
  const told = nanoUsdOf(typeof cost === 'object' ? fieldsOf(cost).total_cost : cost);
  if (told !== undefined)
    return is_byok === true ? told + (nanoUsdOf(fieldsOf(cost_details).upstream_inference_cost) ?? 0) : told;
  return nanoUsdOf(cost_usd) ?? nanoUsdOf(cost_in_usd_ticks, ticksPerUsd);
}

/**
 * As providers of the AI SDK hand it on: the AI Gateway a decimal in a string, `@openrouter/ai-sdk-provider` its usage,
 * `@ai-sdk/xai` the ticks.
 */
function inMetadata(metadata: unknown, whose: 'gateway' | 'others'): number | undefined {
  const { gateway, openrouter, xai } = fieldsOf(metadata);
  if (whose === 'gateway') return nanoUsdOf(fieldsOf(gateway).cost);
  const { cost } = fieldsOf(fieldsOf(openrouter).usage);
  return nanoUsdOf(cost) ?? nanoUsdOf(fieldsOf(xai).costInUsdTicks, ticksPerUsd);
}

const none: Readonly<Record<string, unknown>> = {};
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : none;

function nanoUsdOf(told: unknown, perUsd = 1): number | undefined {
  const amount = typeof told === 'string' && aDecimal.test(told) ? Number(told) : told;
  if (typeof amount !== 'number') return undefined;
  const usd = amount / perUsd;
  return usd >= 0 && usd <= mostUsd ? Math.round(usd * nanoUsdPerUsd) : undefined;
}
