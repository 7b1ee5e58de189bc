import type { Tier } from '../../core/classification.js';

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

/** Two FNV-1a hashes of 32 bits that start apart, and the length: chance makes no two asks one. */
function markOf(ask: string): string {
  let one = 0x811c9dc5;
  let other = 0x01000193;
  for (let index = 0; index < ask.length; index++) {
    const unit = ask.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ (unit + index), 0x5bd1e995);
  }
  return `${ask.length}.${(one >>> 0).toString(36)}.${(other >>> 0).toString(36)}`;
}
