import { createAttemptWindow } from './attempt-window.js';
import type { CircuitBreakerOptions } from './options.js';

/** What an attempt says of its target. `open`: configuration or billing is wrong, no use trying soon. */
export type Verdict = 'success' | 'slow' | 'failure' | 'neutral' | 'open';

/** A permit is the number of the state it was given in; a late report from an older state is ignored. 0: refused. */
export type Permit = number;
export const refused: Permit = 0;

/** What changed by a report: the circuit opened or closed, or nothing. */
export type Change = { readonly to: 'open'; readonly reason: string } | { readonly to: 'closed' } | null;

export interface Circuit {
  readonly state: 'closed' | 'open' | 'half-open';
  /** While now is before this, `ask` refuses. */
  readonly openUntilMs: number;
  /** A permit to send, or `refused`. Half-open, exactly one at a time: the probe. */
  ask(nowMs: number): Permit;
  /** What became of the attempt that the permit was for. `retryAfterMs` keeps an opening circuit open at least as long. */
  report(permit: Permit, verdict: Verdict, nowMs: number, retryAfterMs: number | null): Change;
  /** Failed share of the window. */
  failureRatio(nowMs: number): number;
}

/**
 * A circuit breaker for one target, after Polly v8 and resilience4j: a sliding time window with a failure ratio
 * and a slow ratio, failures in a row, an open time that doubles, and one half-open probe with a lease.
 */
export function createCircuit(options: CircuitBreakerOptions, random: () => number): Circuit {
  const window = createAttemptWindow(options.windowMs);
  let state: Circuit['state'] = 'closed';
  let generation = 1;
  let failuresInARow = 0;
  let opensInARow = 0;
  let openUntilMs = 0;
  let closedAtMs = 0;
  /** While now is before this, a probe is out; 0: none is. */
  let probeUntilMs = 0;

  function open(nowMs: number, retryAfterMs: number | null, reason: string): Change {
    // A target that soon fails again after it closed is flapping: its open time goes on growing.
    if (state === 'closed' && nowMs - closedAtMs > 2 * options.windowMs) opensInARow = 0;
    const growing = Math.min(options.maxOpenMs, options.openMs * 2 ** opensInARow);
    const openMs = growing * (0.9 + 0.2 * random());
    openUntilMs = nowMs + Math.max(openMs, retryAfterMs ?? 0);
    opensInARow++;
    state = 'open';
    generation++;
    probeUntilMs = 0;
    failuresInARow = 0;
    window.clear();
    return { to: 'open', reason };
  }

  function close(nowMs: number): Change {
    state = 'closed';
    generation++;
    closedAtMs = nowMs;
    probeUntilMs = 0;
    failuresInARow = 0;
    window.clear();
    return { to: 'closed' };
  }

  function reportWhileClosed(
    verdict: 'success' | 'slow' | 'failure',
    nowMs: number,
    retryAfterMs: number | null,
  ): Change {
    window.add(verdict, nowMs);
    failuresInARow = verdict === 'failure' ? failuresInARow + 1 : 0;
    if (failuresInARow >= options.consecutiveFailures) {
      return open(nowMs, retryAfterMs, `${failuresInARow} failures in a row`);
    }
    if (verdict === 'success') return null;
    const { attempts, failures, slow } = window.counts(nowMs);
    if (attempts < options.minimumAttempts) return null;
    if (failures >= options.failureRatio * attempts)
      return open(nowMs, retryAfterMs, `${failures} of ${attempts} failed`);
    if (slow >= options.slowRatio * attempts)
      return open(nowMs, retryAfterMs, `${slow} of ${attempts} were slow`);
    return null;
  }

  return {
    get state() {
      return state;
    },
    get openUntilMs() {
      return openUntilMs;
    },
    ask(nowMs) {
      if (state === 'closed') return generation;
      if (state === 'open') {
        if (nowMs < openUntilMs) return refused;
        state = 'half-open';
        probeUntilMs = 0;
      }
      if (nowMs < probeUntilMs) return refused;
      // A new number, so that a probe whose lease ran out cannot speak for the next one.
      probeUntilMs = nowMs + options.probeLeaseMs;
      return ++generation;
    },
    report(permit, verdict, nowMs, retryAfterMs) {
      if (permit !== generation) return null;
      if (verdict === 'open') return open(nowMs, retryAfterMs, 'its configuration or account was refused');
      if (state === 'closed')
        return verdict === 'neutral' ? null : reportWhileClosed(verdict, nowMs, retryAfterMs);
      if (state === 'open') return null;
      if (verdict === 'failure') return open(nowMs, retryAfterMs, 'the probe failed');
      if (verdict === 'neutral') {
        probeUntilMs = 0;
        return null;
      }
      return close(nowMs);
    },
    failureRatio(nowMs) {
      const { attempts, failures } = window.counts(nowMs);
      return attempts === 0 ? 0 : failures / attempts;
    },
  };
}
