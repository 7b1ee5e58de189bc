import type { Tier } from '../../core/classification.js';
import { markOf } from '../../measure/mark-of.js';

/** What the judge said of asks lately, so that the same ask is not paid for twice. */
export interface JudgeMemory {
  recall(ask: string): Tier | null;
  keep(ask: string, tier: Tier): void;
}

const mostAsks = 1_000;

/** Remembers the last 1,000 asks, by a hash: no text is kept. */
export function createJudgeMemory(): JudgeMemory {
  const tiers = new Map<string, Tier>();
  return {
    recall: ask => tiers.get(markOf(ask)) ?? null,
    keep(ask, tier) {
      if (tiers.size >= mostAsks) tiers.delete(tiers.keys().next().value as string);
      tiers.set(markOf(ask), tier);
    },
  };
}
