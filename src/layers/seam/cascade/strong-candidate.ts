import type { Call } from '../../../core/call.js';
import type { Candidate } from '../../../route/candidate.js';
import type { Plan } from '../../../route/plan.js';

export interface StrongFacts {
  /** Of the tier above, made now: it knows what the call has cost, who is ready and what budgets leave. */
  readonly strong: Plan;
  /** By which the call was answered. */
  readonly weak: Plan;
  /** The answer reached a limit that its target has. */
  readonly isCut: boolean;
  readonly remainingMs: number | null;
}

/** Who answers a call after an answer that was no good; as a text, why nobody does. */
export function strongCandidate(
  { options, trail }: Call,
  { strong, weak, isCut, remainingMs }: StrongFacts,
): Candidate | string {
  const used = [...weak.candidates, ...weak.cooling].find(({ target }) => target === trail.winner);
  const hasFailed = ({ target }: Candidate) =>
    trail.attempts.some(({ target: id, outcome }) => id === target.id && outcome !== 'ok');
  const isSame = (candidate: Candidate) =>
    candidate.target === trail.winner && (used === undefined || isSameTry(candidate, used, options));
  const isTooLate = ({ expectedFirstContentMs }: Candidate) =>
    remainingMs !== null && expectedFirstContentMs !== null && expectedFirstContentMs >= remainingMs;
  const asked = options.maxOutputTokens ?? null;
  const usedTokens = used === undefined ? Number.POSITIVE_INFINITY : mostTokens(used, asked);
  /** It was the target that cut it, not the call. */
  const isCutByTarget = isCut && usedTokens < (asked ?? Number.POSITIVE_INFINITY);
  const isCutToo = (candidate: Candidate) => isCutByTarget && mostTokens(candidate, asked) <= usedTokens;

  const others = strong.candidates.filter(candidate => !isSame(candidate));
  const untried = others.filter(candidate => !hasFailed(candidate));
  const [first] = untried;
  if (strong.isWaiting || first === undefined) {
    const why = strong.leftOut.find(({ target }) => target !== trail.winner?.id);
    return why === undefined ? 'there is no other target' : `${why.target}: ${why.detail ?? why.reason}`;
  }
  const fit = untried.filter(candidate => !isCutToo(candidate));
  if (fit.length === 0) return 'no other target writes a longer answer';
  return fit.find(candidate => !isTooLate(candidate)) ?? 'no other target is expected within the deadline';
}

/** The same target is another one only where it is to think harder, and the call does not say how hard itself. */
export const isSameTry = (one: Candidate, other: Candidate, { reasoning }: Call['options']): boolean =>
  one.target === other.target && (one.reasoning === other.reasoning || reasoning !== undefined);

/** Infinity: no limit is known. */
const mostTokens = ({ target, defaults, affordableOutputTokens }: Candidate, asked: number | null): number =>
  Math.min(
    asked ?? defaults.maxOutputTokens ?? target.defaults.maxOutputTokens ?? Number.POSITIVE_INFINITY,
    target.maxOutputTokens ?? Number.POSITIVE_INFINITY,
    affordableOutputTokens ?? Number.POSITIVE_INFINITY,
  );
