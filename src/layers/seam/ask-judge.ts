import type { Answer, Call } from '../../core/call.js';
import type { Tier } from '../../core/classification.js';
import { DeadlineExceededError } from '../../core/errors.js';
import type { ModelOptions } from '../../core/model.js';
import type { Outcome } from '../../core/outcome.js';
import type { Target } from '../../core/target.js';
import { traitsOf } from '../../prompt/traits-of.js';
import { affordable } from '../../route/affordable.js';
import type { Judgement } from '../../route/decide.js';
import { plainOption } from '../../route/route-table.js';
import type { Kit } from '../kit.js';
import { warn } from '../warn.js';
import { judgeCall, judgeOptions, tierNamedIn } from './judge-call.js';
import { createJudgeMemory } from './judge-memory.js';
import type { OpenAttempt } from './open-attempt.js';
import { openAttempt } from './open-attempt.js';
import type { Judge } from './plan-attempts.js';

/** A model to ask when the classifier is unsure, as a target of its own, and how long to wait for it. */
export interface JudgeOptions {
  readonly target: Target;
  readonly deadlineMs: number;
  /** Room for its answer. */
  readonly outputTokens: number;
}

/** Of `maxCostUsd` the judge may take no more than this: the rest is for the answer. */
const mostOfMaxCostRatio = 0.25;

/**
 * Asks the judge through the attempt stack, so that it is queued, charged and broken like any target. One attempt,
 * a deadline of its own; where it says nothing of use, the classifier's own answer stands. The same ask is asked once.
 */
export function askJudge(
  kit: Kit,
  { target, deadlineMs, outputTokens }: JudgeOptions,
  sendOne: (open: OpenAttempt) => Promise<Answer>,
): Judge {
  const memory = createJudgeMemory();

  function alone(call: Call, judgement: Judgement, problem: string): Judgement['decision'] {
    const message = `The judge ${problem}; the classifier decides alone.`;
    kit.emit?.({ type: 'warning', callId: call.id, target: target.id, message });
    return withReason(judgement, `the judge ${problem}`);
  }

  async function ask(call: Call, options: ModelOptions): Promise<Tier | null> {
    const { estimatedInputTokens } = traitsOf(options);
    const asking = judgeCall(call, options, kit.world.monotonicMs() + deadlineMs);
    const stop = kit.world.after(deadlineMs, () =>
      asking.cancel.cancel(new DeadlineExceededError({ deadlineMs })),
    );
    try {
      const answer = await sendOne(
        openAttempt(asking, judgeCandidate(target, estimatedInputTokens + outputTokens), {
          number: 0,
          hasAlternative: true,
          estimatedInputTokens,
          affordableOutputTokens: null,
        }),
      );
      return answer.mode === 'generate' ? tierNamedIn(answer.result.content) : null;
    } finally {
      stop();
      asking.cancel.release();
      charge(call, asking);
    }
  }

  /** Its attempt is one of the call's. Without a price its cost is in no sum, rather than the answer's own be lost. */
  function charge(call: Call, { trail }: Call): void {
    call.trail.attempts.push(...trail.attempts);
    call.trail.queuedMs += trail.queuedMs;
    for (const outcome of trail.outcomes) {
      const isUnpriced = outcome.cost?.nanoUsd === null;
      call.trail.outcomes.push(isUnpriced ? withoutCost(outcome) : outcome);
      if (isUnpriced)
        warn(
          kit,
          call,
          { type: 'other', message: 'The judge has no price; its cost is in no sum.' },
          target.id,
        );
    }
  }

  return async (call, traits, judgement) => {
    const known = memory.recall(traits.ask);
    if (known !== null) return judged(judgement, known, target, 'before');
    const options = judgeOptions(traits, outputTokens);
    const problem = whyNotAsked(target, call, options);
    if (problem !== null) return withReason(judgement, `the judge was not asked: ${problem}`);
    try {
      const tier = await ask(call, options);
      if (tier === null) return alone(call, judgement, 'named no tier');
      memory.keep(traits.ask, tier);
      return judged(judgement, tier, target);
    } catch {
      if (call.cancel.isCancelled) throw call.cancel.reason;
      return alone(call, judgement, 'did not answer');
    }
  };
}

/** Why `maxCostUsd` forbids it; null where it does not. */
function whyNotAsked(
  target: Target,
  { settings: { maxCostUsd } }: Call,
  options: ModelOptions,
): string | null {
  if (maxCostUsd === null) return null;
  if (target.price === null) return 'it has no price, and maxCostUsd is set';
  const { leftOut } = affordable(target, maxCostUsd * mostOfMaxCostRatio, options);
  return leftOut === null ? null : `it may cost more than a quarter of maxCostUsd (${maxCostUsd})`;
}

const judgeCandidate = (target: Target, reservedTokens: number) => ({
  ...plainOption(target),
  expectedCostNanoUsd: null,
  expectedFirstContentMs: null,
  affordableOutputTokens: null,
  reservedTokens,
});

/** Judged, a call is not stepped up as well. */
const judged = (
  { decision, ruledReasons }: Judgement,
  tier: Tier,
  { id }: Target,
  when?: 'before',
): Judgement['decision'] => ({
  ...decision,
  tier,
  reasons: [...ruledReasons, `judged ${tier} by ${id}${when === undefined ? '' : ` ${when}`}`],
});

const withReason = ({ decision }: Judgement, reason: string): Judgement['decision'] => ({
  ...decision,
  reasons: [...decision.reasons, reason],
});

const withoutCost = (outcome: Outcome): Outcome =>
  outcome.cost === null ? outcome : { ...outcome, cost: { ...outcome.cost, nanoUsd: 0, isEstimated: true } };
