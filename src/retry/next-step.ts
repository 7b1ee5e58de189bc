import type { Failure } from '../core/outcome.js';
import { backoffMs, waitAfterHintMs } from './backoff.js';

/** How a candidate has fared in this call. */
export interface Tried {
  /** Attempts that were sent, those that a hint asked for apart. */
  sends: number;
  /** Attempts that were answered by a rate limit with a hint. */
  hintedSends: number;
  lastFailure: Failure | null;
  /** Refused before sending, or never to be tried in this call: it is not asked again. */
  isOut: boolean;
  readonly contextTokens: number | null;
}

export interface StepLimits {
  readonly maxAttempts: number;
  readonly maxAttemptsPerTarget: number;
  readonly maxHintedAttempts: number;
  readonly longestHintMs: number;
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
 * What to do after an attempt failed or was refused. Another target is preferred to waiting; when each has been
 * tried, the one whose wait is shortest is tried again.
 */
export function nextStep(state: StepState): Step {
  const { candidates, last, limits } = state;
  const failure = candidates[last]?.lastFailure ?? null;
  const wasRefused = candidates[last]?.isOut ?? false;
  if (failure !== null && !wasRefused && failure.failover === 'no' && failure.retry === 'no')
    return stop('fatal');
  if (sentIn(candidates) >= limits.maxAttempts) return stop('attempt-limit');
  return failOver(state, wasRefused ? null : failure) ?? retry(state);
}

const sentIn = (candidates: readonly Tried[]) => candidates.reduce((sum, { sends }) => sum + sends, 0);
const hintedIn = (candidates: readonly Tried[]) =>
  candidates.reduce((sum, { hintedSends }) => sum + hintedSends, 0);
const isUntried = ({ sends, hintedSends, isOut }: Tried) => sends === 0 && hintedSends === 0 && !isOut;

function failOver(state: StepState, failure: Failure | null): Step | null {
  if (failure?.failover === 'no') return null;
  const { candidates, last } = state;
  const tooSmall = failure?.failover === 'larger' ? (candidates[last]?.contextTokens ?? null) : null;
  for (let candidate = 0; candidate < candidates.length; candidate++) {
    const tried = candidates[candidate] as Tried;
    if (
      !isUntried(tried) ||
      (tooSmall !== null && tried.contextTokens !== null && tried.contextTokens <= tooSmall)
    )
      continue;
    if (state.isUnhealthy(candidate) && !state.mayRetry(candidate)) continue;
    return { kind: 'send', candidate, afterMs: 0, reason: 'failover' };
  }
  return null;
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
  const [shortest] = waits;
  if (shortest === undefined)
    return stop(
      candidates.some(({ lastFailure, isOut }) => !isOut && lastFailure?.retry !== 'no')
        ? 'attempt-limit'
        : 'exhausted',
    );
  if (remainingMs !== null && shortest.afterMs >= remainingMs) return stop('deadline', shortest.afterMs);
  if (shortest.isTooLong) return stop('long-hint', shortest.afterMs);
  for (const { candidate, afterMs, reason, isTooLong } of waits) {
    if (isTooLong || (remainingMs !== null && afterMs >= remainingMs)) break;
    const isBudgeted = candidates[candidate]?.lastFailure?.loadedTarget ?? false;
    if (!isBudgeted || state.mayRetry(candidate)) return { kind: 'send', candidate, afterMs, reason };
  }
  return stop('retry-budget', shortest.afterMs);
}

/** How long to wait before a candidate is tried again; nothing where it may not be. */
function waitFor(
  { sends, hintedSends, lastFailure, isOut }: Tried,
  candidate: number,
  { candidates, limits, random }: StepState,
): Wait[] {
  if (isOut || lastFailure === null || lastFailure.retry === 'no') return [];
  if (lastFailure.retry === 'once' && sends > 1) return [];
  const { retryAfterMs: hintMs } = lastFailure;
  const isRateLimit = lastFailure.errorClass === 'rate-limit';
  const isHinted = isRateLimit && hintMs !== null;
  if (isHinted ? hintedIn(candidates) >= limits.maxHintedAttempts : sends >= limits.maxAttemptsPerTarget)
    return [];
  // A hint of 0 still pays the ordinary wait: no hot loop.
  const backoff = backoffMs({ retry: sends + hintedSends - 1, isThrottle: isRateLimit, random });
  if (hintMs === null) return [{ candidate, afterMs: backoff, reason: 'backoff', isTooLong: false }];
  const afterMs = hintMs === 0 ? backoff : waitAfterHintMs(hintMs, random);
  return [{ candidate, afterMs, reason: 'retry-after', isTooLong: hintMs > limits.longestHintMs }];
}
