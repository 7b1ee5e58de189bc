import type { Op } from '../store.js';
import type { Lease, Leases } from './leases.js';
import { closeLease, leaseOf, noLeases, oldestLease, openLease } from './leases.js';
import type { SpendingLimits, SpendingWindows } from './windows.js';
import { fitsAfterMs, freshWindows, leftNanoUsd, turnWindows } from './windows.js';

/**
 * What is known of one budget. All four windows are counted, also those without a limit, so that a limit that is
 * added later finds what was spent. For each: settled + reserved is at most the limit, whatever happens in which order.
 */
export interface AccountState {
  readonly windows: SpendingWindows;
  readonly leases: Leases;
}

export interface ReserveInput {
  readonly limits: SpendingLimits;
  /** Refused where less than this is left. */
  readonly leastNanoUsd: number;
  /** Granted where so much is left; else what is left. */
  readonly mostNanoUsd: number;
  readonly leaseMs: number;
  readonly wallMs: number;
}

export type ReserveAnswer =
  | { readonly lease: number; readonly grantedNanoUsd: number }
  /** `retryAfterMs`: until the windows end that have too little left; null: not even an untouched one has enough. */
  | { readonly lease: null; readonly retryAfterMs: number | null };

/** Sets money aside, as much as is left between `leastNanoUsd` and `mostNanoUsd`, or nothing. */
export const reserveMoney: Op<AccountState, ReserveInput, ReserveAnswer> = {
  name: 'reserve-money',
  step(before, { limits, leastNanoUsd, mostNanoUsd, leaseMs, wallMs }, nowMs) {
    const state = current(before, wallMs, nowMs);
    const left = leftNanoUsd(state.windows, limits);
    if (left < leastNanoUsd) {
      const retryAfterMs = fitsAfterMs(state.windows, limits, leastNanoUsd, wallMs);
      return { state, output: { lease: null, retryAfterMs } };
    }
    const grantedNanoUsd = Math.min(mostNanoUsd, left);
    const { leases, number } = openLease(state.leases, {
      reservedNanoUsd: grantedNanoUsd,
      expiresAtMs: nowMs + leaseMs,
      windows: state.windows.map(window => window.number),
    });
    const windows = state.windows.map(window => ({
      ...window,
      reservedNanoUsd: window.reservedNanoUsd + grantedNanoUsd,
    }));
    return { state: { windows, leases }, output: { lease: number, grantedNanoUsd } };
  },
};

export interface SettleInput {
  readonly lease: number;
  /** What it really cost; more than was reserved is charged as the reservation, as is what is no amount. */
  readonly costNanoUsd: number;
  readonly wallMs: number;
}

/** What was charged; null: the lease was settled before, or has run out and was charged in full. */
export type SettleAnswer = number | null;

/** Puts the real cost in the place of a reservation, in the windows that it was made in. A second time it does nothing. */
export const settleMoney: Op<AccountState, SettleInput, SettleAnswer> = {
  name: 'settle-money',
  step(before, { lease: number, costNanoUsd, wallMs }, nowMs) {
    const state = current(before, wallMs, nowMs);
    const lease = leaseOf(state.leases, number);
    if (lease === null) return { state, output: null };
    // Its turn in the line of expiry may not have come where leases are of different lengths.
    if (lease.expiresAtMs <= nowMs)
      return { state: charge(state, number, lease, lease.reservedNanoUsd), output: null };
    const isAmount = Number.isSafeInteger(costNanoUsd) && costNanoUsd >= 0;
    const charged = isAmount ? Math.min(costNanoUsd, lease.reservedNanoUsd) : lease.reservedNanoUsd;
    return { state: charge(state, number, lease, charged), output: charged };
  },
};

/** The windows as they are now. Changes nothing. */
export const readMoney: Op<AccountState | undefined, { readonly wallMs: number }, SpendingWindows> = {
  name: 'read-money',
  step: (before, { wallMs }) => ({
    state: before,
    output: before === undefined ? freshWindows(wallMs) : turnWindows(before.windows, wallMs),
  }),
};

/** Turns the windows, and charges the leases that have run out. */
function current(before: AccountState | undefined, wallMs: number, nowMs: number): AccountState {
  if (before === undefined) return { windows: freshWindows(wallMs), leases: noLeases };
  const windows = turnWindows(before.windows, wallMs);
  let state = windows === before.windows ? before : { windows, leases: before.leases };
  for (;;) {
    const number = oldestLease(state.leases);
    const lease = number === null ? null : leaseOf(state.leases, number);
    if (number === null || lease === null || lease.expiresAtMs > nowMs) return state;
    state = charge(state, number, lease, lease.reservedNanoUsd);
  }
}

/** A window that has begun since knows nothing of the lease: it was paid for by the one before. */
function charge(state: AccountState, number: number, lease: Lease, nanoUsd: number): AccountState {
  const windows = state.windows.map((window, index) =>
    window.number === lease.windows[index]
      ? {
          ...window,
          settledNanoUsd: window.settledNanoUsd + nanoUsd,
          reservedNanoUsd: window.reservedNanoUsd - lease.reservedNanoUsd,
        }
      : window,
  );
  return { windows, leases: closeLease(state.leases, number) };
}
