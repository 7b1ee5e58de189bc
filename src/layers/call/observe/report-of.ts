import type { Call } from '../../../core/call.js';
import { nanoUsdPerUsd } from '../../../core/nano-usd.js';
import type { Outcome, Usage } from '../../../core/outcome.js';
import type { RoutedReport } from '../../../core/report.js';
import type { Price } from '../../../core/target.js';
import type { World } from '../../../core/world.js';
import { baselineCostNanoUsd } from '../../../price/baseline-cost.js';
import { pricedAtMs } from '../../../price/rates-at.js';

const unknownUsage: Usage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
};

/** Sums up a call from its trail. `outcome` is that of the attempt that answered; null when none did. */
export function reportOf(
  call: Call,
  outcome: Outcome | null,
  baseline: Price | null,
  world: Pick<World, 'monotonicMs' | 'wallMs'>,
): RoutedReport {
  const nowMs = world.monotonicMs();
  const { trail } = call;
  const { winner, decision } = trail;
  const usage = outcome?.cost?.usage ?? outcome?.usage ?? unknownUsage;
  const costNanoUsd = sumOfCosts(trail.outcomes);
  const baselineNanoUsd =
    baseline === null || outcome === null
      ? null
      : baselineCostNanoUsd(
          outcome.uncutUsage ?? usage,
          baseline,
          startOf(call, baseline, nowMs, world.wallMs),
        );
  return {
    callId: call.id,
    requested: call.requested,
    target: winner?.id ?? null,
    model: winner?.modelId ?? null,
    provider: winner?.provider ?? null,
    tier: decision?.tier ?? null,
    ruledTier: decision?.ruledTier ?? null,
    score: decision?.score ?? null,
    confidence: decision?.confidence ?? null,
    task: decision?.task ?? null,
    reasons: trail.reasons,
    attempts: trail.attempts,
    queuedMs: trail.queuedMs,
    firstContentMs: trail.firstContentAtMs === null ? null : trail.firstContentAtMs - call.startedAtMs,
    latencyMs: nowMs - call.startedAtMs,
    usage,
    costNanoUsd,
    costUsd: costNanoUsd === null ? null : costNanoUsd / nanoUsdPerUsd,
    baselineCostUsd: baselineNanoUsd === null ? null : baselineNanoUsd / nanoUsdPerUsd,
    savedUsd:
      baselineNanoUsd === null || costNanoUsd === null
        ? null
        : (baselineNanoUsd - costNanoUsd) / nanoUsdPerUsd,
    estimated: trail.outcomes.some(settled => settled.cost?.isEstimated ?? false),
  };
}

/** By the wall clock. */
const startOf = ({ startedAtMs }: Call, baseline: Price, nowMs: number, wallMs: () => number): number =>
  pricedAtMs(baseline, wallMs) - (nowMs - startedAtMs);

/** Whole nano-dollars of all attempts; null when one of them may have cost money and has no price. */
function sumOfCosts(outcomes: readonly Outcome[]): number | null {
  let sum = 0;
  for (const { cost } of outcomes) {
    if (cost === null) continue;
    if (cost.nanoUsd === null) return null;
    sum += cost.nanoUsd;
  }
  return sum;
}
