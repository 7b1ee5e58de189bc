import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Answer, Call } from '../../core/call.js';
import { BudgetExceededError, CircuitOpenError, RefusedError } from '../../core/errors.js';
import type { ErrorClass } from '../../core/outcome.js';
import type { Target } from '../../core/target.js';
import { wait } from '../../core/wait.js';
import type { Step, StepLimits, Tried } from '../../retry/next-step.js';
import { hasAlternative, nextStep } from '../../retry/next-step.js';
import { affordable } from '../../route/affordable.js';
import type { Candidate } from '../../route/candidate.js';
import { unhealthyRatio } from '../health.js';
import { isHedgeLost } from '../hedge-lost.js';
import type { Kit } from '../kit.js';
import type { Budgets } from './budgets.js';
import { finalError, nowhereToGo } from './final-error.js';
import { leftToSpendUsd } from './left-to-spend.js';
import type { OpenAttempt } from './open-attempt.js';
import { openAttempt } from './open-attempt.js';
import type { RetryOptions } from './options.js';
import type { Planned } from './plan-attempts.js';

export interface RecoverOptions {
  readonly retry: RetryOptions | false;
  /** A cool-down up to this long is waited out where no target is ready. */
  readonly longestCoolWaitMs: number;
  readonly budgets: Budgets;
  readonly sendOne: (open: OpenAttempt) => Promise<Answer>;
}

/** An attempt that came to nothing, and of what. */
export interface End {
  readonly target: Target;
  readonly error: unknown;
}

/** What was tried of a call before. */
export interface Tries {
  /** Attempts that were made, whatever became of them. */
  readonly count: number;
  /** Those that came to nothing, in the order to go by. */
  readonly ends: readonly End[];
}

/** One attempt per target where retries are off. */
const noRetries = {
  maxAttempts: Number.POSITIVE_INFINITY,
  maxAttemptsPerTarget: 1,
  maxHintedAttempts: 0,
  longestHintMs: 0,
};

/** What the next attempts of a call are to do. */
export interface Goal {
  /** With the options to send. */
  readonly call: Call;
  readonly estimatedInputTokens: number;
}

/**
 * Finds the next attempt that answers, after those that did not. May be asked again when that answer broke off, with
 * another goal: to go on with it.
 */
export type Recover = (tries: Tries, continuation?: Goal) => Promise<Answer>;

/**
 * Goes on with a call whose attempts so far came to nothing (or that could make none yet), step by step, until one answers
 * or none is left.
 */
