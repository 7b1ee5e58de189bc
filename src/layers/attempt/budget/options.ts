import { z } from 'zod/v4';

/** Nano-dollars stay below 10^14, where every store counts them exactly. */
const usd = z.number().min(0).lt(100_000);

const spending = z.strictObject({
  perMinuteUsd: usd.optional().describe('From one full minute to the next.'),
  perHourUsd: usd.optional().describe('From one full hour UTC to the next.'),
  perDayUsd: usd.optional().describe('From midnight to midnight UTC.'),
  perMonthUsd: usd.optional().describe('In a calendar month, UTC.'),
});

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A map, and no record on the way: zod leaves the key `__proto__` out of one, and a tenant may be called that. */
const spendingByTenant = z
  .custom<Readonly<Record<string, z.input<typeof spending>>>>(isRecord, {
    error: 'must be limits by the name of a tenant',
  })
  .transform(record => new Map(Object.entries(record)))
  .pipe(z.map(z.string().min(1).max(256), spending));

export const budgetOptions = z.strictObject({
  overall: spending.optional().describe('What all calls together may cost.'),
  perTenant: spending
    .optional()
    .describe(
      'What the calls of one tenant may cost; those that name none are one more. 1,000 tenants in a window have an account of their own, all others share one.',
    ),
  tenants: spendingByTenant.optional().describe('For single tenants, by name, in the place of `perTenant`.'),
  defaultMaxOutputTokens: z
    .int()
    .positive()
    .optional()
    .describe(
      'The `maxOutputTokens` of a call that gives none: what so long an answer costs is set aside. Absent: as long as the target writes, or 4,096.',
    ),
  leaseMs: z
    .int()
    .positive()
    .default(900_000)
    .describe(
      'What an attempt has set aside counts as spent when the attempt has not settled by then. Longer than any attempt takes.',
    ),
});
export type BudgetOptions = z.output<typeof budgetOptions>;
export type SpendingOptions = z.output<typeof spending>;
