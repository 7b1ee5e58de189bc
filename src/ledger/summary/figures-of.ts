import type { AttemptRecord } from '../../core/call.js';
import type { Usage } from '../../core/outcome.js';
import type { Price } from '../../core/target.js';
import { baselineCostNanoUsd } from '../../price/baseline-cost.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { CostParts, LedgerFigures } from './ledger-summary.js';

type Derived = 'savedNanoUsd' | 'savedRatio' | 'costUsd' | 'baselineCostUsd' | 'savedUsd';
/** What is added up. */
export type Sums = Omit<LedgerFigures, Derived>;

/** What one call adds to every sum that it is in: the same everywhere, so that breakdowns agree. */
export function figuresOf(record: LedgerRecord, baseline: Price | null): Sums {
  const { outcome, usage, costNanoUsd, reportedCostNanoUsd, attempts, estimated } = record;
  const isPriced = costNanoUsd !== null;
  const baselineNanoUsd = baseline === null ? record.baselineNanoUsd : atBaseline(record, baseline);
  const isCompared = isPriced && baselineNanoUsd !== null;
  return {
    calls: 1,
    succeeded: outcome === 'ok' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    cancelled: outcome === 'cancelled' ? 1 : 0,
    unpricedCalls: isPriced ? 0 : 1,
    unpricedKnownNanoUsd: isPriced ? 0 : attempts.reduce((sum, one) => sum + (one.costNanoUsd ?? 0), 0),
    estimatedCalls: estimated ? 1 : 0,
    ...sendings(attempts),
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
    cacheReadTokens: usage.cacheReadTokens ?? 0,
    cacheWriteTokens: usage.cacheWriteTokens ?? 0,
    reasoningTokens: usage.reasoningTokens ?? 0,
    costNanoUsd: costNanoUsd ?? 0,
    ...(isPriced ? partsOf(costNanoUsd, attempts) : noParts),
    comparedCalls: isCompared ? 1 : 0,
    comparedNanoUsd: isCompared ? costNanoUsd : 0,
    baselineNanoUsd: isCompared ? baselineNanoUsd : 0,
    reportedCalls: reportedCostNanoUsd === null ? 0 : 1,
    reportedCostNanoUsd: reportedCostNanoUsd ?? 0,
    reportedDifferenceNanoUsd: record.reportedDifferenceNanoUsd ?? 0,
  };
}

/** At the prices of when the call began; null where nothing was answered. */
function atBaseline({ usage, uncutUsage, at, latencyMs }: LedgerRecord, price: Price): number | null {
  const tokens = uncutUsage ?? usage;
  return isKnown(tokens) ? baselineCostNanoUsd(tokens, price, at - latencyMs) : null;
}

const isKnown = ({ inputTokens, outputTokens }: Usage) => inputTokens !== null || outputTokens !== null;

export const wasSent = ({ outcome }: AttemptRecord): boolean => outcome !== 'skipped';

function sendings(
  attempts: readonly AttemptRecord[],
): Pick<Sums, 'attempts' | 'retries' | 'failovers' | 'refusals'> {
  const sums = { attempts: 0, retries: 0, failovers: 0, refusals: 0 };
  let before: AttemptRecord | null = null;
  for (const attempt of attempts) {
    if (!wasSent(attempt)) sums.refusals++;
    else sums.attempts++;
    // A judge answers nothing, and a hedge is no step of its own.
    if (attempt.role !== undefined) continue;
    if (wasSent(attempt) && before !== null) {
      if (before.target !== attempt.target) sums.failovers++;
      else if (wasSent(before)) sums.retries++;
    }
    before = attempt;
  }
  return sums;
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** Nothing was paid for. */
export const noParts: CostParts = {
  answersNanoUsd: 0,
  failedNanoUsd: 0,
  cancelledNanoUsd: 0,
  judgesNanoUsd: 0,
  outrunNanoUsd: 0,
  unattributedNanoUsd: 0,
};

function partsOf(costNanoUsd: number, attempts: readonly AttemptRecord[]): CostParts {
  const parts: Writable<CostParts> = { ...noParts, unattributedNanoUsd: costNanoUsd };
  for (const attempt of attempts) {
    const nanoUsd = attempt.costNanoUsd ?? 0;
    parts[partOf(attempt)] += nanoUsd;
    parts.unattributedNanoUsd -= nanoUsd;
  }
  return parts;
}

function partOf({ role, outcome }: AttemptRecord): keyof CostParts {
  if (role === 'judge') return 'judgesNanoUsd';
  if (role === 'outrun') return 'outrunNanoUsd';
  if (outcome === 'failed') return 'failedNanoUsd';
  return outcome === 'cancelled' ? 'cancelledNanoUsd' : 'answersNanoUsd';
}
