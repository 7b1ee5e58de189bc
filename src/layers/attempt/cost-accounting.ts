import type { Attempt, SettleTask } from '../../core/call.js';
import type { Cost, Outcome } from '../../core/outcome.js';
import type { Layer } from '../../core/service.js';
import { whenSettled } from '../../core/service.js';
import { outputTokensBeyondLimit } from '../../price/beyond-limit.js';
import { costOf } from '../../price/cost-of.js';
import { fillUsage } from '../../price/fill-usage.js';
import { inputTokensUpperBound } from '../../prompt/tokens-bound.js';
import { isHedgeLost } from '../hedge-lost.js';
import type { Kit } from '../kit.js';
import { reservationNanoUsd } from '../reservation.js';

/** Says what an attempt cost, when it settles. Next to the model, so that only what was sent is charged. */
export function costAccounting({ world, emit }: Pick<Kit, 'world' | 'emit'>): Layer<Attempt> {
  const warned = new Set<string>();

  /** Of a model by a maker that nobody knows, the application knows that it gave no price. */
  function warnOnce({ call, target }: Attempt): void {
    if (emit === undefined || target.family === null || warned.has(target.id)) return;
    // Any model id may be asked for, and a set must not grow for ever.
    if (warned.size >= mostWarned) return;
    warned.add(target.id);
    emit({
      type: 'warning',
      callId: call.id,
      target: target.id,
      message: `Target ${target.id} has no price: what its calls cost is not known, and is in no sum. Give it a price.`,
    });
  }

  return next => attempt => {
    const { price } = attempt.target;
    if (price === null) warnOnce(attempt);
    whenSettled(attempt, price?.variants === undefined ? charge : chargeAt(world.wallMs()));
    return next(attempt);
  };
}

const mostWarned = 1_000;

const chargeAt =
  (atMs: number): SettleTask =>
  (outcome, _, attempt) =>
    outcome === null ? null : { ...outcome, cost: chargeFor(attempt, outcome, atMs) };

/** One for all attempts whose price does not depend on when they began: what settles one is handed it. */
const charge = chargeAt(0);

/** Null where nothing can have been billed: the target refused, or was never reached. */
function chargeFor(attempt: Attempt, outcome: Outcome, atMs: number): Cost | null {
  const mayHaveCost =
    outcome.status === 'ok' ||
    outcome.usage !== null ||
    outcome.outputCharacters > 0 ||
    (outcome.failure?.mayHaveCost ?? false);
  if (!mayHaveCost) return null;
  if (outcome.failure !== null && isHedgeLost(outcome.failure.cause)) return atReservation(attempt);
  const { options, target } = attempt;
  const limit = options.maxOutputTokens ?? (target.isOutputLimitOurs ? null : target.maxOutputTokens);
  const { usage, isEstimated } = fillUsage({
    told: outcome.usage,
    estimatedInputTokens: attempt.estimatedInputTokens,
    inputTokensBound: runsVendorTools(options) ? null : () => inputTokensUpperBound(options),
    outputCharacters: outcome.outputCharacters,
    maxOutputTokens: limit === null ? null : limit + outputTokensBeyondLimit(options, target.family),
  });
  return { nanoUsd: costOf(usage, target.price, atMs), usage, isEstimated };
}

/** What a vendor finds by itself is input, too. */
const runsVendorTools = ({ tools }: Attempt['options']): boolean =>
  tools?.some(({ type }) => type === 'provider') ?? false;

/**
 * An attempt that was outrun is not waited for, so nobody tells what it cost: it may cost all that was set aside for it,
 * in money and in the tokens of a rate limit.
 */
const atReservation = (attempt: Attempt): Cost => ({
  nanoUsd: reservationNanoUsd(attempt),
  usage: {
    inputTokens: attempt.estimatedInputTokens,
    outputTokens: Math.max(0, attempt.reservedTokens - attempt.estimatedInputTokens),
    cacheReadTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
  },
  isEstimated: true,
});
