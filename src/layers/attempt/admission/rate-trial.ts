import type { AdaptedDraft, Draft } from './rate-state.js';

const shortestTrialMs = 3_000;
/** What was sent in the second before a trial fills the server's window yet: until then nothing counts. */
const carriedOverMs = 1_000;
const longestTrialMs = 10_000;
const enoughSent = 40;
/** So many 429s in a trial are no accident. */
const enoughRejected = 2;
/** Just below what was accepted before the trial. */
const keptRatio = 0.97;
const shortestFreeMs = 30_000;
const longestFreeMs = 240_000;
/** A rate that was found to be of no use lets so many times more through, and as much again each second. */
const freeRatio = 1.25;
const freeRaiseEveryMs = 1_000;
/** No rate is near this; what a store keeps has to stay a whole number. */
const mostPerMinute = 1e9;
/** So many 429s in a second are more than a few. */
export const manyRejected = 10;
const worseByThousandths = 100;

/** Begins to try a rate that the target accepted before: if 429s come all the same, they do not come from the rate. */
export function beginTrial(
  adapted: AdaptedDraft,
  facts: { readonly nowMs: number; readonly provenPerMinute: number; readonly rejectedRatio: number },
): void {
  adapted.trialFromMs = facts.nowMs;
  adapted.trialSent = 0;
  adapted.trialRejected = 0;
  adapted.provenPerMinute = Math.floor(facts.provenPerMinute);
  adapted.rejectedThousandths = Math.floor(facts.rejectedRatio * 1_000);
}

/** More is refused than before the trial: so much was not accepted for long after all. */
export function endAsTooHigh(state: Draft, adapted: AdaptedDraft): void {
  adapted.trialFromMs = -1;
  state.mostPerSecond = 0;
}

/** Whether what was sent at that moment counts in the trial. */
export const isCounted = ({ trialFromMs }: AdaptedDraft, sentAtMs: number): boolean =>
  trialFromMs >= 0 && sentAtMs >= trialFromMs + carriedOverMs;

export const isOnTrial = ({ trialFromMs }: AdaptedDraft): boolean => trialFromMs >= 0;

/** Ends a trial that has seen enough: the rate is kept just below what is accepted, or, being of no use, is raised for a while. */
export function judgeTrial(state: Draft, nowMs: number): void {
  const { adapted } = state;
  if (adapted === null || !isOnTrial(adapted)) return;
  const passedMs = nowMs - adapted.trialFromMs;
  const hasSeenEnough = passedMs >= shortestTrialMs && adapted.trialSent >= enoughSent;
  if (!hasSeenEnough && passedMs < longestTrialMs) return;
  adapted.trialFromMs = -1;
  if (adapted.trialRejected < enoughRejected) {
    adapted.perMinute = Math.max(adapted.perMinute, Math.floor(adapted.provenPerMinute * keptRatio));
    adapted.raisedAtMs = nowMs;
    adapted.freeForMs = shortestFreeMs;
    return;
  }
  if (isAbove(adapted, adapted.trialSent, adapted.trialRejected)) {
    endAsTooHigh(state, adapted);
    return;
  }
  // Not without bound: where it was the rate after all, a line that had waited would come all at once.
  adapted.perMinute = Math.ceil(adapted.provenPerMinute * freeRatio);
  adapted.raisedAtMs = nowMs;
  adapted.rejectedThousandths = Math.floor((adapted.trialRejected * 1_000) / adapted.trialSent);
  adapted.freeUntilMs = nowMs + adapted.freeForMs;
  adapted.freeForMs = Math.min(longestFreeMs, adapted.freeForMs * 2);
}

/** Whether clearly more is refused than was before, so that it does come from the rate. */
export const isWorse = (
  adapted: AdaptedDraft,
  { sent, rejected }: { readonly sent: number; readonly rejected: number },
): boolean => rejected >= manyRejected && isAbove(adapted, sent, rejected);

const isAbove = ({ rejectedThousandths }: AdaptedDraft, sent: number, rejected: number): boolean =>
  rejected * 1_000 > sent * (rejectedThousandths + worseByThousandths);

export const isFree = ({ freeUntilMs }: AdaptedDraft, nowMs: number): boolean => nowMs < freeUntilMs;

/** Raises a rate that was found to be of no use, until nothing is left of it or it proves to have been one. */
export function raiseFree(adapted: AdaptedDraft, nowMs: number): void {
  const steps = Math.floor((nowMs - adapted.raisedAtMs) / freeRaiseEveryMs);
  if (steps < 1) return;
  adapted.raisedAtMs += steps * freeRaiseEveryMs;
  adapted.perMinute = Math.min(mostPerMinute, Math.ceil(adapted.perMinute * freeRatio ** steps));
}

/** What nothing is known of yet. */
export const newAdapted = (nowMs: number): AdaptedDraft => ({
  perMinute: 0,
  loweredAtMs: -1e9,
  raisedAtMs: nowMs,
  raises: 0,
  rejectedThisSecond: 0,
  rejectedLastSecond: 0,
  trialFromMs: -1,
  trialSent: 0,
  trialRejected: 0,
  provenPerMinute: 0,
  rejectedThousandths: 0,
  freeUntilMs: 0,
  freeForMs: shortestFreeMs,
});
