import type { AttemptFailed } from '../../core/attempt-failed.js';
import type { Call } from '../../core/call.js';
import type { LeftOut, RefusedError } from '../../core/errors.js';
import {
  AllTargetsFailedError,
  BudgetExceededError,
  CircuitOpenError,
  NoTargetFitsError,
} from '../../core/errors.js';
import type { Plan } from '../../route/plan.js';
import type { Kit } from '../kit.js';

/** The error of a call that has nowhere to go: either nothing fits it, or all that fits refuses for now. */
export function nowhereToGo({ readyFirst, overBudget, leftOut }: Plan): RefusedError | NoTargetFitsError {
  const refusals: RefusedError[] = [];
  if (readyFirst !== null) refusals.push(new CircuitOpenError(readyFirst));
  if (overBudget !== null)
    refusals.push(
      new BudgetExceededError({
        reason: 'budget',
        message: `The budget does not pay for this call. ${reasonsOf(leftOut)}.`,
        retryAfterMs: overBudget.retryAfterMs ?? undefined,
      }),
    );
  return leastPatient(refusals) ?? new NoTargetFitsError({ leftOut });
}

/**
 * The error of a call whose attempts are over. A refusal where nothing was sent; the target's own error, made safe,
 * after a single attempt, for the caller's own fault, or where no target has a key; else the list of what was tried.
 */
export function finalError(
  kit: Kit,
  call: Call,
  failures: readonly AttemptFailed[],
  refusals: readonly RefusedError[],
  waitMs: number | null,
): unknown {
  const last = failures.at(-1);
  if (last === undefined) return leastPatient(refusals);
  const isCallersFault = last.failure.failover === 'no';
  const hasSent = failures.some(({ failure }) => failure.errorClass !== 'not-configured');
  if (failures.length === 1 || isCallersFault || !hasSent) return kit.safeError(last.failure.cause);
  const withStatus = failures.findLast(({ failure }) => failure.statusCode !== null);
  return new AllTargetsFailedError({
    attempts: call.trail.attempts,
    cause: kit.safeError(last.failure.cause),
    statusCode: withStatus?.failure.statusCode ?? undefined,
    retryAfterMs: waitMs ?? undefined,
  });
}

const reasonsOf = (leftOut: readonly LeftOut[]) =>
  leftOut.map(({ target, reason, detail }) => `${target}: ${detail ?? reason}`).join('; ');

/** Of several refusals, the one that asks for the shortest wait. */
function leastPatient(refusals: readonly RefusedError[]): RefusedError | undefined {
  const waitOf = ({ retryAfterMs }: RefusedError) => retryAfterMs ?? Number.POSITIVE_INFINITY;
  return [...refusals].sort((one, other) => waitOf(one) - waitOf(other))[0];
}
