import type { Failure } from '../core/outcome.js';
import { backoffMs, waitAfterHintMs } from './backoff.js';

/** How a candidate has fared in this call. */
export interface Tried {
  /** Attempts that were sent, those that a hint asked for apart. */
  sends: number;
  /** Attempts that were answered by a rate limit with a hint. */
  hintedSends: number;
  /** Attempts that another attempt of the call outran: they count among all, and say nothing against it. */
  outrunSends: number;
  /** Times it was refused before sending because its target was cooling: it may be asked again. */
  coolRefusals: number;
  lastFailure: Failure | null;
  /** Refused before sending for another reason: it is not asked again. */
  isOut: boolean;
  readonly contextTokens: number | null;
}

export interface StepLimits {
  readonly maxAttempts: number;
  readonly maxAttemptsPerTarget: number;
  readonly maxHintedAttempts: number;
  readonly longestHintMs: number;
  readonly longestCoolWaitMs: number;
}

export interface StepState {
  readonly candidates: readonly Tried[];
  /** The candidate whose failure or refusal is to be answered. */
  readonly last: number;
  readonly limits: StepLimits;
  /** Until the deadline; null without one. */
  readonly remainingMs: number | null;
  readonly random: () => number;
  /** Asks the retry budget for one retry of the candidate; asked only when it is about to be used. */
  readonly mayRetry: (candidate: number) => boolean;
  /** How long a candidate's target must be left alone yet, whoever was told so; 0 or less: not at all. */
  readonly coolMs: (candidate: number) => number;
  /** A candidate that fails a lot lately costs the retry budget also when it is tried for the first time. */
  readonly isUnhealthy: (candidate: number) => boolean;
}

export type StopReason = 'fatal' | 'exhausted' | 'attempt-limit' | 'retry-budget' | 'deadline' | 'long-hint';

export type Step =
  | {
      readonly kind: 'send';
      readonly candidate: number;
      readonly afterMs: number;
      readonly reason: 'failover' | 'backoff' | 'retry-after';
    }
  /** `waitMs`: what the wait would have been. */
  | { readonly kind: 'stop'; readonly reason: StopReason; readonly waitMs: number | null };

const stop = (reason: StopReason, waitMs: number | null = null): Step => ({ kind: 'stop', reason, waitMs });

/**
 * What to do after an attempt failed or was refused, or before the first where every target is cooling. Another target
 * is preferred to waiting; where none is ready, the one whose wait is shortest is next.
 */
export function nextStep(state: StepState): Step {
  const { candidates, last, limits } = state;
  const failure = candidates[last]?.lastFailure ?? null;
  const wasRefused = candidates[last]?.isOut ?? false;
  if (failure !== null && !wasRefused && failure.failover === 'no' && failure.retry === 'no')
    return stop('fatal');
  if (sum(candidates, ({ sends, outrunSends }) => sends + outrunSends) >= limits.maxAttempts)
    return stop('attempt-limit');
  return failOver(state) ?? retry(state);
}

/**
 * Whether an attempt at one candidate need not wait out a cool-down, because another could take the call meanwhile.
 * No longer so when the call has been turned away often enough: then it stays in the line that it is in.
 */
export function hasAlternative(candidates: readonly Tried[], one: number, limits: StepLimits): boolean {
  if (turnedAway(candidates) >= mostTurnedAway(candidates, limits)) return false;
  return candidates.some(
    (other, index) => index !== one && (isUntried(other) || mayBeRetried(other, candidates, limits)),
  );
}

const sum = (candidates: readonly Tried[], of: (tried: Tried) => number) =>
  candidates.reduce((total, tried) => total + of(tried), 0);
const turnedAway = (candidates: readonly Tried[]) => sum(candidates, ({ coolRefusals }) => coolRefusals);
const mostTurnedAway = ({ length }: readonly Tried[], { maxHintedAttempts }: StepLimits) =>
  Math.max(maxHintedAttempts, length);
const isUntried = ({ sends, hintedSends, isOut }: Tried) => sends === 0 && hintedSends === 0 && !isOut;
const isHinted = ({ errorClass, retryAfterMs }: Failure) =>
  errorClass === 'rate-limit' && retryAfterMs !== null;

function failOver(state: StepState): Step | null {
  for (let candidate = 0; candidate < state.candidates.length; candidate++) {
    if (!mayTakeOver(state, candidate) || state.coolMs(candidate) > 0) continue;
    if (isBudgeted(state, candidate) && !state.mayRetry(candidate)) continue;
    return { kind: 'send', candidate, afterMs: 0, reason: 'failover' };
  }
  return null;
}

/**
 * Whether an attempt costs its target's retry budget: where it failed before, or fails a lot lately. A call that has
 * loaded nobody yet costs nothing, however often it was turned away: it is no second request.
 */
