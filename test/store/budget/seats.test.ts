import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeatsState } from '../../../src/store/budget/seats.js';
import { findSeat, takeSeat } from '../../../src/store/budget/seats.js';
import { windowStart } from '../../../src/store/budget/windows.js';

const startMs = Date.parse('2027-06-30T23:58:30Z');

function seats(capacity: number) {
  let state: SeatsState | undefined;
  const input = (tenant: string, wallMs: number) => ({ tenant, capacity, longest: 'hour' as const, wallMs });
  return {
    take(tenant: string, wallMs = startMs) {
      const result = takeSeat.step(state, input(tenant, wallMs), 0);
      state = result.state;
      return result.output;
    },
    find: (tenant: string, wallMs = startMs) => findSeat.step(state, input(tenant, wallMs), 0).output,
    get size() {
      return Object.keys(state?.seats ?? {}).length;
    },
  };
}
const hourMs = 3_600_000;

describe('seats', () => {
  it('are taken in turn and kept; who finds none goes to the other account', () => {
    const two = seats(2);
    expect(['a', 'b', 'a', 'c', 'b', 'd'].map(tenant => two.take(tenant))).toEqual([0, 1, 0, null, 1, null]);
  });

  it('are given to others when the windows of their tenants have ended', () => {
    const two = seats(2);
    two.take('a');
    two.take('b');
    two.take('b', startMs + hourMs);
    expect(two.take('c', startMs + hourMs)).toBe(0);
    expect(two.take('a', startMs + hourMs)).toBeNull();
    expect(two.size).toBe(2);
  });

  it('stay empty while the other account was spent from: the tenant may be one who did', () => {
    let state: SeatsState | undefined;
    const take = (tenant: string, longest: 'minute' | 'hour', wallMs: number) => {
      const result = takeSeat.step(state, { tenant, capacity: 1, longest, wallMs }, 0);
      state = result.state;
      return result.output;
    };
    const at = startMs - 1_800_000;
    expect(take('a', 'minute', at)).toBe(0);
    // The options were changed: from now on there is a limit per hour.
    expect(take('b', 'hour', at)).toBeNull();
    expect(take('b', 'hour', at + 60_000)).toBeNull();
    expect(take('b', 'hour', at + hourMs)).toBe(0);
  });

  it('are found without being taken', () => {
    const one = seats(1);
    expect(one.find('a')).toBe('new');
    expect(one.size).toBe(0);
    one.take('a');
    expect([one.find('a'), one.find('b')]).toEqual([0, null]);
  });

  it.each(['__proto__', 'constructor', 'toString', ''])('a tenant named "%s" is one like any other', name => {
    const two = seats(2);
    expect([two.find(name), two.take(name), two.take('x'), two.take(name)]).toEqual(['new', 0, 1, 0]);
  });

  it('are not lost to a clock that was wrong for a while', () => {
    const one = seats(1);
    one.take('a', startMs + 1_000 * hourMs);
    one.take('b', startMs + 1_000 * hourMs);
    expect(one.take('c', startMs)).toBe(0);
  });

  it('never split what a tenant spends in one window, and are never more than there are', () => {
    const visits = fc.array(
      fc.tuple(fc.nat(8), fc.constantFrom(0, 0, 1_000, 1_800_000, hourMs, 5 * hourMs)),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), visits, (capacity, script) => {
        const some = seats(capacity);
        const accounts = new Map<string, number | null>();
        const owners = new Map<string, number>();
        let wallMs = startMs;
        for (const [tenant, passedMs] of script) {
          wallMs += passedMs;
          const found = some.find(`${tenant}`, wallMs);
          const seat = some.take(`${tenant}`, wallMs);
          if (found !== 'new') expect(seat).toBe(found);
          const window = windowStart('hour', wallMs);
          const spent = `${tenant} ${window}`;
          if (accounts.has(spent)) expect(seat).toBe(accounts.get(spent));
          accounts.set(spent, seat);
          if (seat === null) continue;
          const owned = `${seat} ${window}`;
          expect(owners.get(owned) ?? tenant).toBe(tenant);
          owners.set(owned, tenant);
          expect(seat).toBeLessThan(capacity);
          expect(some.size).toBeLessThanOrEqual(capacity);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
