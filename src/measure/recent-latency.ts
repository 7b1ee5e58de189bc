import type { Histogram } from './histogram.js';
import { createHistogram } from './histogram.js';

/** Latency lately: what is older than two periods has been forgotten. */
export interface RecentLatency {
  record(valueMs: number, nowMs: number): void;
  /** Null when nothing was recorded lately. */
  p95(nowMs: number): number | null;
}

const keptMs = 100;

/** Two histograms that take turns: one fills while the other still counts; constant memory, nothing to add up. */
export function createRecentLatency({ periodMs = 60_000 }: { periodMs?: number } = {}): RecentLatency {
  let current: Histogram = createHistogram();
  let previous: Histogram = createHistogram();
  let turnsAtMs = Number.NEGATIVE_INFINITY;
  let known: number | null = null;
  let knownUntilMs = Number.NEGATIVE_INFINITY;

  function turn(nowMs: number): void {
    if (nowMs < turnsAtMs) return;
    if (nowMs >= turnsAtMs + periodMs) current.clear();
    [current, previous] = [previous, current];
    known = null;
    current.clear();
    turnsAtMs = nowMs + periodMs;
  }

  return {
    record(valueMs, nowMs) {
      turn(nowMs);
      current.record(valueMs);
    },
    p95(nowMs) {
      turn(nowMs);
      // Counted anew ten times a second at most: every plan asks, for every candidate.
      if (nowMs < knownUntilMs && known !== null) return known;
      knownUntilMs = nowMs + keptMs;
      // A handful of fresh values says less than a full period of older ones.
      known =
        (current.count >= 20 ? null : previous.quantile(0.95)) ??
        current.quantile(0.95) ??
        previous.quantile(0.95);
      return known;
    },
  };
}
