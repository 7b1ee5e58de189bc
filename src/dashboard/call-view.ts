import type { LedgerRecord } from '../index.js';
import type { CallView } from './messages.js';

const mostCharacters = 500;
const most = 50;

const cut = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
const cutOrNull = (text: string | null): string | null => (text === null ? null : cut(text));

/** What is shown of a call, however much its names, tags and reasons say. */
export const callView = (record: LedgerRecord): CallView => ({
  callId: cut(record.callId),
  at: record.at,
  requested: cut(record.requested),
  target: cutOrNull(record.target),
  model: cutOrNull(record.model),
  provider: cutOrNull(record.provider),
  tier: record.tier,
  ruledTier: record.ruledTier,
  score: record.score,
  confidence: record.confidence,
  task: cutOrNull(record.task),
  outcome: record.outcome,
  errorName: cutOrNull(record.errorName),
  mode: record.mode,
  tenant: cut(record.tenant),
  session: cutOrNull(record.session),
  tags: Object.fromEntries(
    Object.entries(record.tags)
      .slice(0, most)
      .map(([name, value]) => [cut(name), cut(String(value))]),
  ),
  queuedMs: record.queuedMs,
  firstContentMs: record.firstContentMs,
  latencyMs: record.latencyMs,
  costNanoUsd: record.costNanoUsd,
  baseline: cutOrNull(record.baseline),
  baselineNanoUsd: record.baselineNanoUsd,
  savedNanoUsd: record.savedNanoUsd,
  judgeCostNanoUsd: record.judgeCostNanoUsd,
  outrunCostNanoUsd: record.outrunCostNanoUsd,
  reportedCostNanoUsd: record.reportedCostNanoUsd,
  reportedDifferenceNanoUsd: record.reportedDifferenceNanoUsd,
  estimated: record.estimated,
  reasons: record.reasons.slice(0, most).map(cut),
  attempts: record.attempts.slice(0, most).map(attempt => ({ ...attempt, target: cut(attempt.target) })),
  inputTokens: record.usage.inputTokens,
  outputTokens: record.usage.outputTokens,
});
