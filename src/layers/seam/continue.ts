import { AttemptFailed } from '../../core/attempt-failed.js';
import type { Answer, Call, FailureHandler, PartHandler } from '../../core/call.js';
import { DeadlineExceededError } from '../../core/errors.js';
import type { ModelPart } from '../../core/model.js';
import type { Outcome } from '../../core/outcome.js';
import type { Target } from '../../core/target.js';
import { sumOfCost, uncutUsage } from '../../price/sum-usage.js';
import { continuedOptions } from '../../prompt/continue-prompt.js';
import { estimateTokens } from '../../prompt/estimate-tokens.js';
import { cancelledFailure, deadlineFailure } from '../../retry/classify-failure.js';
import type { ContinuationOptions } from './options.js';
import type { End, Recover } from './recover.js';
import { createSplice } from './splice.js';

type StreamAnswer = Extract<Answer, { mode: 'stream' }>;

export interface ContinueOptions extends ContinuationOptions {
  readonly estimatedInputTokens: number;
  /** Finds who goes on after a failure, under the limits of the call. */
  readonly recover: Recover;
  /** What was tried beside the answer, and lost to it. */
  readonly lost: readonly End[];
}

/**
 * The answer of a call whose text another attempt goes on with where one breaks off: one stream, with one beginning and
 * one end. What it was told, and what it cost, is the sum over the attempts that wrote it.
 * An answer that is to be JSON is handed back as it is: half a document is nothing to go on with.
 */
export function continued(
  call: Call,
  answer: Answer,
  { maxContinuations, estimatedInputTokens, recover, lost }: ContinueOptions,
): Answer {
  if (answer.mode === 'generate' || call.options.responseFormat?.type === 'json') return answer;
  const splice = createSplice();
  const ready: ModelPart[] = [];
  /** Of the attempts that wrote a part of the answer and broke off. */
  const broken: Outcome[] = [];
  let current: StreamAnswer = answer;
  let continuationsLeft = maxContinuations;
  /** Why nobody goes on any more. */
  let ended: AttemptFailed | null = null;
  let isReading = false;
  let handTo: PartHandler;
  let endWith: FailureHandler;
  let settle: (outcome: Outcome) => void;
  const settled = new Promise<Outcome>(resolve => {
    settle = resolve;
  });

  function hand(part: ModelPart | null): void {
    isReading = false;
    handTo(part);
  }

  function take(part: ModelPart | null): void {
    if (part !== null) splice.take(part, ready);
    const first = part === null ? null : ready.shift();
    if (first === undefined) current.result.next(take, fail);
    else hand(first);
  }

  function fail(failure: AttemptFailed): void {
    const text = call.trail.text?.text() ?? '';
    const isPossible = splice.isContinuable && text !== '' && call.trail.text?.isCut === false;
    if (ended === null && isPossible && continuationsLeft > 0 && !call.cancel.isCancelled) {
      continuationsLeft--;
      goOn(failure, text).catch(error => giveUp(finalFailure(call, failure, error), current.settled));
    } else giveUp(ended ?? failure, current.settled);
  }

  async function goOn(failure: AttemptFailed, partial: string): Promise<void> {
    const outcome = await current.settled;
    const cut = failure.with(outcome);
    try {
      const ends = [...(broken.length === 0 ? lost : []), { target: writerOf(call), error: cut }];
      const tries = { count: call.trail.attempts.length, ends };
      const next = await recover(tries, {
        call: { ...call, options: continuedOptions(call.options, partial) },
        estimatedInputTokens: estimatedInputTokens + estimateTokens(partial),
      });
      if (next.mode !== 'stream') throw new TypeError('A whole answer came for a stream call.');
      broken.push(outcome);
      current = next;
    } catch (error) {
      const final = finalFailure(call, cut, error);
      return giveUp(final, Promise.resolve(final.outcome));
    }
    watch(current);
    splice.resume(partial);
    if (call.cancel.isCancelled) giveUp(finalFailure(call, cut, call.cancel.reason), current.settled);
    else current.result.next(take, fail);
  }

  function giveUp(failure: AttemptFailed, settling: Promise<Outcome>): void {
    ended = failure;
    void settling.then(outcome => settle(together(broken, outcome)));
    splice.end(ready);
    const first = ready.shift();
    isReading = false;
    if (first === undefined) endWith(failure);
    else handTo(first);
  }

  /** What ends while nobody reads is not gone on with: nobody may ever read again. */
  function watch({ settled }: StreamAnswer): void {
    void settled.then(outcome => {
      if (outcome.status !== 'ok') {
        if (isReading || outcome.failure === null) return;
        ended = new AttemptFailed(outcome.failure, outcome);
      }
      settle(together(broken, outcome));
    });
  }

  watch(answer);
  const { request, response } = answer.result;
  return {
    mode: 'stream',
    settled,
    result: {
      request,
      response,
      next(toHand, toEnd) {
        handTo = toHand;
        endWith = toEnd;
        const first = ready.shift();
        if (first !== undefined) return hand(first);
        // Also where it has ended: what had come by then is handed on before that is told.
        isReading = true;
        current.result.next(take, fail);
      },
    },
  };
}

/** Whose answer is being read. */
const writerOf = ({ trail }: Call): Target => trail.winner as Target;

/** The failure of an answer that nobody could go on with; a caller who left, and a deadline, are no target's fault. */
function finalFailure({ cancel }: Call, cut: AttemptFailed, error: unknown): AttemptFailed {
  const failure =
    !cancel.isCancelled || cancel.reason !== error
      ? { ...cut.failure, cause: error }
      : DeadlineExceededError.isInstance(error)
        ? deadlineFailure(error)
        : cancelledFailure(error);
  const status = failure.errorClass === 'aborted' ? 'cancelled' : 'failed';
  return new AttemptFailed(failure, { ...cut.outcome, status, failure });
}

/** The outcome of an answer that several attempts wrote. */
function together(broken: readonly Outcome[], last: Outcome): Outcome {
  const [first, ...rest] = [...broken, last].map(({ cost }) => cost);
  const cost = sumOfCost([first ?? null, ...rest]);
  if (broken.length === 0 || cost === null || !first) return last;
  const usages = rest.flatMap(one => (one === null || one === undefined ? [] : [one.usage]));
  return { ...last, cost, uncutUsage: uncutUsage([first.usage, ...usages]) };
}
