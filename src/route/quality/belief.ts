import { expectedQuality } from '../../classify/expected-quality.js';
import type { Tier } from '../../core/classification.js';
import type { Target } from '../../core/target.js';

/** What was said of a target's answers at a task, in whole thousandths of an answer. */
export interface Evidence {
  readonly goodThousandths: number;
  readonly badThousandths: number;
}

/** What use has taught of a call's task. */
export interface LearnedQuality {
  readonly evidenceOf: (target: Target) => Evidence;
  /** Chance, where the call explores; null: it goes by what is known. */
  readonly random: (() => number) | null;
}

/** How good a target's next answer is expected to be, as the two parameters of a beta distribution; both are above 0. */
export interface Belief {
  readonly good: number;
  readonly bad: number;
}

/** The classifier's word weighs as much as so many answers. */
const priorAnswers = 4;
const leastQuality = 0.05;
const mostQuality = 0.95;

/** What the classifier expects of a target that is best for tier `home`: it is as good as the call's score leaves it. */
export function expectedOf(home: Tier | null, score: number | null): number {
  const quality = expectedQuality(score ?? 0, home ?? 'complex');
  return Math.min(mostQuality, Math.max(leastQuality, quality));
}

/** The expected quality, leant towards what was seen. `mostAnswers`: more evidence than this counts as so much. */
export function beliefIn(
  evidence: Evidence,
  quality: number,
  mostAnswers = Number.POSITIVE_INFINITY,
): Belief {
  const answers = answersIn(evidence);
  const perThousandth = answers > mostAnswers ? mostAnswers / answers / 1_000 : 1 / 1_000;
  return {
    good: priorAnswers * quality + evidence.goodThousandths * perThousandth,
    bad: priorAnswers * (1 - quality) + evidence.badThousandths * perThousandth,
  };
}

export const answersIn = ({ goodThousandths, badThousandths }: Evidence): number =>
  (goodThousandths + badThousandths) / 1_000;

export const meanOf = ({ good, bad }: Belief): number => good / (good + bad);

export function varianceOf({ good, bad }: Belief): number {
  const all = good + bad;
  return (good * bad) / (all * all * (all + 1));
}
