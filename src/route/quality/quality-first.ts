import { drawBeta } from '../../measure/draw-beta.js';
import type { Candidate } from '../candidate.js';
import type { PlanRequest } from '../plan-request.js';
import type { RouteTable } from '../route-table.js';
import { homeTier } from '../session-first.js';
import type { Belief } from './belief.js';
import { answersIn, beliefIn, expectedOf, meanOf, varianceOf } from './belief.js';
import { betterFirst } from './better-first.js';

/** What was said of fewer answers than this moves nobody. */
const enoughAnswers = 3;
/**
 * Two beliefs differ when their means lie further apart than so many standard errors of their difference. With this, of
 * 2,000 targets of which one answer in ten is bad, none was moved in 1,000 answers (with 2: 14 of them); one whose every
 * second answer is bad is moved after some 12.
 */
const standardErrors = 2.5;
/** Evidence grows old: an exploring call counts no more of it than this, so that what was bad is tried again at times. */
const answersToExplore = 2;
/** The order puts the cheaper ones first, as a rule: a draw has to be better by this. */
const enoughBetter = 0.1;

interface Judged {
  readonly candidate: Candidate;
  readonly answers: number;
  readonly expected: number;
  readonly belief: Belief;
  /** Of an exploring call; else 0. */
  readonly draw: number;
}

/**
 * Puts a candidate behind every one that it is clearly worse than at the call's task, wherever that stands: one of which
 * little is known yet keeps nobody from those after it. Of several better ones, the first in the plan's order leads: as a
 * rule the cheapest. Of an exploring call, one draw from what is believed of each says what is better (Thompson sampling).
 * Adds no candidate: those that a cap leaves out stay out.
 */
export function qualityFirst(
  candidates: readonly Candidate[],
  { quality, decision }: Pick<PlanRequest, 'quality' | 'decision'>,
  table: Pick<RouteTable, 'tiers'>,
): { readonly candidates: readonly Candidate[]; readonly reasons: readonly string[] } {
  if (quality === null || decision === null || candidates.length < 2) return { candidates, reasons: [] };
  const { random, evidenceOf } = quality;
  const judged = candidates.map((candidate): Judged => {
    const evidence = evidenceOf(candidate.target);
    const expected = expectedOf(homeTier(table, candidate.target.id), decision.score);
    const belief = beliefIn(evidence, expected, random === null ? undefined : answersToExplore);
    const draw = random === null ? 0 : drawBeta(belief.good, belief.bad, random);
    return { candidate, answers: answersIn(evidence), expected, belief, draw };
  });
  const isWorse = random === null ? isClearlyWorse : isDrawnLower;
  const ordered = betterFirst(judged, isWorse);
  const [first] = ordered;
  if (random === null) return { candidates: ordered.map(toCandidate), reasons: whyMoved(judged, ordered) };
  const isMoved = first !== judged[0];
  const reasons = isMoved ? [`explores: ${first?.candidate.target.id} first`] : [];
  return { candidates: ordered.map(toCandidate), reasons };
}

const toCandidate = ({ candidate }: Judged): Candidate => candidate;

/** Evidence has to say so: what the classifier expects, the tiers have in them already. */
function isClearlyWorse({ answers, expected, belief }: Judged, other: Judged): boolean {
  if (answers < enoughAnswers || meanOf(belief) >= expected) return false;
  const error = Math.sqrt(varianceOf(belief) + varianceOf(other.belief));
  return meanOf(other.belief) - meanOf(belief) > standardErrors * error;
}

const isDrawnLower = (one: Judged, other: Judged): boolean => other.draw - one.draw > enoughBetter;

/** Of each that went behind: the one in front of it, of those that are clearly better, that stands furthest to the front. */
function whyMoved(before: readonly Judged[], after: readonly Judged[]): string[] {
  const reasons: string[] = [];
  for (const [at, worse] of before.entries()) {
    const better = after.find(one => isClearlyWorse(worse, one) && before.indexOf(one) > at);
    if (better !== undefined) reasons.push(inWords(worse, better));
  }
  return reasons;
}

function inWords(worse: Judged, better: Judged): string {
  const told = ({ candidate, belief, answers }: Judged) =>
    `${candidate.target.id} ${meanOf(belief).toFixed(2)} of 1 after ${answers.toFixed(1)} answers`;
  return `learned from use at this task: ${told(better)}, before ${told(worse)}`;
}
