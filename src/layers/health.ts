import type { Call } from '../core/call.js';
import type { DecayedQuantile } from '../measure/decayed-quantile.js';
import { createDecayedQuantile } from '../measure/decayed-quantile.js';
import type { RecentQuantile } from '../measure/recent-quantile.js';

/**
 * What is known of one target's state right now. The breaker and admission write it; the plan reads it,
 * so that a target that would refuse is not even tried. All times are monotonic.
 */
export interface Health {
  circuit: 'closed' | 'open' | 'half-open';
  /** While now is before this, the circuit refuses. */
  openUntilMs: number;
  /** While now is before this, the target asked to be left alone. */
  coolUntilMs: number;
  /** A ceiling on concurrent attempts after the circuit closed (slow start); Infinity: none. */
  slowStartLimit: number;
  /** Failed share of the breaker's window; 0 without a breaker. */
  failureRatio: number;
  /** How long streams take to their first content and, apart from that, generates to their whole answer. */
  readonly answerTimes: Readonly<Record<Call['mode'], DecayedQuantile>>;
  /** The same over the last minutes, for who has to know a tail by enough samples; null while nobody hedges. Set by the hedge. */
  recentAnswers: Readonly<Record<Call['mode'], RecentQuantile>> | null;
  /** Tokens of its answers lately; null while its tokens are not limited. Set by admission. */
  recentOutputTokens: RecentQuantile | null;
  /** Empties the target's line: nobody in it can be sent for a while, and only a short cool-down is worth waiting out. Set by admission. */
  refuseWaiting: ((retryAfterMs: number, state: 'open' | 'cooling') => void) | null;
}

/** A target whose window shows at least this share of failures is not healthy. */
export const unhealthyRatio = 0.1;

export interface HealthBook {
  of(stateKey: string): Health;
}

export function createHealthBook(): HealthBook {
  const healths = new Map<string, Health>();
  return {
    of(stateKey) {
      let health = healths.get(stateKey);
      if (health === undefined) {
        health = {
          circuit: 'closed',
          openUntilMs: 0,
          coolUntilMs: 0,
          slowStartLimit: Number.POSITIVE_INFINITY,
          failureRatio: 0,
          answerTimes: { generate: createDecayedQuantile(), stream: createDecayedQuantile() },
          recentAnswers: null,
          recentOutputTokens: null,
          refuseWaiting: null,
        };
        healths.set(stateKey, health);
      }
      return health;
    },
  };
}

/** Writes down how long a target took to its first content, or to its whole answer. */
export function noteAnswerTime(health: Health, mode: Call['mode'], tookMs: number, nowMs: number): void {
  health.answerTimes[mode].record(tookMs, nowMs);
  if (health.recentAnswers !== null) health.recentAnswers[mode].record(tookMs, nowMs);
}

/** How long the target will refuse, and why; null when it is ready. */
export function unavailability(
  health: Health,
  nowMs: number,
): { state: 'open' | 'cooling'; retryAfterMs: number } | null {
  const openMs = health.circuit === 'open' ? health.openUntilMs - nowMs : 0;
  const coolMs = health.coolUntilMs - nowMs;
  if (openMs <= 0 && coolMs <= 0) return null;
  return openMs >= coolMs
    ? { state: 'open', retryAfterMs: openMs }
    : { state: 'cooling', retryAfterMs: coolMs };
}
