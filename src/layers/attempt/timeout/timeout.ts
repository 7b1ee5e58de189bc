import type { Attempt } from '../../../core/call.js';
import type { Layer } from '../../../core/service.js';
import { whenSettled } from '../../../core/service.js';
import { AttemptTimeout } from '../../attempt-timeout.js';
import type { Kit } from '../../kit.js';
import { nextLimit } from './next-limit.js';
import type { TimeoutOptions } from './options.js';

/**
 * Ends an attempt that takes too long. Keep-alives and empty deltas are not content and win no time;
 * a slow reader is not taken for a dead upstream. One timer per attempt, moved to the nearest limit when it fires.
 */
export function timeout(kit: Kit, limits: TimeoutOptions): Layer<Attempt> {
  return next => attempt => {
    attempt.progress.sentAtMs = kit.world.monotonicMs();
    const clock = watch(kit, limits, attempt);
    whenSettled(attempt, outcome => {
      clock.stop();
      return outcome;
    });
    const answering = next(attempt);
    if (attempt.call.mode === 'generate') return answering;
    // Once committed a stream may fall idle long before the limits that were waited for till then.
    return answering.then(answer => {
      clock.look();
      return answer;
    });
  };
}

function watch(
  { world }: Kit,
  limits: TimeoutOptions,
  attempt: Attempt,
): { readonly look: () => void; readonly stop: () => void } {
  const { progress, call, cancel, target } = attempt;
  let stopTimer = () => {};
  const look = (): void => {
    stopTimer();
    const nowMs = world.monotonicMs();
    const next = nextLimit(call.mode, progress, limits, nowMs);
    // Timers of the platform may fire up to a millisecond early.
    if (next.dueMs - nowMs < 1) {
      cancel.cancel(new AttemptTimeout({ kind: next.kind, limitMs: next.limitMs, target: target.id }));
      return;
    }
    stopTimer = world.after(Math.max(1, next.dueMs - nowMs), look);
  };
  look();
  return { look, stop: () => stopTimer() };
}