export function recover(
  kit: Kit,
  { retry, longestCoolWaitMs, budgets, sendOne }: RecoverOptions,
): (call: Call, planned: Planned) => Recover {
  const { world, emit } = kit;
  const limits: StepLimits = { ...(retry === false ? noRetries : retry), longestCoolWaitMs };

  return (call, { plan, estimatedInputTokens }) => {
    const candidates = [...plan.candidates, ...plan.cooling];
    const tried = candidates.map(untried);
    const failures: AttemptFailed[] = [];
    const refusals: RefusedError[] = [];
    let last = 0;
    let number = 0;
    let wasRefused = false;

    /** Writes down what became of the last attempt; an error that is neither is not ours to handle. */
    function note(error: unknown): void {
      if (call.cancel.isCancelled) throw call.cancel.reason;
      const candidate = tried[last] as Tried;
      wasRefused = RefusedError.isInstance(error);
      if (isHedgeLost(error)) candidate.outrunSends++;
      else if (error instanceof AttemptFailed) {
        failures.push(error);
        candidate.lastFailure = error.failure;
        if (error.failure.errorClass === 'rate-limit' && error.failure.retryAfterMs !== null)
          candidate.hintedSends++;
        else candidate.sends++;
      } else if (RefusedError.isInstance(error)) {
        refusals.push(error);
        if (CircuitOpenError.isInstance(error) && error.state === 'cooling') candidate.coolRefusals++;
        else candidate.isOut = true;
      } else throw error;
    }

    /** Nothing is waited for, and nobody is told of a move, that the money forbids. */
    function leaveOut(index: number, refusal: BudgetExceededError): void {
      const { target } = candidates[index] as Candidate;
      (tried[index] as Tried).isOut = true;
      refusals.push(refusal);
      call.trail.attempts.push({
        target: target.id,
        outcome: 'skipped',
        errorClass: 'budget',
        startedMs: kit.world.monotonicMs() - call.startedAtMs,
        latencyMs: 0,
        costNanoUsd: 0,
      });
    }

    const healthOf = (index: number) => kit.health.of((candidates[index] as Candidate).target.stateKey);

    const decide = (): Step =>
      nextStep({
        candidates: tried,
        last,
        limits,
        remainingMs: call.deadlineAtMs === null ? null : call.deadlineAtMs - world.monotonicMs(),
        random: world.random,
        mayRetry: index =>
          budgets.of((candidates[index] as Candidate).target).tryWithdraw(world.monotonicMs()),
        coolMs: index => healthOf(index).coolUntilMs - world.monotonicMs(),
        isUnhealthy: index => healthOf(index).failureRatio >= unhealthyRatio,
      });

    return async (tries, continuation) => {
      const goal = continuation ?? { call, estimatedInputTokens };
      const flag = continuation === undefined ? undefined : ({ isContinuation: true } as const);
      number = Math.max(number, tries.count);
      for (const { target, error } of tries.ends) {
        last = candidates.findIndex(candidate => candidate.target === target);
        note(error);
      }
      for (;;) {
        const step = decide();
        if (step.kind === 'stop')
          throw finalError(kit, call, failures, refusals, step.waitMs) ?? nowhereToGo(plan);
        const from = candidates[last] as Candidate;
        const next = candidates[step.candidate] as Candidate;
        const { target } = next;
        const payable = affordableNow(goal.call, next);
        if (payable instanceof BudgetExceededError) {
          leaveOut(step.candidate, payable);
          continue;
        }
        const { lastFailure, coolRefusals } = tried[step.candidate] as Tried;
        if (lastFailure === null && coolRefusals === 0) budgets.of(target).deposit(world.monotonicMs());
        if (step.reason === 'failover') {
          const errorClass: ErrorClass | 'refused' = wasRefused
            ? 'refused'
            : (tried[last]?.lastFailure?.errorClass ?? 'refused');
          emit?.({
            type: 'failover',
            callId: call.id,
            from: from.target.id,
            to: target.id,
            errorClass,
            ...flag,
          });
        } else {
          emit?.({
            type: 'retry-wait',
            callId: call.id,
            target: target.id,
            delayMs: step.afterMs,
            reason: step.reason,
            ...flag,
          });
          await wait(world, step.afterMs, call.cancel);
        }
        last = step.candidate;
        number++;
        try {
          return await sendOne(
            openAttempt(goal.call, next, {
              number,
              hasAlternative: hasAlternative(tried, step.candidate, limits),
              estimatedInputTokens: goal.estimatedInputTokens,
              affordableOutputTokens: payable,
            }),
          );
        } catch (error) {
          note(error);
        }
      }
    };
  };
}

const untried = ({ target }: Candidate): Tried => ({
  sends: 0,
  hintedSends: 0,
  outrunSends: 0,
  coolRefusals: 0,
  lastFailure: null,
  isOut: false,
  contextTokens: target.contextTokens,
});

/** The output tokens that what is left of `maxCostUsd` pays for; null without a cap; a refusal where it pays for no attempt. */
function affordableNow(call: Call, { target }: Candidate): number | null | BudgetExceededError {
  const { maxCostUsd } = call.settings;
  const { outputTokens, leftOut } = affordable(target, leftToSpendUsd(call), call.options);
  if (leftOut !== null)
    return new BudgetExceededError({
      reason: 'max-cost',
      message: `What is left of maxCostUsd (${maxCostUsd}) does not pay for another attempt at ${target.id}.`,
    });
  return outputTokens;
}
