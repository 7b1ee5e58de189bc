import type { Attempt, SettleTask } from '../../core/call.js';
import type { Cost, Outcome } from '../../core/outcome.js';
import type { Layer } from '../../core/service.js';
import { whenSettled } from '../../core/service.js';
import { costOf } from '../../price/cost-of.js';
import { fillUsage } from '../../price/fill-usage.js';
import type { Kit } from '../kit.js';

/**
 * Says what an attempt cost, when it settles. Next to the model, so that only what was sent is charged.
 * A target that claims more output than it was allowed to write is told of in a `warning`.
 */
export function costAccounting(kit: Pick<Kit, 'emit'>): Layer<Attempt> {
  // One for all attempts: what settles one is handed it.
  const charge: SettleTask = (outcome, _, attempt) =>
    outcome === null ? null : { ...outcome, cost: chargeFor(kit, attempt, outcome) };
  return next => attempt => {
    whenSettled(attempt, charge);
    return next(attempt);
  };
}

/** Null where nothing can have been billed: the target refused, or was never reached. */
function chargeFor({ emit }: Pick<Kit, 'emit'>, attempt: Attempt, outcome: Outcome): Cost | null {
  const mayHaveCost =
    outcome.status === 'ok' ||
    outcome.usage !== null ||
    outcome.outputCharacters > 0 ||
    (outcome.failure?.mayHaveCost ?? false);
  if (!mayHaveCost) return null;
  const { usage, isEstimated, isOverrun } = fillUsage({
    told: outcome.usage,
    estimatedInputTokens: attempt.estimatedInputTokens,
    outputCharacters: outcome.outputCharacters,
    maxOutputTokens: attempt.options.maxOutputTokens ?? attempt.target.maxOutputTokens,
  });
  if (isOverrun)
    emit?.({
      type: 'warning',
      callId: attempt.call.id,
      target: attempt.target.id,
      message: `It claims ${outcome.usage?.outputTokens} output tokens, more than it was allowed to write and than came; ${usage.outputTokens} are charged.`,
    });
  return { nanoUsd: costOf(usage, attempt.target.price), usage, isEstimated };
}
