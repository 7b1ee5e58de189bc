import type { Attempt } from '../../../core/call.js';
import type { Outcome } from '../../../core/outcome.js';
import type { Target } from '../../../core/target.js';
import { createRecentQuantile } from '../../../measure/recent-quantile.js';
import type { RateLimits } from '../../../retry/rate-limit-headers.js';
import { memoryStore } from '../../../store/memory.js';
import type { Op } from '../../../store/store.js';
import { runOrElse } from '../../../store/store.js';
import type { Health } from '../../health.js';
import type { Kit } from '../../kit.js';
import { adaptiveConcurrency, fixedConcurrency } from './concurrency.js';
import type { AdaptiveOptions } from './options.js';
import type { RateState } from './rate-state.js';
import { settleTokens } from './settle-tokens.js';
import { takeTokens } from './take-tokens.js';

/** 0: granted. Above: ask again in so many milliseconds; Infinity: when a slot is given back. */
export type GateAnswer = number;
export const granted: GateAnswer = 0;

/** All that an attempt at one target must pass; answers at once, and never waits itself. */
export interface Gate {
  /** Attempts that passed and have not settled. */
  readonly active: number;
  /** Takes a slot, a request and its tokens, or none of them. */
  ask(attempt: Attempt): GateAnswer | Promise<GateAnswer>;
  /** Whether a stream's first content is worth telling. */
  readonly isAdaptive: boolean;
  /** A stream that passed has its first content. */
  noteFirstContent(attempt: Attempt): void;
  /** Gives the slot back, and puts the reservation right. */
  settle(attempt: Attempt, outcome: Outcome | null, told: RateLimits | null): void;
}

export function createGate(
  { store, world }: Kit,
  target: Target,
  health: Health,
  adaptive: AdaptiveOptions | null,
): Gate {
  const key = `rate:${target.stateKey}`;
  const { requestsPerMinute, tokensPerMinute, burstMs, maxConcurrent } = target.limits;
  const configured = { requestsPerMinute, tokensPerMinute, burstMs };
  const slots = maxConcurrent ?? Number.POSITIVE_INFINITY;
  const concurrency =
    adaptive === null
      ? fixedConcurrency(slots)
      : adaptiveConcurrency(world, {
          ...adaptive,
          min: Math.min(adaptive.min, slots),
          max: Math.min(adaptive.max, slots),
        });
  /** Reservations matter only where tokens are limited, by us or by what the server told. */
  let countsTokens = false;
  if (tokensPerMinute !== null) beginCounting();
  /** Where the limits are kept while the store fails: calls must not go down with it. */
  const local = memoryStore(world);
  let active = 0;
  let wasOpen = false;

  const run = <Input, Output>(op: Op<RateState, Input, Output>, input: Input): Output | Promise<Output> =>
    runOrElse(store, local, op, key, input);

  function beginCounting(): void {
    countsTokens = true;
    health.recentOutputTokens ??= createRecentQuantile();
  }

  function measure({ cost, usage }: Outcome): void {
    const outputTokens = (cost?.usage ?? usage)?.outputTokens ?? null;
    if (outputTokens !== null) health.recentOutputTokens?.record(outputTokens, world.monotonicMs());
  }

  const orGiveBack = (waitMs: GateAnswer): GateAnswer => {
    if (waitMs > 0) active--;
    return waitMs;
  };

  return {
    get active() {
      return active;
    },
    ask(attempt) {
      if (concurrency.isAdaptive) {
        // The probe asks while the circuit is open, and the first after it when it has closed.
        const isOpen = health.circuit !== 'closed';
        if (wasOpen && !isOpen) concurrency.restart();
        wasOpen = isOpen;
      }
      if (active >= concurrency.limit || active >= health.slowStartLimit) return Number.POSITIVE_INFINITY;
      if (health.coolUntilMs > 0) {
        const coolMs = health.coolUntilMs - world.monotonicMs();
        if (coolMs > 0) return coolMs;
      }
      active++;
      const taken = run(takeTokens, { configured, tokens: attempt.reservedTokens });
      return taken instanceof Promise ? taken.then(orGiveBack) : orGiveBack(taken);
    },
    isAdaptive: concurrency.isAdaptive,
    noteFirstContent: attempt => concurrency.noteFirstContent(attempt, active),
    settle(attempt, outcome, told) {
      if (outcome !== null) concurrency.noteSettled(attempt, outcome, active);
      active--;
      const wasRateLimited = outcome?.failure?.errorClass === 'rate-limit';
      if (told?.tokens !== null && told?.tokens !== undefined && !countsTokens) beginCounting();
      if (!wasRateLimited && told === null && !countsTokens) return;
      if (outcome?.status === 'ok') measure(outcome);
      const refundTokens = countsTokens
        ? attempt.reservedTokens - usedTokens(attempt, outcome, wasRateLimited)
        : 0;
      void run(settleTokens, {
        configured,
        refundTokens,
        wasRateLimited,
        isHinted: (outcome?.failure?.retryAfterMs ?? 0) > 0,
        latencyMs: Math.ceil(outcome?.latencyMs ?? 0),
        told,
      });
    },
  };
}

/** What was not sent, or was refused by a rate limit, used no tokens. What nobody counted used what was set aside. */
function usedTokens(attempt: Attempt, outcome: Outcome | null, wasRateLimited: boolean): number {
  if (outcome === null || wasRateLimited) return 0;
  const usage = outcome.cost?.usage ?? outcome.usage;
  if (usage === null) return outcome.failure?.mayHaveCost === false ? 0 : attempt.reservedTokens;
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}
