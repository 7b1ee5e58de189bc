import { z } from 'zod/v4';
import { InvalidOptionsError } from '../core/errors.js';
import { parseOptions } from '../core/parse-options.js';
import type { LedgerRecord } from './ledger-record.js';
import { ledgerVersion } from './ledger-record.js';

/** What a line of a ledger holds. `problem` never quotes the line. */
export type LedgerLine =
  | { readonly kind: 'record'; readonly record: LedgerRecord }
  | { readonly kind: 'bad'; readonly problem: string };

/** What some editors begin a file with. */
const byteOrderMark = '\ufeff';

/** Reads a record of `createRouted({ ledger })`. Whoever wrote it, its figures can be added up. */
export function readLedgerLine(line: string): LedgerLine {
  let value: unknown;
  try {
    value = JSON.parse(line.startsWith(byteOrderMark) ? line.slice(1) : line);
  } catch {
    return bad('is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('is no JSON object');
  const { kind, version } = value as Readonly<Record<string, unknown>>;
  if (kind !== 'ledger')
    return bad(
      kind === undefined && version !== undefined && 'traits' in value
        ? 'is a call of `record`, for calibrate and replay; a report reads the records of `ledger`'
        : 'holds no record of a ledger',
    );
  if (version !== ledgerVersion)
    return bad(`is a record of a version that is not known here (${ledgerVersion} is)`);
  try {
    return { kind: 'record', record: parseOptions(ledgerRecord, value) as LedgerRecord };
  } catch (error) {
    if (!InvalidOptionsError.isInstance(error)) throw error;
    return bad(error.message.replace(/^Invalid option /, '').replace(/\.$/, ''));
  }
}

const bad = (problem: string): LedgerLine => ({ kind: 'bad', problem });

/** A hundred thousand USD: what is more for one call is a mistake, and would make sums inexact. */
const mostNanoUsd = 1e14;
/** The last day that a calendar has. */
const lastMs = 8.64e15;

const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const nanoUsd = z.int().min(0).max(mostNanoUsd);
const difference = z.int().min(-mostNanoUsd).max(mostNanoUsd);
const usd = orNull(z.number());
const ms = z.number().min(0);
const tokens = orNull(z.int().min(0).max(mostNanoUsd));
const name = orNull(z.string());
const tier = orNull(z.enum(['simple', 'medium', 'complex']));
const outcomes = ['ok', 'failed', 'cancelled'] as const;

const usage = z.looseObject({
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWriteTokens: tokens,
  reasoningTokens: tokens,
});

const attempt = z.looseObject({
  target: z.string(),
  outcome: z.enum([...outcomes, 'skipped']),
  startedMs: ms,
  latencyMs: ms,
  costNanoUsd: orNull(nanoUsd),
  role: z.enum(['judge', 'outrun']).optional(),
});

/** What a report and a dashboard read; more may stand in a line. */
const ledgerRecord = z.looseObject({
  kind: z.literal('ledger'),
  version: z.literal(ledgerVersion),
  callId: z.string(),
  at: z.number().min(0).max(lastMs),
  requested: z.string(),
  target: name,
  model: name,
  provider: name,
  tier,
  ruledTier: tier,
  score: orNull(z.number()),
  confidence: orNull(z.number()),
  task: name,
  reasons: z.array(z.string()),
  attempts: z.array(attempt),
  queuedMs: ms,
  firstContentMs: orNull(ms),
  latencyMs: ms,
  usage,
  uncutUsage: usage.optional(),
  costNanoUsd: orNull(nanoUsd),
  costUsd: usd,
  baselineNanoUsd: orNull(nanoUsd),
  baselineCostUsd: usd,
  savedNanoUsd: orNull(difference),
  savedUsd: usd,
  judgeCostNanoUsd: nanoUsd,
  outrunCostNanoUsd: nanoUsd,
  estimated: z.boolean(),
  outcome: z.enum(outcomes),
  errorName: name,
  mode: z.enum(['generate', 'stream']),
  instance: name,
  tenant: z.string(),
  session: name,
  tags: z.record(z.string(), z.string()),
  priority: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  baseline: name,
  reportedCostNanoUsd: orNull(nanoUsd),
  reportedDifferenceNanoUsd: orNull(difference),
  dropped: z.int().min(0),
});
