/** Money set aside for one attempt. */
export interface Lease {
  readonly reservedNanoUsd: number;
  /** By the store's clock. After it the reservation counts as spent. */
  readonly expiresAtMs: number;
  /** The numbers of the windows that it was set aside in. */
  readonly windows: readonly number[];
}

/**
 * Open leases by number, which count up from 1. Kept in pages, so that a change copies one page and the list of pages
 * rather than all leases: its cost does not grow with the attempts in flight. A closed lease is null.
 */
export interface Leases {
  /** The number of the first lease of the first page. */
  readonly first: number;
  readonly pages: readonly Page[];
}
type Page = readonly (Lease | null)[];

const pageSize = 64;
const allClosed: Page = new Array(pageSize).fill(null);

export const noLeases: Leases = { first: 1, pages: [[]] };

/** Adds a lease under the next number. */
export function openLease({ first, pages }: Leases, lease: Lease): { leases: Leases; number: number } {
  const last = pages.at(-1) as Page;
  const number = first + (pages.length - 1) * pageSize + last.length;
  const filled = [...last, lease];
  const kept = [...pages.slice(0, -1), filled];
  if (filled.length === pageSize) kept.push([]);
  return { leases: { first, pages: kept }, number };
}

/** The open lease of a number; null where there is none. */
export function leaseOf({ first, pages }: Leases, number: number): Lease | null {
  const place = number - first;
  return pages[Math.floor(place / pageSize)]?.[place % pageSize] ?? null;
}

export function closeLease({ first, pages }: Leases, number: number): Leases {
  const place = number - first;
  const index = Math.floor(place / pageSize);
  const page = (pages[index] as Page).with(place % pageSize, null);
  const isClosed = page.length === pageSize && page.every(lease => lease === null);
  const kept = pages.with(index, isClosed ? allClosed : page);
  const open = kept.findIndex((one, at) => at === kept.length - 1 || one.some(lease => lease !== null));
  return { first: first + open * pageSize, pages: open === 0 ? kept : kept.slice(open) };
}

/** The number of the lease that was opened before all other open ones; null without any. */
export function oldestLease({ first, pages }: Leases): number | null {
  // Closed pages at the front are gone; only the first one can hold it.
  const place = (pages[0] as Page).findIndex(lease => lease !== null);
  return place < 0 ? null : first + place;
}
