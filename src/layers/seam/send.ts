import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Answer, Attempt, AttemptRecord } from '../../core/call.js';
import { BudgetExceededError, CircuitOpenError, QueueFullError } from '../../core/errors.js';
import type { Outcome } from '../../core/outcome.js';
import type { Service } from '../../core/service.js';
import { settle } from '../../core/service.js';
import type { ReportBook } from '../../measure/report-book.js';
import { cancelledFailure } from '../../retry/classify-failure.js';
import { noteAnswerTime } from '../health.js';
import { HedgeLost, isHedgeLost } from '../hedge-lost.js';
import type { Kit } from '../kit.js';
import { warn } from '../warn.js';
import type { Cool } from './cool.js';
import { estimateWarning } from './estimate-warning.js';
import type { OpenAttempt } from './open-attempt.js';

export interface Sender {
  /** Sends an attempt. Rejects with what became of it where it has no answer. */
  sendOne(open: OpenAttempt): Promise<Answer>;
  /** The same, where another attempt of the call may answer first: its answer counts only if `claim` says so. */
  sendInRace(open: OpenAttempt, claim: () => boolean): Promise<Answer>;
  /**
   * Ends an attempt that another has outrun: its connection is closed, it is charged, and every layer lets go of it, all
   * before this returns, whatever its model does.
   */
  outrun(open: OpenAttempt): void;
}

/**
 * Sends attempts down the stack and writes them into the call's trail: when they have settled, or when they were refused.
 * The one place that does, so that the trail, the events and the health book never disagree.
 */
export function send(kit: Kit, book: ReportBook, cool: Cool, tryOnce: Service<Attempt>): Sender {
  const { world, emit, health } = kit;
  /** Attempts of races whose books are closed. */
  const over = new WeakSet<Attempt>();

  function write(attempt: Attempt, record: AttemptRecord, outcome: Outcome | null): void {
    const { call, target, number, progress } = attempt;
    call.trail.attempts.push(record);
    emit?.({
      type: 'attempt-end',
      callId: call.id,
      attempt: number,
      model: target.modelId,
      provider: target.provider,
      firstContentMs: outcome?.firstContentMs ?? null,
      usage: outcome?.cost?.usage ?? null,
      estimated: outcome?.cost?.isEstimated ?? false,
      finishReason: progress.finishReason,
      responseId: progress.responseId,
      responseModel: progress.responseModel,
      ...record,
    });
  }

  /** Lets every layer let go, then writes down what became of the attempt. */
  function settled(attempt: Attempt, told: Outcome, answer: Answer | null): Outcome {
    // Before the line lets the next one through.
    if (told.failure !== null) cool(attempt, told.failure);
    const outcome = settle(attempt, told, answer) ?? told;
    attempt.cancel.release();
    const { trail } = attempt.call;
    trail.outcomes.push(outcome);
    const estimate = estimateWarning(attempt.target.id, outcome);
    if (estimate !== null) warn(kit, attempt.call, estimate, attempt.target.id);
    const record = recordOf(attempt, outcome);
    write(attempt, record, outcome);
    book.attempt(attempt.target.id, {
      status: outcome.status,
      latencyMs: outcome.latencyMs,
      firstContentMs: outcome.firstContentMs,
      costNanoUsd: record.costNanoUsd,
      reportedCostNanoUsd: record.reportedCostNanoUsd,
    });
    if (outcome.status === 'ok')
      noteAnswerTime(
        health.of(attempt.target.stateKey),
        attempt.call.mode,
        outcome.firstContentMs ?? outcome.latencyMs,
        world.monotonicMs(),
      );
    return outcome;
  }

  function answered({ attempt, warnings }: OpenAttempt, answer: Answer): Answer {
    const { trail } = attempt.call;
    trail.winner = attempt.target;
    for (const warning of warnings) warn(kit, attempt.call, warning, attempt.target.id);
    const { firstContentAtMs } = attempt.progress;
    // Another attempt may only go on with the answer.
    if (firstContentAtMs >= 0) trail.firstContentAtMs ??= firstContentAtMs;
    return answer.mode === 'generate'
      ? { ...answer, settled: settled(attempt, answer.settled, answer) }
      : { ...answer, settled: answer.settled.then(outcome => settled(attempt, outcome, answer)) };
  }

  function failed(attempt: Attempt, error: unknown, askedAtMs: number): never {
    if (error instanceof AttemptFailed) throw error.with(settled(attempt, error.outcome, null));
    notSent(attempt, error, world.monotonicMs() - askedAtMs);
    throw error;
  }

  function notSent(attempt: Attempt, error: unknown, latencyMs: number): void {
    settle(attempt, null, null);
    attempt.cancel.release();
    const startedMs = world.monotonicMs() - latencyMs - attempt.call.startedAtMs;
    write(attempt, refusalRecord(attempt, error, { startedMs, latencyMs }), null);
  }

  /** Its books are closed; a layer that was asked after that lets go too. */
  function tooLate(attempt: Attempt): never {
    settle(attempt, null, null);
    throw attempt.cancel.reason;
  }

  /** Returns when that was. */
  function tellStart({ call, target, number }: Attempt): number {
    const nowMs = world.monotonicMs();
    emit?.({
      type: 'attempt-start',
      callId: call.id,
      target: target.id,
      model: target.modelId,
      provider: target.provider,
      attempt: number,
      startedMs: nowMs - call.startedAtMs,
      ...(number === judgeNumber ? { role: 'judge' } : undefined),
    });
    return nowMs;
  }

  return {
    sendOne(open) {
      const { attempt } = open;
      const askedAtMs = tellStart(attempt);
      return tryOnce(attempt).then(
        answer => answered(open, answer),
        error => failed(attempt, error, askedAtMs),
      );
    },
    sendInRace(open, claim) {
      const { attempt } = open;
      const askedAtMs = tellStart(attempt);
      return tryOnce(attempt).then(
        answer => (claim() ? answered(open, answer) : tooLate(attempt)),
        error => {
          if (over.has(attempt)) return tooLate(attempt);
          over.add(attempt);
          return failed(attempt, error, askedAtMs);
        },
      );
    },
    outrun({ attempt }) {
      // It failed in the same moment, and the race was not told yet.
      if (over.has(attempt)) return;
      over.add(attempt);
      const reason = new HedgeLost();
      attempt.cancel.cancel(reason);
      if (attempt.progress.sentAtMs < 0) notSent(attempt, reason, 0);
      else settled(attempt, outrunOutcome(attempt, reason), null);
    },
  };

  function outrunOutcome({ progress }: Attempt, reason: HedgeLost): Outcome {
    const { sentAtMs, firstContentAtMs, outputCharacters } = progress;
    return {
      status: 'cancelled',
      usage: null,
      failure: cancelledFailure(reason),
      latencyMs: world.monotonicMs() - sentAtMs,
      firstContentMs: firstContentAtMs < 0 ? null : firstContentAtMs - sentAtMs,
      outputCharacters,
      cost: null,
    };
  }
}