function isBudgeted({ candidates, isUnhealthy }: StepState, candidate: number): boolean {
  const own = candidates[candidate]?.lastFailure ?? null;
  if (own !== null) return own.loadedTarget;
  return candidates.some(({ lastFailure }) => lastFailure?.loadedTarget) && isUnhealthy(candidate);
}

/** Whether an untried candidate may take the call: after a context that was too large only one with more room. */
function mayTakeOver({ candidates, last }: StepState, candidate: number): boolean {
  const tried = candidates[candidate] as Tried;
  const before = candidates[last];
  if (!isUntried(tried) || (before?.lastFailure?.failover === 'no' && !before.isOut)) return false;
  return candidates.every(
    ({ lastFailure, contextTokens }) =>
      lastFailure?.failover !== 'larger' ||
      contextTokens === null ||
      tried.contextTokens === null ||
      tried.contextTokens > contextTokens,
  );
}

interface Wait {
  readonly candidate: number;
  readonly afterMs: number;
  readonly reason: 'backoff' | 'retry-after';
  /** A server that asks for this much is left alone instead. */
  readonly isTooLong: boolean;
}

function retry(state: StepState): Step {
  const { candidates, remainingMs } = state;
  const waits = candidates
    .flatMap((tried, candidate) => waitFor(tried, candidate, state))
    .sort((one, other) => one.afterMs - other.afterMs);
  const possible = waits.filter(({ isTooLong }) => !isTooLong);
  const [shortest] = possible;
  if (shortest === undefined) {
    if (waits[0] !== undefined) return stop('long-hint', waits[0].afterMs);
    return stop(
      candidates.some(({ lastFailure, isOut }) => !isOut && lastFailure?.retry !== 'no')
        ? 'attempt-limit'
        : 'exhausted',
    );
  }
  if (remainingMs !== null && shortest.afterMs >= remainingMs) return stop('deadline', shortest.afterMs);
  for (const { candidate, afterMs, reason } of possible) {
    if (remainingMs !== null && afterMs >= remainingMs) break;
    if (!isBudgeted(state, candidate) || state.mayRetry(candidate))
      return { kind: 'send', candidate, afterMs, reason };
  }
  return stop('retry-budget', shortest.afterMs);
}

/** How long to wait before a candidate may be asked; nothing where it may not be. */
function waitFor(tried: Tried, candidate: number, state: StepState): Wait[] {
  const { candidates, limits, random } = state;
  const coolMs = state.coolMs(candidate);
  // The last one that was let through to wait in line came back all the same.
  if (tried.coolRefusals > 0 && turnedAway(candidates) > mostTurnedAway(candidates, limits)) return [];
  if (tried.lastFailure === null)
    return coolMs > 0 && mayTakeOver(state, candidate) ? [waitToCool(candidate, coolMs, state)] : [];
  if (!mayBeRetried(tried, candidates, limits)) return [];
  const { sends, hintedSends, lastFailure } = tried;
  const { retryAfterMs: hintMs, errorClass } = lastFailure;
  const isRateLimit = errorClass === 'rate-limit';
  // It is being kept by the target's cool-down, counted from when it was told.
  if (isRateLimit && hintMs !== null && hintMs > 0)
    return [
      {
        candidate,
        afterMs: Math.max(0, Math.ceil(coolMs)),
        reason: 'retry-after',
        isTooLong: Math.min(hintMs, coolMs) > limits.longestHintMs,
      },
    ];
  // A hint of 0 still pays the ordinary wait: no hot loop.
  const backoff = backoffMs({ retry: sends + hintedSends - 1, isThrottle: isRateLimit, random });
  const wait: Wait =
    hintMs === null
      ? { candidate, afterMs: backoff, reason: 'backoff', isTooLong: false }
      : {
          candidate,
          afterMs: hintMs === 0 ? backoff : waitAfterHintMs(hintMs, random),
          reason: 'retry-after',
          isTooLong: hintMs > limits.longestHintMs,
        };
  // Another call may have been told to stay away for longer since.
  return [coolMs > wait.afterMs ? waitToCool(candidate, coolMs, state) : wait];
}

/**
 * No jitter beyond the cool-down's own: who comes a little later than the others finds the target cooling again, where
 * it often turns calls away.
 */
const waitToCool = (candidate: number, coolMs: number, { limits }: StepState): Wait => ({
  candidate,
  afterMs: Math.ceil(coolMs),
  reason: 'retry-after',
  isTooLong: coolMs > limits.longestCoolWaitMs,
});

/** Whether a candidate that failed may be tried again in this call. */
function mayBeRetried(
  { sends, lastFailure, isOut }: Tried,
  candidates: readonly Tried[],
  limits: StepLimits,
): boolean {
  if (isOut || lastFailure === null || lastFailure.retry === 'no') return false;
  if (lastFailure.retry === 'once' && sends > 1) return false;
  return isHinted(lastFailure)
    ? sum(candidates, ({ hintedSends }) => hintedSends) < limits.maxHintedAttempts
    : sends < limits.maxAttemptsPerTarget;
}
