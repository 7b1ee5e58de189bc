import type { World } from '../core/world.js';
import type { Funds } from '../route/plan-request.js';
import { reserveMoney, settleMoney } from '../store/budget/account.js';
import { fitsAfterMs } from '../store/budget/windows.js';
import type { Store } from '../store/store.js';
import { andThen } from '../store/store.js';
import type { Account, BudgetRules } from './budget-accounts.js';
import { createBudgetAccounts } from './budget-accounts.js';

/** Money that was set aside in every account that an attempt falls under. */
export interface Grant {
  readonly grantedNanoUsd: number;
  readonly holds: readonly Hold[];
}
interface Hold {
  readonly key: string;
  readonly lease: number;
}

/** Why nothing was set aside. `whose`: the account that has too little left; null: the store failed. */
export interface Denial {
  readonly whose: Account['whose'] | null;
  /** Null: not known, or never. */
  readonly retryAfterMs: number | null;
}

type Decision = Grant | Denial;
type Later<Value> = Value | Promise<Value>;

/** What may be spent, and what was. The store holds it; nothing of it is kept here. */
export interface BudgetBook {
  /** `maxOutputTokens` of a call that gives none; null: the target's. */
  readonly usualOutputTokens: number | null;
  /** Whether a tenant's calls fall under any budget. */
  appliesTo(tenant: string): boolean;
  /** For looking, without setting anything aside; null: no budget applies. */
  fundsOf(tenant: string): Funds | null;
  /** Sets aside what is left between the two amounts, in all accounts or in none. Never rejects. */
  reserve(
    tenant: string,
    amounts: { readonly leastNanoUsd: number; readonly mostNanoUsd: number },
  ): Later<Decision>;
  /** Charges the real cost in the place of the grant; a second time does nothing. `onLost`: the store failed. */
  settle(grant: Grant, costNanoUsd: number, onLost?: () => void): void;
}

const nothing = (): void => {};

/**
 * Keeps budgets. A tenant's account is asked before the overall one, each in one step of the store; where the second
 * has too little, the first is given its money back. What is set aside meanwhile can only refuse others.
 */
export function createBudgetBook(store: Store, world: Pick<World, 'wallMs'>, rules: BudgetRules): BudgetBook {
  const wallMs = () => Math.floor(world.wallMs());
  const accounts = createBudgetAccounts(store, wallMs, rules);
  const { leaseMs, usualOutputTokens } = rules;

  function reserveIn(
    [account, ...others]: readonly Account[],
    leastNanoUsd: number,
    mostNanoUsd: number,
    holds: readonly Hold[],
  ): Later<Decision> {
    if (account === undefined) return { grantedNanoUsd: mostNanoUsd, holds };
    const { key, limits, whose } = account;
    const input = { limits, leastNanoUsd, mostNanoUsd, leaseMs, wallMs: wallMs() };
    return orDeny(holds, () =>
      andThen(store.run(reserveMoney, key, input), (answer): Later<Decision> => {
        if (answer.lease !== null)
          return reserveIn(others, leastNanoUsd, answer.grantedNanoUsd, [
            ...holds,
            { key, lease: answer.lease },
          ]);
        settle(holds, 0, nothing);
        return { whose, retryAfterMs: answer.retryAfterMs };
      }),
    );
  }

  /** A budget that cannot be asked pays for nothing. */
  function orDeny(holds: readonly Hold[], ask: () => Later<Decision>): Later<Decision> {
    const deny = (): Denial => {
      settle(holds, 0, nothing);
      return { whose: null, retryAfterMs: null };
    };
    try {
      const answer = ask();
      return answer instanceof Promise ? answer.catch(deny) : answer;
    } catch {
      return deny();
    }
  }

  function settle(holds: readonly Hold[], costNanoUsd: number, onLost: () => void): void {
    for (const { key, lease } of holds)
      try {
        const answer = store.run(settleMoney, key, { lease, costNanoUsd, wallMs: wallMs() });
        if (answer instanceof Promise) answer.catch(onLost);
      } catch {
        onLost();
      }
  }

  return {
    usualOutputTokens,
    appliesTo: accounts.appliesTo,
    fundsOf(tenant) {
      if (!accounts.appliesTo(tenant)) return null;
      const balances = accounts.look(tenant) ?? [];
      return {
        usualOutputTokens,
        leftNanoUsd: Math.min(...balances.map(balance => balance.leftNanoUsd)),
        fitsAfterMs(nanoUsd) {
          const waits = balances.map(({ windows, limits }) =>
            fitsAfterMs(windows, limits, nanoUsd, wallMs()),
          );
          return waits.includes(null) ? null : Math.max(0, ...(waits as number[]));
        },
      };
    },
    reserve: (tenant, { leastNanoUsd, mostNanoUsd }) =>
      orDeny([], () =>
        andThen(accounts.of(tenant), found => reserveIn(found, leastNanoUsd, mostNanoUsd, [])),
      ),
    settle: ({ holds }, costNanoUsd, onLost = nothing) => settle(holds, costNanoUsd, onLost),
  };
}
