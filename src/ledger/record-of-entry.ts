import type { AttemptRecord, CallSettings } from '../core/call.js';
import { toNanoUsd } from '../core/nano-usd.js';
import type { Outcome, Usage } from '../core/outcome.js';
import type { RoutedReport } from '../core/report.js';
import type { LedgerRecord } from './ledger-record.js';
import { ledgerVersion } from './ledger-record.js';

/** What is kept of a settled call: no more than its record needs, so that no prompt is held. */
export interface LedgerEntry {
  readonly at: number;
  readonly report: RoutedReport;
  readonly outcome: Outcome['status'];
  readonly errorName: string | null;
  readonly mode: LedgerRecord['mode'];
  readonly settings: CallSettings;
  readonly instance: string | null;
  readonly baseline: string | null;
  readonly uncutUsage: Usage | null;
  readonly dropped: number;
}

/** The record of an entry. Lists are copies: who is given it may keep or change it. */
export function recordOfEntry({ report, settings, uncutUsage, ...entry }: LedgerEntry): LedgerRecord {
  const { attempts, costNanoUsd, baselineCostUsd } = report;
  const baselineNanoUsd = baselineCostUsd === null ? null : toNanoUsd(baselineCostUsd);
  return {
    kind: 'ledger',
    version: ledgerVersion,
    ...copyOf(report),
    ...entry,
    tenant: settings.tenant,
    session: settings.session,
    tags: { ...settings.tags },
    priority: settings.priority,
    baselineNanoUsd,
    ...(uncutUsage === null ? undefined : { uncutUsage: { ...uncutUsage } }),
    savedNanoUsd: baselineNanoUsd === null || costNanoUsd === null ? null : baselineNanoUsd - costNanoUsd,
    judgeCostNanoUsd: costOfRole(attempts, 'judge'),
    outrunCostNanoUsd: costOfRole(attempts, 'outrun'),
    ...reportedCosts(attempts),
  };
}

/** Its caller and its listeners are given the report itself, and may change it. */
export const copyOf = (report: RoutedReport): RoutedReport => ({
  ...report,
  reasons: [...report.reasons],
  attempts: report.attempts.map(attempt => ({ ...attempt })),
  usage: { ...report.usage },
});

const costOfRole = (attempts: readonly AttemptRecord[], role: AttemptRecord['role']): number =>
  attempts.reduce((sum, one) => (one.role === role ? sum + (one.costNanoUsd ?? 0) : sum), 0);

function reportedCosts(
  attempts: readonly AttemptRecord[],
): Pick<LedgerRecord, 'reportedCostNanoUsd' | 'reportedDifferenceNanoUsd'> {
  let reported: number | null = null;
  let difference: number | null = null;
  for (const { reportedCostNanoUsd, costNanoUsd } of attempts) {
    if (reportedCostNanoUsd === undefined) continue;
    reported = (reported ?? 0) + reportedCostNanoUsd;
    if (costNanoUsd !== null) difference = (difference ?? 0) + reportedCostNanoUsd - costNanoUsd;
  }
  return { reportedCostNanoUsd: reported, reportedDifferenceNanoUsd: difference };
}
