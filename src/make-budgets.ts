import type { World } from './core/world.js';
import type { SpendingOptions } from './layers/attempt/budget/options.js';
import type { BudgetBook } from './layers/budget-book.js';
import { createBudgetBook } from './layers/budget-book.js';
import type { ParsedOptions } from './options.js';
import type { SpendingLimits } from './store/budget/windows.js';
import type { Store } from './store/store.js';

/** More tenants than this share an account, so that a caller who makes up tenants fills no memory. */
const seats = 1_000;

/** The budgets of an instance; null where nothing is limited. */
export function makeBudgets(
  { budget, name }: Pick<ParsedOptions, 'budget' | 'name'>,
  store: Store,
  world: World,
): BudgetBook | null {
  if (budget === false) return null;
  const overall = toLimits(budget.overall);
  const perTenant = toLimits(budget.perTenant);
  const tenants = new Map([...(budget.tenants ?? [])].map(([tenant, limits]) => [tenant, toLimits(limits)]));
  if (overall === null && perTenant === null && tenants.size === 0) return null;
  return createBudgetBook(store, world, {
    overall,
    perTenant,
    tenants,
    usualOutputTokens: budget.defaultMaxOutputTokens ?? null,
    leaseMs: budget.leaseMs,
    seats,
    name: name ?? '',
  });
}

/** Whole nano-dollars in the order of the windows; null where none has a limit. */
function toLimits(given: SpendingOptions | undefined): SpendingLimits | null {
  if (given === undefined) return null;
  const { perMinuteUsd, perHourUsd, perDayUsd, perMonthUsd } = given;
  const limits = [perMinuteUsd, perHourUsd, perDayUsd, perMonthUsd].map(usd =>
    usd === undefined ? null : Math.round(usd * 1e9),
  );
  return limits.some(limit => limit !== null) ? limits : null;
}
