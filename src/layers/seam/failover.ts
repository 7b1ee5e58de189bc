import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Answer, Attempt, Call } from '../../core/call.js';
import { RefusedError } from '../../core/errors.js';
import type { Layer } from '../../core/service.js';
import type { ReportBook } from '../../measure/report-book.js';
import type { Kit } from '../kit.js';
import type { JudgeOptions } from './ask-judge.js';
import { askJudge } from './ask-judge.js';
import { createBudgets } from './budgets.js';
import { escalate } from './cascade/escalate.js';
import { continued } from './continue.js';
import { cool } from './cool.js';
import { nowhereToGo } from './final-error.js';
import { hedge } from './hedge/hedge.js';
import type { HedgeOptions } from './hedge/options.js';
import { RaceLost } from './hedge/race.js';
import { openAttempt } from './open-attempt.js';
import type { ContinuationOptions, RetryOptions } from './options.js';
import type { Planned, PlanningOptions } from './plan-attempts.js';
import { planAttempts } from './plan-attempts.js';
import type { End, Recover, Tries } from './recover.js';
import { recover } from './recover.js';
import { send } from './send.js';

export interface FailoverOptions {
  readonly planning: PlanningOptions;
  readonly judge: JudgeOptions | null;
  /** False: one attempt per target, no waits. */
  readonly retry: RetryOptions | false;
  /** False: none. */
  readonly hedge: HedgeOptions | false;
  readonly book: ReportBook;
  /** See `CoolOptions`. */
  readonly holdsCoolDowns: boolean;
  /** False: a stream that breaks off has ended. */
  readonly continuation: ContinuationOptions | false;
}

const notTried: Tries = { count: 0, ends: [] };
const forget = (): void => {};
/** Where retries, whose option it is, are off. */
const longestHintMs = 30_000;

/**
 * The seam: plans a call, then turns it into attempts until one answers or nothing more may be tried.
 * @throws NoTargetFitsError, AllTargetsFailedError, a refusal, or the target's own error made safe
 */
export function failover(
  kit: Kit,
  { planning, judge, retry, hedge: hedging, continuation, book, holdsCoolDowns }: FailoverOptions,
): Layer<Call, Attempt> {
  const budgets = createBudgets(kit, retry);
  const coolTarget = cool(kit, {
    longestHintMs: retry === false ? longestHintMs : retry.longestHintMs,
    isHeld: holdsCoolDowns,
  });
  return tryOnce => {
    const sender = send(kit, book, coolTarget, tryOnce);
    const { sendOne } = sender;
    const sendFirst = hedging === false ? null : hedge(kit, { hedging, retry, sender });
    const plan = planAttempts(kit, planning, judge === null ? null : askJudge(kit, judge, sendOne));
    const goOn = recover(kit, {
      retry,
      longestCoolWaitMs: planning.longestCoolWaitMs,
      budgets,
      sendOne,
    });

    const checked = planning.cascade === false ? null : escalate(kit, { planning, retry, sendOne });

    function start(call: Call, planned: Planned): Promise<Answer> {
      return checked === null ? first(call, planned) : checked(call, planned, first(call, planned));
    }

    function first(call: Call, planned: Planned): Promise<Answer> {
      if (continuation === false || call.mode === 'generate') return begin(call, planned, null, forget);
      const { estimatedInputTokens } = planned;
      const recover = goOn(call, planned);
      const lost: End[] = [];
      return begin(call, planned, recover, end => lost.push(end)).then(answer =>
        continued(call, answer, { ...continuation, estimatedInputTokens, recover, lost }),
      );
    }

    function begin(
      call: Call,
      planned: Planned,
      recover: Recover | null,
      onLost: (end: End) => void,
    ): Promise<Answer> {
      const { candidates, cooling, isWaiting } = planned.plan;
      const [candidate] = candidates;
      if (candidate === undefined) throw nowhereToGo(planned.plan);
      // A single target is waited for in its line, in the order of the line.
      if (isWaiting && candidates.length > 1) return (recover ?? goOn(call, planned))(notTried);
      budgets.of(candidate.target).deposit(kit.world.monotonicMs());
      const open = openAttempt(call, candidate, {
        number: 1,
        hasAlternative: candidates.length + cooling.length > 1,
        estimatedInputTokens: planned.estimatedInputTokens,
        affordableOutputTokens: candidate.affordableOutputTokens,
      });
      const answering =
        sendFirst === null ? sendOne(open) : sendFirst({ call, planned, first: open, onLost });
      return answering.catch(error => {
        // The common road ends above; what follows is for the calls that met trouble.
        if (call.cancel.isCancelled) throw call.cancel.reason;
        if (error instanceof AttemptFailed || RefusedError.isInstance(error))
          return (recover ?? goOn(call, planned))({ count: 1, ends: [{ target: candidate.target, error }] });
        if (error instanceof RaceLost) return (recover ?? goOn(call, planned))(error);
        throw error;
      });
    }

    // Not async: what an async function keeps while it waits is a tenth of all that a call in flight weighs.
    return call => {
      try {
        const planned = plan(call);
        return planned instanceof Promise
          ? planned.then(judged => start(call, judged))
          : start(call, planned);
      } catch (error) {
        return Promise.reject(error);
      }
    };
  };
}
