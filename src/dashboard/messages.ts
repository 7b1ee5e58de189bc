import type { AttemptRecord, CircuitChange, LedgerRecord } from '../index.js';
import type { SourceReport } from './source.js';

/** What the handler tells the page, as JSON: all there is (`snapshot`), or what is new since the last message (`tick`). */
export interface Message {
  readonly kind: 'snapshot' | 'tick';
  /** What time it is at the source. */
  readonly nowMs: number;
  /** As it is; only of targets there may be fewer. */
  readonly report: SourceReport;
  /** Targets that are in the report and not in here. */
  readonly hiddenTargets: number;
  /** The newest first. */
  readonly calls: readonly CallView[];
  /** The oldest first. */
  readonly circuits: readonly CircuitChange[];
  readonly series: readonly SlotsView[];
  /** Since when lines have been looked at each second. */
  readonly watchedSinceMs: number;
}

/** What is shown of a call. */
export interface CallView
  extends Pick<
    LedgerRecord,
    | 'callId'
    | 'at'
    | 'requested'
    | 'target'
    | 'model'
    | 'provider'
    | 'tier'
    | 'ruledTier'
    | 'score'
    | 'confidence'
    | 'task'
    | 'outcome'
    | 'errorName'
    | 'mode'
    | 'tenant'
    | 'session'
    | 'tags'
    | 'queuedMs'
    | 'firstContentMs'
    | 'latencyMs'
    | 'costNanoUsd'
    | 'baseline'
    | 'baselineNanoUsd'
    | 'savedNanoUsd'
    | 'judgeCostNanoUsd'
    | 'outrunCostNanoUsd'
    | 'reportedCostNanoUsd'
    | 'reportedDifferenceNanoUsd'
    | 'estimated'
  > {
  readonly reasons: readonly string[];
  readonly attempts: readonly AttemptRecord[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export type Quantiles = readonly [p50: number, p95: number];

export interface SlotView {
  /** When it began. */
  readonly at: number;
  readonly calls: number;
  readonly failed: number;
  readonly costNanoUsd: number;
  readonly baselineNanoUsd: number;
  /** The most that was seen at once. */
  readonly active: number;
  readonly waiting: number;
  readonly firstContent: Quantiles | null;
  readonly total: Quantiles | null;
}

export interface SlotsView {
  readonly slotMs: number;
  readonly keep: number;
  /** Of the whole window. */
  readonly firstContent: Quantiles | null;
  readonly total: Quantiles | null;
  readonly slots: readonly SlotView[];
}
