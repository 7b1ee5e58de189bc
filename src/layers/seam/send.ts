import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Answer, Attempt, AttemptRecord } from '../../core/call.js';
import { CircuitOpenError, QueueFullError } from '../../core/errors.js';
import type { Outcome } from '../../core/outcome.js';
import type { Service } from '../../core/service.js';
import { whenSettled } from '../../core/service.js';
import type { ReportBook } from '../../measure/report-book.js';
import type { Kit } from '../kit.js';
import type { OpenAttempt } from './open-attempt.js';

/**
 * Sends one attempt down the stack and writes it into the call's trail: when it has settled, or when it was refused.
 * The one place that does, so that the trail, the events and the health book never disagree.
 */
export function send(
  kit: Kit,
  book: ReportBook,
  tryOnce: Service<Attempt>,
): (open: OpenAttempt) => Promise<Answer> {
  const { world, emit, health } = kit;

  function write(attempt: Attempt, record: AttemptRecord): void {
    attempt.call.trail.attempts.push(record);
    emit?.({ type: 'attempt-end', callId: attempt.call.id, attempt: attempt.number, ...record });
  }

  function settle(attempt: Attempt, outcome: Outcome): Outcome {
    const { trail } = attempt.call;
    trail.outcomes.push(outcome);
    const record = recordOf(attempt, outcome);
    write(attempt, record);
    if (outcome.status !== 'cancelled')
      book.attempt(attempt.target.id, {
        isError: outcome.status === 'failed',
        latencyMs: outcome.latencyMs,
        firstContentMs: outcome.firstContentMs,
        costNanoUsd: record.costNanoUsd,
      });
    if (outcome.status === 'ok')
      health
        .of(attempt.target.stateKey)
        .recentFirstContent.record(outcome.firstContentMs ?? outcome.latencyMs, world.monotonicMs());
    return outcome;
  }

  return async ({ attempt, warnings }) => {
    const { call, target } = attempt;
    const startedAtMs = world.monotonicMs();
    emit?.({
      type: 'attempt-start',
      callId: call.id,
      target: target.id,
      model: target.modelId,
      attempt: attempt.number,
    });
    const answer = await whenSettled(tryOnce(attempt), outcome => {
      attempt.cancel.release();
      return outcome === null ? null : settle(attempt, outcome);
    }).catch(error => {
      if (!(error instanceof AttemptFailed))
        write(attempt, refusalRecord(attempt, error, world.monotonicMs() - startedAtMs));
      throw error;
    });
    call.trail.winner = target;
    call.trail.warnings = [...warnings];
    if (attempt.progress.firstContentAtMs >= 0)
      call.trail.firstContentAtMs = attempt.progress.firstContentAtMs;
    return answer;
  };
}

function recordOf({ target }: Attempt, { status, failure, latencyMs, cost }: Outcome): AttemptRecord {
  const costNanoUsd = cost === null ? (target.price === null ? null : 0) : cost.nanoUsd;
  const record = { target: target.id, outcome: status, latencyMs, costNanoUsd };
  if (failure === null) return record;
  const { errorClass, statusCode } = failure;
  return statusCode === null ? { ...record, errorClass } : { ...record, errorClass, statusCode };
}

function refusalRecord({ target }: Attempt, error: unknown, latencyMs: number): AttemptRecord {
  const isCircuit = CircuitOpenError.isInstance(error);
  const errorClass = isCircuit
    ? error.state === 'cooling'
      ? 'rate-limit'
      : 'circuit-open'
    : QueueFullError.isInstance(error)
      ? 'queue-full'
      : null;
  const record = {
    target: target.id,
    outcome: errorClass === null ? 'cancelled' : 'skipped',
    latencyMs,
    costNanoUsd: 0,
  } as const;
  return errorClass === null ? record : { ...record, errorClass };
}
