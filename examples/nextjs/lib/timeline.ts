import type { AttemptReport } from './chat-message';

export interface TimelineEntry {
  readonly attempt: AttemptReport;
  /** Both as shares of the whole, 0 to 1. */
  readonly fromRatio: number;
  readonly lengthRatio: number;
}

/**
 * Places the attempts of an answer on one line of time. Each model call of a tool loop counts from its own beginning: it
 * is put behind the one before it.
 */
export function timelineOf(attempts: readonly AttemptReport[]): readonly TimelineEntry[] {
  let callStartsAtMs = 0;
  let endMs = 0;
  let isAnswered = false;
  const placed = attempts.map(attempt => {
    // An answer is followed by the loser of a hedge, by a dearer model that was asked after it, or by the next call.
    const isNextCall = isAnswered && attempt.role !== 'outrun' && callStartsAtMs + attempt.startedMs < endMs;
    if (isNextCall) callStartsAtMs = endMs;
    isAnswered = attempt.outcome === 'ok' && attempt.role === undefined;
    const fromMs = callStartsAtMs + attempt.startedMs;
    endMs = Math.max(endMs, fromMs + attempt.latencyMs);
    return { attempt, fromMs };
  });
  const wholeMs = Math.max(endMs, 1);
  return placed.map(({ attempt, fromMs }) => ({
    attempt,
    fromRatio: fromMs / wholeMs,
    lengthRatio: attempt.latencyMs / wholeMs,
  }));
}
