import type { AttemptRecord } from '../../src/core/call.js';
import type { Usage } from '../../src/core/outcome.js';
import type { LedgerRecord } from '../../src/index.js';

type Partly = Partial<Omit<LedgerRecord, 'usage' | 'attempts'>> & {
  readonly usage?: Partial<Usage>;
  readonly attempts?: readonly Partial<AttemptRecord>[];
};

export const startMs = Date.UTC(2026, 10, 1);
let calls = 0;

/** A record of an answered call: 1,000 tokens in, 100 out, for 2 of a baseline of 5 mUSD. */
export function ledgerRecord({ usage, attempts, ...more }: Partly = {}): LedgerRecord {
  const costNanoUsd = more.costNanoUsd === undefined ? 2_000_000 : more.costNanoUsd;
  const baselineNanoUsd = more.baselineNanoUsd === undefined ? 5_000_000 : more.baselineNanoUsd;
  const savedNanoUsd =
    costNanoUsd === null || baselineNanoUsd === null ? null : baselineNanoUsd - costNanoUsd;
  const toUsd = (nanoUsd: number | null) => (nanoUsd === null ? null : nanoUsd / 1e9);
  const target = more.target === undefined ? 'cheap' : more.target;
  return {
    kind: 'ledger',
    version: 1,
    callId: `call-${++calls}`,
    requested: 'auto',
    target,
    model: target,
    provider: 'holysheep',
    tier: 'simple',
    ruledTier: 'simple',
    score: 0.1,
    confidence: 0.9,
    task: 'chat',
    reasons: ['task chat'],
    attempts: (attempts ?? [{}]).map(attempt => ({
      target: target ?? 'cheap',
      outcome: 'ok',
      startedMs: 0,
      latencyMs: 400,
      costNanoUsd,
      ...attempt,
    })),
    queuedMs: 0,
    firstContentMs: 100,
    latencyMs: 400,
    usage: {
      inputTokens: 1_000,
      outputTokens: 100,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      ...usage,
    },
    costUsd: toUsd(costNanoUsd),
    baselineCostUsd: toUsd(baselineNanoUsd),
    savedUsd: toUsd(savedNanoUsd),
    estimated: false,
    at: startMs,
    outcome: 'ok',
    errorName: null,
    mode: 'generate',
    instance: null,
    tenant: '',
    session: null,
    tags: {},
    priority: 2,
    baseline: 'gpt-4.1',
    savedNanoUsd,
    judgeCostNanoUsd: 0,
    outrunCostNanoUsd: 0,
    reportedCostNanoUsd: null,
    reportedDifferenceNanoUsd: null,
    dropped: 0,
    ...more,
    costNanoUsd,
    baselineNanoUsd,
  };
}

export const jsonLines = (values: readonly unknown[]): string =>
  values.map(value => `${JSON.stringify(value)}\n`).join('');
