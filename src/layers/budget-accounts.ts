import { readMoney } from '../store/budget/account.js';
import type { SeatInput } from '../store/budget/seats.js';
import { findSeat, takeSeat } from '../store/budget/seats.js';
import type { SpendingLimits, SpendingWindows } from '../store/budget/windows.js';
import { freshWindows, leftNanoUsd, windowNames } from '../store/budget/windows.js';
import type { Op, Store } from '../store/store.js';
import { andThen } from '../store/store.js';

/** Limits in whole nano-dollars, by window; null: none. */
export interface BudgetRules {
  readonly overall: SpendingLimits | null;
  readonly perTenant: SpendingLimits | null;
  /** In the place of `perTenant`; null: without a limit. */
  readonly tenants: ReadonlyMap<string, SpendingLimits | null>;
  readonly usualOutputTokens: number | null;
  readonly leaseMs: number;
  /** Tenants that have an account of their own in a window. */
  readonly seats: number;
  /** Instances of one name have their budgets in common, as far as their store reaches. */
  readonly name: string;
}

/** Where a budget is kept in the store, and what it allows. */
export interface Account {
  readonly whose: 'tenant' | 'overall';
  readonly key: string;
  readonly limits: SpendingLimits;
}

/** What was spent of an account, seen from now. */
export interface Balance {
  readonly limits: SpendingLimits;
  readonly windows: SpendingWindows;
  readonly leftNanoUsd: number;
}

export interface BudgetAccounts {
  appliesTo(tenant: string): boolean;
  /** The accounts that a tenant's calls fall under, the tenant's own first. */
  of(tenant: string): readonly Account[] | Promise<readonly Account[]>;
  /** The same, only looked at; null: the store does not say at once, or fails. */
  look(tenant: string): readonly Balance[] | null;
}

export function createBudgetAccounts(store: Store, wallMs: () => number, rules: BudgetRules): BudgetAccounts {
  const prefix = `budget:${rules.name}:`;
  const overall: readonly Account[] =
    rules.overall === null ? [] : [{ whose: 'overall', key: `${prefix}overall`, limits: rules.overall }];
  /** A store that answers later is not asked for a look: a plan is made at once. */
  let answersLater = false;

  const limitsOf = (tenant: string) => {
    const own = rules.tenants.get(tenant);
    return own === undefined ? rules.perTenant : own;
  };
  const named = (tenant: string, limits: SpendingLimits): Account => ({
    whose: 'tenant',
    key: `${prefix}tenant:${tenant}`,
    limits,
  });
  const seated = (seat: number | null, limits: SpendingLimits): Account => ({
    whose: 'tenant',
    key: `${prefix}${seat === null ? 'other' : `seat:${seat}`}`,
    limits,
  });
  const seatInput = (tenant: string, limits: SpendingLimits): SeatInput => ({
    tenant,
    capacity: rules.seats,
    longest: windowNames[limits.findLastIndex(limit => limit !== null)] ?? 'minute',
    wallMs: wallMs(),
  });

  /** @throws where there is no answer now */
  function lookUp<State, Input, Output>(op: Op<State, Input, Output>, key: string, input: Input): Output {
    const answer = store.run(op, key, input);
    if (!(answer instanceof Promise)) return answer;
    answersLater = true;
    answer.catch(() => {});
    throw new Error('The store answers later.');
  }

  function balancesOf(tenant: string): readonly Balance[] {
    const limits = limitsOf(tenant);
    const balance = (most: SpendingLimits, windows: SpendingWindows): Balance => ({
      limits: most,
      windows,
      leftNanoUsd: leftNanoUsd(windows, most),
    });
    const read = (account: Account): Balance =>
      balance(account.limits, lookUp(readMoney, account.key, { wallMs: wallMs() }));
    const others = overall.map(read);
    if (limits === null) return others;
    if (rules.tenants.has(tenant)) return [read(named(tenant, limits)), ...others];
    const seat = lookUp(findSeat, `${prefix}seats`, seatInput(tenant, limits));
    const own = seat === 'new' ? balance(limits, freshWindows(wallMs())) : read(seated(seat, limits));
    return [own, ...others];
  }

  return {
    appliesTo: tenant => overall.length > 0 || limitsOf(tenant) !== null,
    of(tenant) {
      const limits = limitsOf(tenant);
      if (limits === null) return overall;
      if (rules.tenants.has(tenant)) return [named(tenant, limits), ...overall];
      return andThen(store.run(takeSeat, `${prefix}seats`, seatInput(tenant, limits)), seat => [
        seated(seat, limits),
        ...overall,
      ]);
    },
    look(tenant) {
      if (answersLater) return null;
      try {
        return balancesOf(tenant);
      } catch {
        // Whoever reserves will meet the failure, and say so.
        return null;
      }
    },
  };
}
