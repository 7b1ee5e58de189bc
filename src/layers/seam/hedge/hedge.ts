import type { Answer, Attempt, Call } from '../../../core/call.js';
import { createRecentQuantile } from '../../../measure/recent-quantile.js';
import { affordable } from '../../../route/affordable.js';
import type { Candidate } from '../../../route/candidate.js';
import { fundable } from '../../../route/fundable.js';
import { unavailability, unhealthyRatio } from '../../health.js';
import type { Kit } from '../../kit.js';
import { reservationNanoUsd } from '../../reservation.js';
import { leftToSpendUsd } from '../left-to-spend.js';
import type { OpenAttempt } from '../open-attempt.js';
import { openAttempt } from '../open-attempt.js';
import type { RetryOptions } from '../options.js';
import type { Planned } from '../plan-attempts.js';
import type { End } from '../recover.js';
import type { Sender } from '../send.js';
import { mayRepeat } from './may-repeat.js';
import type { HedgeOptions } from './options.js';
import { race } from './race.js';
import { createHedgeShare } from './share.js';

export interface HedgeParts {
  readonly hedging: HedgeOptions;
  readonly retry: RetryOptions | false;
  readonly sender: Sender;
}

export interface FirstOfCall {
  readonly call: Call;
  readonly planned: Planned;
  readonly first: OpenAttempt;
  /** Told of each attempt that another outran, or that failed before the other answered. */
  readonly onLost: (end: End) => void;
}

/** Attempts of a call that a hedge makes it. */
const attemptsOfRace = 2;

/**
 * Sends the first attempt of a call; when it takes longer than 95 % of its target's answers lately, a second one to the
 * next target that is ready, beside it. Once per call, within the share, and only where both are paid for.
 */
export function hedge(
  kit: Kit,
  { hedging, retry, sender }: HedgeParts,
): (first: FirstOfCall) => Promise<Answer> {
  const { world, emit, health: book } = kit;
  const share = kit.shared('hedge-share', () => createHedgeShare(hedging.maxRatio));
  const isWithinAttempts = retry === false || retry.maxAttempts >= attemptsOfRace;

  /** From when it was sent; null: it is not known what is slow for its target. */
  function delayMsFor({ target, call }: Attempt): number | null {
    const health = book.of(target.stateKey);
    health.recentAnswers ??= { generate: createRecentQuantile(), stream: createRecentQuantile() };
    if (hedging.delayMs !== undefined) return hedging.delayMs;
    const p95 = health.recentAnswers[call.mode].p95(world.monotonicMs(), hedging.minimumSamples);
    return p95 === null ? null : Math.max(p95, hedging.minDelayMs);
  }

  /** A hedge is one request more: only a target that is well is asked. */
  function isReady({ target }: Candidate, first: Attempt): boolean {
    if (target.stateKey === first.target.stateKey) return false;
    const health = book.of(target.stateKey);
    return (
      health.circuit === 'closed' &&
      health.failureRatio < unhealthyRatio &&
      unavailability(health, world.monotonicMs()) === null
    );
  }

  function isFunded(candidate: Candidate, { options, settings }: Call): boolean {
    const { leftOut, isCutShort } = fundable(
      candidate,
      kit.budgets?.fundsOf(settings.tenant) ?? null,
      options,
    );
    return leftOut === null && !isCutShort;
  }

  /** Who may help, and the most output tokens that `maxCostUsd` pays for there, the first attempt at its most. */
  function helperFor(call: Call, { plan }: Planned, first: Attempt) {
    const spentUsd = (reservationNanoUsd(first) ?? 0) / 1e9;
    const leftUsd = leftToSpendUsd(call);
    const restUsd = leftUsd === null ? null : leftUsd - spentUsd;
    for (const candidate of plan.candidates) {
      if (!isReady(candidate, first) || !isFunded(candidate, call)) continue;
      const { outputTokens, leftOut } = affordable(candidate.target, restUsd, call.options);
      // No answer is cut short because there were two.
      const isWhole =
        outputTokens === null || outputTokens >= (first.options.maxOutputTokens ?? Number.POSITIVE_INFINITY);
      if (leftOut === null && isWhole) return { candidate, outputTokens };
    }
    return null;
  }

  return ({ call, planned, first, onLost }) => {
    share.deposit();
    const delayMs = delayMsFor(first.attempt);
    const isPossible = isWithinAttempts && planned.plan.candidates.length > 1 && mayRepeat(call.options);
    if (delayMs === null || !isPossible) return sender.sendOne(first);
    return race(kit, sender, {
      first,
      delayMs,
      onLost,
      helper() {
        const found = helperFor(call, planned, first.attempt);
        if (found === null || !share.tryWithdraw()) return null;
        const { candidate, outputTokens } = found;
        const { target, progress } = first.attempt;
        emit?.({
          type: 'hedge-start',
          callId: call.id,
          from: target.id,
          to: candidate.target.id,
          afterMs: world.monotonicMs() - progress.sentAtMs,
        });
        const open = openAttempt(call, candidate, {
          number: attemptsOfRace,
          hasAlternative: true,
          mayWait: false,
          estimatedInputTokens: planned.estimatedInputTokens,
          affordableOutputTokens: outputTokens,
        });
        return { open, onRefused: share.giveBack };
      },
    });
  };
}
