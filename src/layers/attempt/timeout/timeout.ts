import type { Attempt } from '../../../core/call.js';
import type { Layer } from '../../../core/service.js';
import { whenSettled } from '../../../core/service.js';
import type { World } from '../../../core/world.js';
import { AttemptTimeout } from '../../attempt-timeout.js';
import type { Kit } from '../../kit.js';
import { nextLimit } from './next-limit.js';
import type { TimeoutOptions } from './options.js';
import type { SpeedMarks } from './output-speed.js';

/**
 * Ends an attempt that takes too long. Keep-alives and empty deltas are not content and win no time;
 * a slow reader is not taken for a dead upstream, or a slow one. One timer per attempt, moved to the nearest limit when it fires.
 */
export function timeout(kit: Kit, limits: TimeoutOptions): Layer<Attempt> {
  return next => attempt => {
    attempt.progress.sentAtMs = kit.world.monotonicMs();
    const look = watch(kit.world, limits, attempt);
    const answering = next(attempt);
    if (attempt.call.mode === 'generate') return answering;
    // Once committed a stream may fall idle long before the limits that were waited for till then.
    return answering.then(answer => {
      look();
      return answer;
    });
  };
}

/** Keeps a timer until the attempt has settled. Returns how to set it anew: a limit may have come nearer. */
function watch(world: World, limits: TimeoutOptions, attempt: Attempt): () => void {
  let stopTimer = () => {};
  const marks: SpeedMarks = [];
  const look = (): void => {
    stopTimer();
    const nowMs = world.monotonicMs();
    const next = nextLimit(attempt.call.mode, attempt.progress, limits, nowMs, marks);
    // Timers of the platform may fire up to a millisecond early.
    if (next.dueMs - nowMs < 1) {
      const { cancel, target } = attempt;
      cancel.cancel(new AttemptTimeout({ kind: next.kind, limitMs: next.limitMs, target: target.id }));
      return;
    }
    stopTimer = world.after(Math.max(1, next.dueMs - nowMs), look);
  };
  look();
  whenSettled(attempt, outcome => {
    stopTimer();
    return outcome;
  });
  return look;
}
