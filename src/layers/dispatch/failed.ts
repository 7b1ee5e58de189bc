import { InvalidResponseDataError } from '@ai-sdk/provider';
import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Attempt } from '../../core/call.js';
import { DeadlineExceededError } from '../../core/errors.js';
import type { ModelFinishReason } from '../../core/model.js';
import type { Failure, Outcome, Usage } from '../../core/outcome.js';
import { thrownByTarget } from '../../core/unusable-answer.js';
import type { World } from '../../core/world.js';
import {
  cancelledFailure,
  classifyFailure,
  deadlineFailure,
  streamCutFailure,
  timeoutFailure,
} from '../../retry/classify-failure.js';
import { AttemptTimeout } from '../attempt-timeout.js';

/** What the seam is told of an attempt that came to nothing, or broke off: a failure, and what it took. */
export function failed(world: World, attempt: Attempt, error: unknown): AttemptFailed {
  // A model that is cancelled throws whatever it likes; what counts is who cancelled it, and why.
  const failure = attempt.cancel.isCancelled
    ? cancellation(attempt.cancel.reason)
    : isA(error, StreamCut)
      ? streamCutFailure(error)
      : classifyFailure(named(attempt, error), { wallMs: world.wallMs() });
  const isCancelled = failure.errorClass === 'aborted';
  return new AttemptFailed(
    failure,
    outcomeOf(world, attempt, isCancelled ? 'cancelled' : 'failed', null, failure),
  );
}

/** What is no error does not say whose it is. */
const named = ({ target }: Attempt, error: unknown): unknown =>
  typeof error === 'object' && error !== null ? error : thrownByTarget(target.id, error);

function cancellation(reason: unknown): Failure {
  if (isA(reason, AttemptTimeout))
    return reason.kind === 'unread' ? cancelledFailure(reason) : timeoutFailure(reason);
  if (DeadlineExceededError.isInstance(reason)) return deadlineFailure(reason);
  return cancelledFailure(reason);
}

export function outcomeOf(
  world: World,
  attempt: Attempt,
  status: Outcome['status'],
  usage: Usage | null,
  failure: Failure | null,
): Outcome {
  const { progress } = attempt;
  return {
    status,
    usage,
    failure,
    latencyMs: world.monotonicMs() - progress.sentAtMs,
    firstContentMs: progress.firstContentAtMs < 0 ? null : progress.firstContentAtMs - progress.sentAtMs,
    outputCharacters: progress.outputCharacters,
    cost: null,
  };
}

/** `instanceof`, for what may be a trap. */
function isA<Thing>(value: unknown, kind: abstract new (...parts: never[]) => Thing): value is Thing {
  try {
    return value instanceof kind;
  } catch {
    return false;
  }
}

/** A stream that ended without a finish reason. */
export class StreamCut extends InvalidResponseDataError {
  constructor() {
    super({ data: null, message: 'The stream ended before the answer did.' });
  }
}

/** An answer whose own finish reason says that it is none. */
export function finishedWithError({
  finishReason,
}: {
  finishReason: ModelFinishReason;
}): InvalidResponseDataError {
  return new InvalidResponseDataError({
    data: finishReason.raw ?? null,
    message: 'The answer ended with finish reason "error".',
  });
}
