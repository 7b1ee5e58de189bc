import type { Tier } from '../core/classification.js';

/** Guesses, until real traffic is measured: short for work on given text, long for code and proofs. */
const byTask: Readonly<Record<string, number>> = {
  translate: 150,
  extract: 150,
  classify: 20,
  format: 200,
  summarize: 300,
  title: 20,
  chat: 150,
  question: 150,
  explain: 500,
  write: 700,
  code: 1_000,
  math: 800,
  reason: 900,
  plan: 900,
};

const byTier: Readonly<Record<Tier, number>> = { simple: 150, medium: 500, complex: 1_000 };
const unknown = 500;

/** How long an answer will probably be; never longer than it may be. */
export function expectedOutputTokens({
  task,
  tier,
  maxOutputTokens,
}: {
  task: string | null;
  tier: Tier | null;
  maxOutputTokens: number | null;
}): number {
  const guess = (task === null ? undefined : byTask[task]) ?? (tier === null ? unknown : byTier[tier]);
  return maxOutputTokens === null ? guess : Math.min(guess, maxOutputTokens);
}
