import type { DashboardSource } from '../../src/dashboard/index.js';
import type { LedgerRecord, Report } from '../../src/index.js';

/** A source whose calls a test settles by hand. */
export interface HandSource extends DashboardSource {
  settle(record?: Partial<LedgerRecord>): LedgerRecord;
  report(): Report;
  queue: Report['queue'];
  circuitChanges: { at: number; target: string; to: 'open' | 'half-open' | 'closed' }[];
  readonly listeners: number;
}

const usage = {
  inputTokens: 10,
  outputTokens: 5,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
};

export function handSource({ keep = 1_000 } = {}): HandSource {
  const records: LedgerRecord[] = [];
  const listeners = new Set<(record: LedgerRecord) => void>();
  let calls = 0;
  const source: HandSource = {
    queue: {
      active: 0,
      waiting: 0,
      completed: 0,
      failed: 0,
      refused: 0,
      utilizationRatio: 0,
      successRatio: 1,
    },
    circuitChanges: [],
    settle(given = {}) {
      calls++;
      const made: LedgerRecord = { ...sampleRecord, callId: `call-${calls}`, at: Date.now(), ...given };
      records.unshift(made);
      records.splice(keep);
      for (const listener of listeners) listener(made);
      return made;
    },
    report: () => ({ ...sampleReport, totals: { ...sampleReport.totals, calls }, queue: source.queue }),
    ledger: {
      recent: (limit = Number.POSITIVE_INFINITY) => records.slice(0, limit),
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      circuits: () => [...source.circuitChanges],
    },
    get listeners() {
      return listeners.size;
    },
  };
  return source;
}

const sampleRecord: LedgerRecord = {
  kind: 'ledger',
  version: 1,
  callId: 'call',
  requested: 'auto',
  target: 'a',
  model: 'a-1',
  provider: 'test',
  tier: 'simple',
  ruledTier: 'simple',
  score: 0.1,
  confidence: 0.9,
  task: null,
  reasons: ['short'],
  attempts: [{ target: 'a', outcome: 'ok', startedMs: 0, latencyMs: 100, costNanoUsd: 20_000 }],
  queuedMs: 0,
  firstContentMs: 50,
  latencyMs: 100,
  usage,
  costNanoUsd: 20_000,
  costUsd: 0.00002,
  baselineCostUsd: 0.00004,
  savedUsd: 0.00002,
  estimated: false,
  at: 0,
  outcome: 'ok',
  errorName: null,
  mode: 'generate',
  instance: null,
  tenant: '',
  session: null,
  tags: {},
  priority: 2,
  baseline: 'b',
  baselineNanoUsd: 40_000,
  savedNanoUsd: 20_000,
  judgeCostNanoUsd: 0,
  outrunCostNanoUsd: 0,
  reportedCostNanoUsd: null,
  reportedDifferenceNanoUsd: null,
  dropped: 0,
};

const sampleReport: Report = {
  scope: 'process',
  totals: {
    calls: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    unpricedCalls: 0,
    costNanoUsd: 0,
    costUsd: 0,
    baselineCostUsd: 0,
    savedUsd: 0,
    savedRatio: 0,
    reportedCostUsd: null,
    reportedDifferenceUsd: null,
    inputTokens: 0,
    outputTokens: 0,
  },
  targets: {},
  tiers: {
    simple: { calls: 0, costUsd: 0 },
    medium: { calls: 0, costUsd: 0 },
    complex: { calls: 0, costUsd: 0 },
  },
  queue: { active: 0, waiting: 0, completed: 0, failed: 0, refused: 0, utilizationRatio: 0, successRatio: 1 },
  ledger: { recorded: 0, dropped: 0 },
};
