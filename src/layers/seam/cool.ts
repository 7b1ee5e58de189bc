import type { Attempt } from '../../core/call.js';
import type { Failure } from '../../core/outcome.js';
import { waitAfterHintMs } from '../../retry/backoff.js';
import { coolDownMs } from '../../retry/cool-down.js';
import type { Kit } from '../kit.js';

/** Writes down that a target asked to be left alone, and empties its line. */
export type Cool = (attempt: Attempt, failure: Failure) => void;

export interface CoolOptions {
  /** A server that asks for more than this is left alone instead of waited for. */
  readonly longestHintMs: number;
  /** False where neither a line nor retries nor another target could make use of it: then an error is the better answer. */
  readonly isHeld: boolean;
}

/** Keeps cool-downs, whatever policies are on: a server that asks to be left alone does not ask some of them. */
export function cool({ world, emit, health: book }: Kit, { longestHintMs, isHeld }: CoolOptions): Cool {
  return ({ target, call }, failure) => {
    const { errorClass, retryAfterMs } = failure;
    if (errorClass === 'rate-limit')
      emit?.({ type: 'rate-limited', callId: call.id, target: target.id, retryAfterMs });
    if (!isHeld) return;
    const nowMs = world.monotonicMs();
    const remainingMs = call.deadlineAtMs === null ? null : call.deadlineAtMs - nowMs;
    const coolMs = coolDownMs(failure, { longestHintMs, remainingMs });
    if (coolMs === null) return;
    // The jitter is the target's, not each call's: all processes were told the same, and the calls of one go together.
    const waitMs = retryAfterMs === null ? coolMs : waitAfterHintMs(coolMs, world.random);
    const health = book.of(target.stateKey);
    health.coolUntilMs = Math.max(health.coolUntilMs, nowMs + waitMs);
    health.refuseWaiting?.(waitMs, 'cooling');
  };
}
