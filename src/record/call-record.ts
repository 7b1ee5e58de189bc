import type { AttemptRecord } from '../core/call.js';
import type { Tier } from '../core/classification.js';
import type { Usage } from '../core/outcome.js';
import type { Chore, StepKind, Traits } from '../core/traits.js';

/** Raised when a reader of an older version would misread a record. */
export const recordVersion = 1;

/** The looks of a call in numbers, as `Traits` has them; no text. */
export interface RecordedTraits extends Omit<Traits, 'step' | 'chore' | 'ask' | 'system'> {
  /** No more input tokens can be billed; null unless the call has a `maxCostUsd`, which is reckoned with it. */
  readonly inputTokensBound: number | null;
}

/** What a call said of itself, as far as it decides where it goes. Null: not said. */
export interface RecordedSettings {
  readonly tier: Tier | null;
  /** As the caller wrote it. */
  readonly target: string | null;
  readonly maxCostUsd: number | null;
  readonly maxLatencyMs: number | null;
  readonly fallback: { readonly allowed: boolean; readonly allowDearer: boolean };
  readonly hasSession: boolean;
}

/** One settled call, as a sink is given it. JSON; absent facts are null. No key, tenant, tag or answer is in it. */
export interface CallRecord {
  readonly version: typeof recordVersion;
  /** When the call had settled, in ms since 1970. */
  readonly at: number;
  readonly callId: string;
  /** The model id that was asked. */
  readonly requested: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  /** Who gave the score: scores of two classifiers cannot be compared. */
  readonly classifier: string;
  readonly tier: Tier | null;
  /** The tier before a step up. */
  readonly ruledTier: Tier | null;
  readonly score: number | null;
  readonly confidence: number | null;
  readonly task: string | null;
  readonly reasons: readonly string[];
  readonly step: StepKind;
  readonly chore: Chore | null;
  readonly traits: RecordedTraits;
  readonly settings: RecordedSettings;
  /** The target that answered; null when none did. */
  readonly target: string | null;
  readonly attempts: readonly AttemptRecord[];
  readonly usage: Usage;
  /** Whole nano-dollars of all attempts. */
  readonly costNanoUsd: number | null;
  readonly baselineCostUsd: number | null;
  readonly queuedMs: number;
  readonly firstContentMs: number | null;
  readonly latencyMs: number;
  /** True where a figure of `usage` or of the cost had to be estimated. */
  readonly estimated: boolean;
  /** Records of this instance that were lost before this one. */
  readonly dropped: number;
  /** Only with `prompts: 'hash'`. */
  readonly askHash?: string;
  /** Only with `prompts: 'whole'`: the latest ask as it was judged, of a long one the first 2,000 and the last 1,000 characters. */
  readonly ask?: string;
}

/** Takes a record away. What it throws, rejects with or never resolves harms no call. */
export type RecordSink = (record: CallRecord) => unknown;
