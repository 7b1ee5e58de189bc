import type { Histogram } from './histogram.js';
import { createHistogram } from './histogram.js';

/** Values lately, be they milliseconds or tokens: what is older than two periods has been forgotten. */
export interface RecentQuantile {
  record(value: number, nowMs: number): void;
  /** Null when fewer than `least` values (1) were recorded lately. */
  p95(nowMs: number, least?: number): number | null;
}

const keptMs = 100;

/** Two histograms that take turns: one fills while the other still counts; constant memory, nothing to add up. */
export function createRecentQuantile({ periodMs = 60_000 }: { periodMs?: number } = {}): RecentQuantile {
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
    record(value, nowMs) {
      turn(nowMs);
      current.record(value);
    },
    p95(nowMs, least = 1) {
      turn(nowMs);
      if (current.count + previous.count < least) return null;
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
