import type { PriorityClass } from '../core/call.js';
import type { Outcome, Usage } from '../core/outcome.js';
import type { RoutedReport } from '../core/report.js';

/** Raised when a reader of an older version would misread a record. */
export const ledgerVersion = 1;

/**
 * One settled call, all its attempts included: what `providerMetadata.routed` shows, with whose it was and what each part
 * of its cost was for. JSON; absent facts are null. No prompt, answer or key is in it. Money is in whole nano-dollars, so
 * that records add up exactly.
 */
export interface LedgerRecord extends RoutedReport {
  readonly kind: 'ledger';
  readonly version: typeof ledgerVersion;
  /** When the call had settled, in ms since 1970. */
  readonly at: number;
  readonly outcome: Outcome['status'];
  /** The name of what the caller was given instead of an answer. */
  readonly errorName: string | null;
  readonly mode: 'generate' | 'stream';
  /** The `name` of the instance. */
  readonly instance: string | null;
  /** Empty: the call named none. */
  readonly tenant: string;
  readonly session: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly priority: PriorityClass;
  /** The target that `baselineNanoUsd` is of. */
  readonly baseline: string | null;
  /** The same tokens at the baseline's prices. */
  readonly baselineNanoUsd: number | null;
  /** Where several attempts wrote the answer: the tokens that one would have taken, which `baselineNanoUsd` is of. */
  readonly uncutUsage?: Usage;
  /** `baselineNanoUsd` less `costNanoUsd`. */
  readonly savedNanoUsd: number | null;
  /** Of `costNanoUsd`, what asking the judge cost. */
  readonly judgeCostNanoUsd: number;
  /** Of `costNanoUsd`, what attempts cost that another was faster than. */
  readonly outrunCostNanoUsd: number;
  /** What the targets themselves said that their attempts cost; null: none said anything. It is charged nowhere. */
  readonly reportedCostNanoUsd: number | null;
  /** `reportedCostNanoUsd` less what the same attempts are charged with; null where the two cannot be compared. */
  readonly reportedDifferenceNanoUsd: number | null;
  /** Records that the sink lost before this one. */
  readonly dropped: number;
}

/** Takes a record away. What it throws, rejects with or never resolves harms no call. */
export type LedgerSink = (record: LedgerRecord) => unknown;
