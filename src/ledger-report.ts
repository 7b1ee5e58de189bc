import { z } from 'zod/v4';
import { InvalidOptionsError } from './core/errors.js';
import { parseOptions } from './core/parse-options.js';
import type { Price } from './core/target.js';
import type { LedgerRecord } from './ledger/ledger-record.js';
import type { LedgerDimension, LedgerSummary } from './ledger/summary/ledger-summary.js';
import { ledgerDimensions } from './ledger/summary/ledger-summary.js';
import type { LedgerSummarizer } from './ledger/summary/summarize-ledger.js';
import { createLedgerSummarizer } from './ledger/summary/summarize-ledger.js';
import { catalogueEntry } from './presets/catalogue.js';
import { nearestNames } from './presets/nearest-names.js';
import { catalogueRows } from './price/catalogue.generated.js';
import { holysheepPrices } from './price/holysheep.js';

/** What a report of a ledger is of. */
export interface LedgerReportOptions {
  /** What to break it down by; `tier`, `target`, `tenant` and `day` (in UTC) by default. */
  readonly by?: readonly LedgerDimension[] | undefined;
  /**
   * A model of the catalogue, as `gpt-4.1` or `openai/gpt-4.1`: what the answered calls' tokens would have cost there, its
   * cache prices included, at the prices of when each call began. Absent: the baseline that the records name.
   */
  readonly baseline?: string | undefined;
  /** The first moment that is in, in ms since 1970. */
  readonly sinceMs?: number | undefined;
  /** The first moment that is no longer in. */
  readonly untilMs?: number | undefined;
}

/**
 * What the calls of a ledger cost, and where: whole nano-dollars, so that every breakdown adds up to the totals exactly.
 * @throws InvalidOptionsError for options that are wrong, as a baseline that is not in the catalogue
 */
export function ledgerReport(
  records: Iterable<LedgerRecord>,
  options: LedgerReportOptions = {},
): LedgerSummary {
  const report = createLedgerReport(options);
  for (const record of records) report.add(record);
  return report.read();
}

/**
 * The same for records that come one by one, in memory that does not grow with their number.
 * @throws InvalidOptionsError as `ledgerReport` does
 */
export function createLedgerReport(options: LedgerReportOptions = {}): LedgerSummarizer {
  const { by, baseline, sinceMs, untilMs } = parseOptions(reportOptions, options);
  return createLedgerSummarizer({
    by: by as readonly LedgerDimension[],
    baseline: baseline === undefined ? null : baselineOf(baseline),
    sinceMs: sinceMs ?? Number.NEGATIVE_INFINITY,
    untilMs: untilMs ?? Number.POSITIVE_INFINITY,
  });
}

const dimensionNames = [...ledgerDimensions, 'tag:<name>'];
const isDimension = (name: string): boolean =>
  (ledgerDimensions as readonly string[]).includes(name) || /^tag:./.test(name);

const reportOptions = z.strictObject({
  by: z
    .array(z.string().refine(isDimension, { error: 'is no dimension', params: { allowed: dimensionNames } }))
    .default(['tier', 'target', 'tenant', 'day'])
    .describe('What to break the report down by; `tag:<name>` by the values of a tag.'),
  baseline: z.string().min(1).optional().describe('A model of the catalogue to count savings against.'),
  sinceMs: z.number().optional().describe('The first moment that is in, in ms since 1970.'),
  untilMs: z.number().optional().describe('The first moment that is no longer in.'),
});

/** The prices by vendor; a model without one is looked for in this order, that of the built-in targets first. */
const pricesByVendor = { holysheep: holysheepPrices, ...catalogueRows };
const vendors = Object.keys(pricesByVendor);

function baselineOf(written: string): { readonly name: string; readonly price: Price } {
  const [vendor = '', ...rest] = written.split('/');
  const places = rest.length === 0 ? vendors.map(one => [one, written]) : [[vendor, rest.join('/')]];
  for (const [place, modelId] of places as [string, string][]) {
    const entry = catalogueEntry(place, modelId);
    if (entry !== null) return { name: `${place}/${modelId}`, price: entry.price };
  }
  throw new InvalidOptionsError({
    path: 'baseline',
    problem: `there is no "${written}" in the catalogue of prices${near(written)}`,
  });
}

function near(written: string): string {
  const names = Object.entries(pricesByVendor).flatMap(([vendor, models]) =>
    Object.keys(models).map(id => `${vendor}/${id}`),
  );
  const isWhole = written.includes('/');
  const found = nearestNames(written, isWhole ? names : names.map(name => name.slice(name.indexOf('/') + 1)));
  return found.length === 0 ? '' : ` (near: ${[...new Set(found)].join(', ')})`;
}