/** That of a judge's attempt, which is no try at the answer. */
const judgeNumber = 0;

function recordOf(attempt: Attempt, outcome: Outcome): AttemptRecord {
  const { target, call, progress, number } = attempt;
  const { status, failure, latencyMs, cost, reportedCostNanoUsd } = outcome;
  const costNanoUsd = cost === null ? (target.price === null ? null : 0) : cost.nanoUsd;
  const startedMs = progress.sentAtMs - call.startedAtMs;
  const record: Writable<AttemptRecord> = {
    target: target.id,
    outcome: status,
    startedMs,
    latencyMs,
    costNanoUsd,
  };
  if (number === judgeNumber) record.role = 'judge';
  if (reportedCostNanoUsd !== undefined) record.reportedCostNanoUsd = reportedCostNanoUsd;
  if (failure === null) return record;
  record.errorClass = failure.errorClass;
  if (failure.statusCode !== null) record.statusCode = failure.statusCode;
  if (isHedgeLost(failure.cause)) record.role = 'outrun';
  return record;
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

function refusalRecord(
  { target, number }: Attempt,
  error: unknown,
  times: Pick<AttemptRecord, 'startedMs' | 'latencyMs'>,
): AttemptRecord {
  const errorClass = refusalClass(error);
  return {
    target: target.id,
    outcome: errorClass === null ? 'cancelled' : 'skipped',
    ...times,
    costNanoUsd: 0,
    ...(number === judgeNumber ? { role: 'judge' } : isHedgeLost(error) ? { role: 'outrun' } : undefined),
    ...(errorClass === null ? undefined : { errorClass }),
  };
}

function refusalClass(error: unknown): NonNullable<AttemptRecord['errorClass']> | null {
  if (CircuitOpenError.isInstance(error)) return error.state === 'cooling' ? 'rate-limit' : 'circuit-open';
  if (QueueFullError.isInstance(error)) return 'queue-full';
  return BudgetExceededError.isInstance(error) ? 'budget' : null;
}
