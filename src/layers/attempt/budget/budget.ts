import type { Answer, Attempt } from '../../../core/call.js';
import { BudgetExceededError } from '../../../core/errors.js';
import type { Layer } from '../../../core/service.js';
import { whenSettled } from '../../../core/service.js';
import { unlessCancelled } from '../../../core/unless-cancelled.js';
import { leastOutputTokens, longestAnswerTokens } from '../../../price/answer-bounds.js';
import { outputTokensBeyondLimit } from '../../../price/beyond-limit.js';
import { largestOutputTokens, upperBoundNanoUsd } from '../../../price/largest-output.js';
import { inputTokensUpperBound } from '../../../prompt/tokens-bound.js';
import type { BudgetBook, Denial, Grant } from '../../budget-book.js';
import type { Kit } from '../../kit.js';

/**
 * Sets aside what an attempt costs at most before it is sent, and charges what it did cost when it has settled.
 * Where the budget pays for a shorter answer only, the answer is limited to that, and a warning says so.
 * @throws BudgetExceededError when not even a short answer is paid for, or the store that holds the budget fails
 */
export function budget(kit: Pick<Kit, 'emit'>, book: BudgetBook): Layer<Attempt> {
  const { emit } = kit;

  /** Charges the grant when the attempt has settled; nothing, where nothing can have been billed. */
  function charge(attempt: Attempt, grant: Grant): void {
    const { call, target } = attempt;
    const { grantedNanoUsd: reservedNanoUsd } = grant;
    const told = { callId: call.id, target: target.id, tenant: call.settings.tenant, reservedNanoUsd };
    emit?.({ type: 'budget-reserved', ...told });
    whenSettled(attempt, outcome => {
      const cost = outcome?.cost ?? null;
      const costNanoUsd = cost === null ? 0 : (cost.nanoUsd ?? reservedNanoUsd);
      const chargedNanoUsd = Math.min(costNanoUsd, reservedNanoUsd);
      book.settle(grant, chargedNanoUsd, () =>
        emit?.({
          type: 'warning',
          callId: call.id,
          target: target.id,
          message: 'The store did not hear what the attempt cost; its reservation will count as spent.',
        }),
      );
      const estimated = (cost?.isEstimated ?? false) || costNanoUsd > reservedNanoUsd;
      emit?.({ type: 'budget-settled', ...told, chargedNanoUsd, estimated });
      return outcome;
    });
  }

  return next => attempt => {
    const { target, call, options } = attempt;
    const { tenant } = call.settings;
    if (!book.appliesTo(tenant)) return next(attempt);
    // A caller that left while a store was asked above: what is set aside for nobody would count as spent one day.
    if (attempt.cancel.isCancelled) return Promise.reject(attempt.cancel.reason);
    const { price } = target;
    if (price === null)
      return Promise.reject(
        new BudgetExceededError({
          reason: 'price-unknown',
          message: `Target ${target.id} has no price, and there is a budget.`,
        }),
      );
    const asked = options.maxOutputTokens;
    const longest = longestAnswerTokens({
      asked,
      usual: book.usualOutputTokens,
      targetMax: target.maxOutputTokens,
    });
    const bounds = {
      price,
      inputTokensBound: inputTokensUpperBound(options),
      outputTokensBeyond: outputTokensBeyondLimit(options, target.family),
    };
    const costOf = (maxOutputTokens: number) => upperBoundNanoUsd({ ...bounds, maxOutputTokens });

    function send(decision: Grant | Denial): Promise<Answer> {
      if (!('holds' in decision)) throw refusal(target.id, decision);
      const { grantedNanoUsd: leftNanoUsd } = decision;
      const payable = largestOutputTokens({ ...bounds, leftNanoUsd });
      limitAnswer(attempt, Math.min(longest, payable));
      charge(attempt, decision);
      return next(attempt);
    }

    const deciding = book.reserve(tenant, {
      leastNanoUsd: costOf(leastOutputTokens(longest)),
      mostNanoUsd: costOf(longest),
    });
    if (deciding instanceof Promise)
      return unlessCancelled(
        attempt.cancel,
        () => deciding,
        late => 'holds' in late && book.settle(late, 0),
      ).then(send);
    try {
      return send(deciding);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** Makes the bound real. A limit that is known of the model needs no saying: it holds by itself. */
function limitAnswer({ options, target, warnings }: Attempt, tokens: number): void {
  const asked = options.maxOutputTokens;
  const inForce = asked ?? target.maxOutputTokens;
  if (inForce !== null && inForce <= tokens) {
    if (target.isOutputLimitOurs) options.maxOutputTokens = inForce;
    return;
  }
  options.maxOutputTokens = tokens;
  warnings.push({
    type: 'other',
    message: `maxOutputTokens was ${asked === undefined ? 'set' : 'lowered'} to ${tokens}: what the budget pays for.`,
  });
}

function refusal(target: string, { whose, retryAfterMs }: Denial): BudgetExceededError {
  if (whose === null)
    return new BudgetExceededError({
      reason: 'store-unavailable',
      message: 'The store that holds the budget did not answer, so nothing may be spent.',
    });
  return new BudgetExceededError({
    reason: 'budget',
    message: `What is left of the ${whose === 'tenant' ? 'tenant’s' : 'overall'} budget does not pay for an attempt at ${target}.`,
    retryAfterMs: retryAfterMs ?? undefined,
  });
}
