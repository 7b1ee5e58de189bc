import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Attempt, Call } from '../../core/call.js';
import { RefusedError } from '../../core/errors.js';
import type { Layer } from '../../core/service.js';
import type { ReportBook } from '../../measure/report-book.js';
import type { Kit } from '../kit.js';
import type { JudgeOptions } from './ask-judge.js';
import { askJudge } from './ask-judge.js';
import { createBudgets } from './budgets.js';
import { nowhereToGo } from './final-error.js';
import { openAttempt } from './open-attempt.js';
import type { RetryOptions } from './options.js';
import type { PlanningOptions } from './plan-attempts.js';
import { planAttempts } from './plan-attempts.js';
import { recover } from './recover.js';
import { send } from './send.js';

export interface FailoverOptions {
  readonly planning: PlanningOptions;
  readonly judge: JudgeOptions | null;
  /** False: one attempt per target, no waits. */
  readonly retry: RetryOptions | false;
  readonly book: ReportBook;
}

/**
 * The seam: plans a call, then turns it into attempts until one answers or nothing more may be tried.
 * @throws NoTargetFitsError, AllTargetsFailedError, a refusal, or the target's own error made safe
 */
export function failover(kit: Kit, { planning, judge, retry, book }: FailoverOptions): Layer<Call, Attempt> {
  const budgets = createBudgets(kit, retry);
  return tryOnce => {
    const sendOne = send(kit, book, tryOnce);
    const plan = planAttempts(kit, planning, judge === null ? null : askJudge(kit, judge, sendOne));
    const goOn = recover(kit, { retry, budgets, sendOne });

    return async call => {
      const planning = plan(call);
      const planned = planning instanceof Promise ? await planning : planning;
      const { candidates } = planned.plan;
      const [candidate] = candidates;
      if (candidate === undefined) throw nowhereToGo(planned.plan);
      budgets.of(candidate.target).deposit(kit.world.monotonicMs());
      const open = openAttempt(call, candidate, {
        number: 1,
        hasAlternative: candidates.length > 1,
        estimatedInputTokens: planned.traits.estimatedInputTokens,
        affordableOutputTokens: candidate.affordableOutputTokens,
      });
      try {
        return await sendOne(open);
      } catch (error) {
        // The common road ends above; what follows is for the calls that met trouble.
        if (call.cancel.isCancelled) throw call.cancel.reason;
        if (error instanceof AttemptFailed || RefusedError.isInstance(error))
          return goOn(call, planned, error);
        throw error;
      }
    };
  };
}
