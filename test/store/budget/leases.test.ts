import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Lease } from '../../../src/store/budget/leases.js';
import { closeLease, leaseOf, noLeases, oldestLease, openLease } from '../../../src/store/budget/leases.js';

const lease = (reservedNanoUsd: number): Lease => ({ reservedNanoUsd, expiresAtMs: 0, windows: [] });

it('keeps open leases as a map would, in however many pages, whatever is closed in which order', () => {
  const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, fc.nat()), { maxLength: 600 });
  fc.assert(
    fc.property(steps, script => {
      const model = new Map<number, Lease>();
      let leases = noLeases;
      let opened = 0;
      for (const step of script) {
        const open = [...model.keys()];
        if (step < 0 || open.length === 0) {
          const made = openLease(leases, lease(opened++));
          leases = made.leases;
          expect(model.has(made.number)).toBe(false);
          model.set(made.number, lease(opened - 1));
        } else {
          const number = open[step % open.length] as number;
          leases = closeLease(leases, number);
          model.delete(number);
          expect(leaseOf(leases, number)).toBeNull();
        }
        expect(oldestLease(leases)).toBe([...model.keys()][0] ?? null);
      }
      for (let number = 0; number <= opened + 1; number++)
        expect(leaseOf(leases, number)).toEqual(model.get(number) ?? null);
    }),
    { numRuns: 300 },
  );
});

it('lets go of closed pages', () => {
  let leases = noLeases;
  for (let number = 1; number <= 1_000; number++) leases = openLease(leases, lease(number)).leases;
  for (let number = 1; number <= 999; number++) leases = closeLease(leases, number);
  expect(leases.pages.length).toBe(1);
  expect(oldestLease(leases)).toBe(1_000);
});
