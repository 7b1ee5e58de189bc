import type { Progress } from '../../../core/call.js';
import type { TimeoutKind } from '../../attempt-timeout.js';
import type { TimeoutOptions } from './options.js';
import type { SpeedMarks } from './output-speed.js';
import { checkOutputSpeed } from './output-speed.js';

/** The limit that runs out next: when, which one, and how long it is. */
export interface NextLimit {
  readonly dueMs: number;
  readonly kind: TimeoutKind;
  readonly limitMs: number;
}

/**
 * The limit an attempt meets first, seen from now. After the first content the answer may be early, never late:
 * while nobody reads, a reading that begins this instant could fall idle `idleMs` from now, so look again then.
 * `marks` is the attempt's own, empty at first.
 */
export function nextLimit(
  mode: 'generate' | 'stream',
  progress: Progress,
  limits: TimeoutOptions,
  nowMs: number,
  marks: SpeedMarks,
): NextLimit {
  if (mode === 'generate') return limit('attempt', progress.sentAtMs, limits.attemptMs);
  const next = earliest(
    limit('stream', progress.sentAtMs, limits.streamMs),
    phaseLimit(progress, limits, nowMs),
  );
  const { minOutputCharactersPerSecond: floor, outputSpeedWindowMs: windowMs } = limits;
  if (floor === false || progress.firstContentAtMs < 0) return next;
  const againMs = checkOutputSpeed(progress, marks, { floor, windowMs }, nowMs);
  return earliest(next, { kind: 'output-speed', dueMs: nowMs + againMs, limitMs: windowMs });
}

function phaseLimit(progress: Progress, limits: TimeoutOptions, nowMs: number): NextLimit {
  if (progress.firstContentAtMs < 0) {
    const firstContent = limit('first-content', progress.sentAtMs, limits.firstContentMs);
    if (progress.respondedAtMs >= 0) return firstContent;
    return earliest(limit('response', progress.sentAtMs, limits.responseMs), firstContent);
  }
  if (progress.readingSinceMs >= 0) {
    return limit('idle', progress.readingSinceMs - progress.idleMs, limits.idleMs);
  }
  return earliest(
    limit('idle', nowMs, limits.idleMs),
    limit('unread', progress.handedUpAtMs, limits.unreadMs),
  );
}

const limit = (kind: TimeoutKind, sinceMs: number, limitMs: number): NextLimit => ({
  kind,
  dueMs: sinceMs + limitMs,
  limitMs,
});

const earliest = (one: NextLimit, other: NextLimit): NextLimit => (other.dueMs < one.dueMs ? other : one);
