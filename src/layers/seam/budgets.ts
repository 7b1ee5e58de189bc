import type { Target } from '../../core/target.js';
import type { RetryBudget } from '../../retry/retry-budget.js';
import { createRetryBudget } from '../../retry/retry-budget.js';
import type { Kit } from '../kit.js';
import type { RetryOptions } from './options.js';

export interface Budgets {
  of(target: Target): RetryBudget;
}

/** The retry budget of each target. */
export function createBudgets(kit: Kit, retry: RetryOptions | false): Budgets {
  const budgets = kit.shared('retry-budgets', () => new Map<string, RetryBudget>());
  const options =
    retry === false
      ? // What is off forbids nothing: failing over to a target that fails now and then is no retry.
        { depositRatio: 0, reservePerSecond: Number.POSITIVE_INFINITY }
      : { depositRatio: retry.budgetRatio, reservePerSecond: retry.budgetReservePerSecond };
  return {
    of({ stateKey }) {
      let budget = budgets.get(stateKey);
      if (budget === undefined) {
        budget = createRetryBudget(options);
        budgets.set(stateKey, budget);
      }
      return budget;
    },
  };
}
