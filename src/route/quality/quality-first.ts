import { drawBeta } from '../../measure/draw-beta.js';
import type { Candidate } from '../candidate.js';
import type { PlanRequest } from '../plan-request.js';
import type { RouteTable } from '../route-table.js';
import { homeTier } from '../session-first.js';
import type { Belief } from './belief.js';
import { answersIn, beliefIn, expectedQuality, meanOf, varianceOf } from './belief.js';

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
 * Puts a candidate behind the next one where it is clearly worse at the call's task; of an exploring call, where one draw
 * from what is believed of each says so (Thompson sampling). Adds no candidate: those that a cap leaves out stay out.
 */
export function qualityFirst(
  candidates: readonly Candidate[],
  { quality, decision }: Pick<PlanRequest, 'quality' | 'decision'>,
  table: Pick<RouteTable, 'tiers'>,
): { readonly candidates: readonly Candidate[]; readonly reasons: readonly string[] } {
  if (quality === null || decision === null || candidates.length < 2) return { candidates, reasons: [] };
  const { random, evidenceOf } = quality;
  const order = candidates.map((candidate): Judged => {
    const evidence = evidenceOf(candidate.target);
    const expected = expectedQuality(homeTier(table, candidate.target.id), decision.score);
    const belief = beliefIn(evidence, expected, random === null ? undefined : answersToExplore);
    const draw = random === null ? 0 : drawBeta(belief.good, belief.bad, random);
    return { candidate, answers: answersIn(evidence), expected, belief, draw };
  });
  const reasons: string[] = [];
  for (let at = 1; at < order.length; at++)
    for (let to = at; to > 0; to--) {
      const before = order[to - 1] as Judged;
      const one = order[to] as Judged;
      if (random === null ? !isClearlyWorse(before, one) : one.draw - before.draw <= enoughBetter) break;
      order[to - 1] = one;
      order[to] = before;
      if (random === null) reasons.push(inWords(before, one));
    }
  const ordered = order.map(({ candidate }) => candidate);
  const [first] = ordered;
  if (random !== null && first !== candidates[0]) reasons.push(`explores: ${first?.target.id} first`);
  return { candidates: ordered, reasons };
}

/** Evidence has to say so: what the classifier expects, the tiers have in them already. */
function isClearlyWorse({ answers, expected, belief }: Judged, next: Judged): boolean {
  if (answers < enoughAnswers || meanOf(belief) >= expected) return false;
  const error = Math.sqrt(varianceOf(belief) + varianceOf(next.belief));
  return meanOf(next.belief) - meanOf(belief) > standardErrors * error;
}

function inWords(worse: Judged, better: Judged): string {
  const told = ({ candidate, belief, answers }: Judged) =>
    `${candidate.target.id} ${meanOf(belief).toFixed(2)} of 1 after ${answers.toFixed(1)} answers`;
  return `learned from use at this task: ${told(better)}, before ${told(worse)}`;
}
