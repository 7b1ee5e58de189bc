import type { Op } from '../store.js';
import { type WindowName, windowEnd, windowStart } from './windows.js';

/**
 * Which tenant has which account. There are only so many accounts, and one more, `other`, for all who find none.
 * A tenant must not be forgotten while a window runs that it has spent in: so a seat is given away only when its
 * tenant's windows have ended, and while `other` has been spent from, whoever has no seat stays with `other`
 * (it may be one of those who spent from it). So all that a tenant spends in a window is in one account.
 */
export interface SeatsState {
  /** By `tenant:` and the name, so that no name is one that objects have already. */
  readonly seats: Readonly<Record<string, Seat>>;
  readonly taken: number;
  /** Wall clock; while now is before this, `other` may have been spent from. */
  readonly otherUntilMs: number;
}

interface Seat {
  readonly number: number;
  /** Wall clock; the end of the last window in which the tenant was here. */
  readonly untilMs: number;
}

export interface SeatInput {
  readonly tenant: string;
  readonly capacity: number;
  /** The longest window that a tenant has a limit for. */
  readonly longest: WindowName;
  readonly wallMs: number;
}

/** Null: `other`. */
export type SeatAnswer = number | null;

const unseated: SeatsState = { seats: {}, taken: 0, otherUntilMs: 0 };

/** The seat of a tenant until its longest window ends; a new one where one is free. */
export const takeSeat: Op<SeatsState, SeatInput, SeatAnswer> = {
  name: 'take-seat',
  step(before = unseated, { tenant, capacity, longest, wallMs }) {
    const startsAtMs = windowStart(longest, wallMs);
    const untilMs = windowEnd(longest, startsAtMs);
    const key = keyOf(tenant);
    const seat = before.seats[key];
    if (seat !== undefined) {
      if (seat.untilMs >= untilMs) return { state: before, output: seat.number };
      return { state: seated(before, key, { number: seat.number, untilMs }), output: seat.number };
    }
    const runs = isRunning(wallMs, untilMs + 2 * (untilMs - startsAtMs));
    if (runs(before.otherUntilMs)) return { state: toOther(before, untilMs), output: null };
    if (before.taken < capacity) {
      const state = seated(before, key, { number: before.taken, untilMs });
      return { state: { ...state, taken: before.taken + 1 }, output: before.taken };
    }
    const freeKey = Object.keys(before.seats).find(one => !runs(before.seats[one]?.untilMs ?? 0));
    if (freeKey === undefined) return { state: toOther(before, untilMs), output: null };
    const { [freeKey]: free, ...kept } = before.seats;
    const number = (free as Seat).number;
    return { state: seated({ ...before, seats: kept }, key, { number, untilMs }), output: number };
  },
};

/** The seat that a tenant has, or would get: for looking, without taking one. `new`: one that was not spent from. */
export const findSeat: Op<SeatsState | undefined, SeatInput, SeatAnswer | 'new'> = {
  name: 'find-seat',
  step(before, input, nowMs) {
    const known = before?.seats[keyOf(input.tenant)];
    if (known !== undefined) return { state: before, output: known.number };
    return { state: before, output: takeSeat.step(before, input, nowMs).output === null ? null : 'new' };
  },
};

const keyOf = (tenant: string) => `tenant:${tenant}`;

/** An end that lies further ahead than windows can reach was written while the clock was wrong: it is over. */
const isRunning = (wallMs: number, latestMs: number) => (untilMs: number) =>
  untilMs > wallMs && untilMs <= latestMs;

const seated = (state: SeatsState, key: string, seat: Seat): SeatsState => ({
  ...state,
  seats: { ...state.seats, [key]: seat },
});

const toOther = (state: SeatsState, untilMs: number): SeatsState =>
  state.otherUntilMs >= untilMs ? state : { ...state, otherUntilMs: untilMs };
