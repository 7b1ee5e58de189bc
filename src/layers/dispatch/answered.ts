import type { Attempt } from '../../core/call.js';
import type { ModelUsage, ProviderMetadata } from '../../core/model.js';
import type { Outcome } from '../../core/outcome.js';
import type { World } from '../../core/world.js';
import { reportedCostNanoUsd } from '../../price/reported-cost.js';
import { usageOf } from '../../price/usage-of.js';
import { outcomeOf } from './failed.js';

/** What the end of an answer says of it. */
interface Told {
  readonly usage: ModelUsage;
  readonly providerMetadata?: ProviderMetadata | undefined;
}

/** The outcome of an attempt that was answered, with what its target told of tokens and cost. */
export function answered(world: World, attempt: Attempt, told: Told): Outcome {
  const { usage } = told;
  const outcome = outcomeOf(world, attempt, 'ok', usageOf(usage), null);
  const reported = reportedCostNanoUsd(usage, metadataOf(told));
  // Most targets say nothing: their outcomes are made once.
  return reported === undefined ? outcome : { ...outcome, reportedCostNanoUsd: reported };
}

/** A getter that throws told nothing; whoever hands the answer on will meet it. */
function metadataOf(told: Told): ProviderMetadata | undefined {
  try {
    return told.providerMetadata;
  } catch {
    return undefined;
  }
}
