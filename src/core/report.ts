import type { AttemptRecord } from './call.js';
import type { Tier } from './classification.js';
import type { Usage } from './outcome.js';

/** `providerMetadata.routed`: how a call was answered. JSON; absent facts are null. */
export interface RoutedReport {
  readonly callId: string;
  /** The model id that was asked. */
  readonly requested: string;
  /** The target that answered; null when none did. */
  readonly target: string | null;
  /** The model id on the wire. */
  readonly model: string | null;
  readonly provider: string | null;
  /** The tier that was used. */
  readonly tier: Tier | null;
  /** The tier before a step up. */
  readonly ruledTier: Tier | null;
  readonly score: number | null;
  readonly confidence: number | null;
  readonly task: string | null;
  readonly reasons: readonly string[];
  readonly attempts: readonly AttemptRecord[];
  /** Time in line, all attempts together. */
  readonly queuedMs: number;
  /** From the call to its first content. */
  readonly firstContentMs: number | null;
  /** From the call to its end. */
  readonly latencyMs: number;
  /** Of the attempt that answered; of all that wrote a part of the answer, where it was continued. */
  readonly usage: Usage;
  /** Of all attempts; null when a target that may have cost money has no price. */
  readonly costNanoUsd: number | null;
  /** `costNanoUsd` / 1e9. */
  readonly costUsd: number | null;
  /** The same tokens at the baseline target's prices. */
  readonly baselineCostUsd: number | null;
  /** `baselineCostUsd` less `costUsd`; negative where the call cost more than the baseline. */
  readonly savedUsd: number | null;
  /** True where a figure of `usage` or of a cost had to be estimated. */
  readonly estimated: boolean;
}
