import type { Attempt, PriorityClass } from '../../../core/call.js';
import { CircuitOpenError, QueueFullError } from '../../../core/errors.js';
import type { Target } from '../../../core/target.js';
import type { Health } from '../../health.js';
import type { Kit } from '../../kit.js';
import type { Gate, GateAnswer } from './gate.js';
import { createGate, granted } from './gate.js';
import type { AdmissionOptions } from './options.js';
import { adaptiveOf } from './options.js';
import type { Waiting } from './priority-line.js';
import { createPriorityLine } from './priority-line.js';

/** One attempt in line. */
interface InLine extends Waiting {
  readonly priority: PriorityClass;
  readonly attempt: Attempt;
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
}

/** One target's line: who waits, and the gate at its end. */
export interface Line {
  readonly gate: Gate;
  readonly waiting: number;
  /** Attempts that ended well, ended badly, and were refused at the door or in line. */
  readonly counts: { completed: number; failed: number; refused: number };
  /** Resolves when the attempt may be sent; rejects with a refusal, or with the reason of its cancel. */
  enter(attempt: Attempt): Promise<void>;
  /** Asks the gate for those who wait. */
  pump(): void;
}

/** How much the latest interval between two grants counts in their average. */
const smoothing = 0.2;

export function createLine(kit: Kit, target: Target, health: Health, options: AdmissionOptions): Line {
  const { world } = kit;
  const gate = createGate(kit, target, health, adaptiveOf(options));
  const line = createPriorityLine<InLine>();
  const counts = { completed: 0, failed: 0, refused: 0 };
  let stopTimer: (() => void) | undefined;
  let isPumping = false;
  let grantedAtMs = 0;
  /** Between two grants while somebody waited; 0: not known. */
  let intervalMs = 0;

  health.refuseWaiting = (retryAfterMs, state) => {
    const isWorthIt = state === 'cooling' && retryAfterMs <= options.longestCoolWaitMs;
    for (const one of line.all()) {
      if (isWorthIt && !one.attempt.hasAlternative) continue;
      expel(one, new CircuitOpenError({ target: target.id, state, retryAfterMs }));
    }
  };

  function expel(one: InLine, error: unknown): void {
    if (!line.remove(one)) return;
    counts.refused++;
    one.refuse(error);
    if (line.size === 0) rest();
  }

  function rest(): void {
    stopTimer?.();
    stopTimer = undefined;
    intervalMs = 0;
    grantedAtMs = 0;
  }

  /** Makes room for a newcomer, or says why there is none. */
  function whyRefused({ call, hasAlternative }: Attempt): Error | null {
    const { tenant, priority } = call.settings;
    const nowMs = world.monotonicMs();
    const remainingMs = call.deadlineAtMs === null ? Number.POSITIVE_INFINITY : call.deadlineAtMs - nowMs;
    const coolMs = health.coolUntilMs - nowMs;
    if (coolMs > 0 && (hasAlternative || coolMs > options.longestCoolWaitMs || coolMs > remainingMs)) {
      return new CircuitOpenError({ target: target.id, state: 'cooling', retryAfterMs: coolMs });
    }
    const waitMs = intervalMs * line.size;
    const refusal = (reason: QueueFullError['reason']) =>
      new QueueFullError({ target: target.id, reason, retryAfterMs: waitMs > 0 ? waitMs : undefined });
    if (waitMs > remainingMs) return refusal('wait-exceeds-deadline');
    // Calls without a tenant are all one application's: there is nobody to keep room for.
    const hasShare = tenant !== '' && line.size * 2 >= options.maxWaiting;
    if (hasShare && line.sizeOf(tenant) >= Math.max(1, options.maxWaiting * options.tenantShareRatio))
      return refusal('tenant-share');
    if (line.size < options.maxWaiting) return null;
    const last = line.lastBelow(priority);
    if (last === undefined) return refusal('full');
    expel(
      last,
      new QueueFullError({
        target: target.id,
        reason: 'evicted',
        retryAfterMs: waitMs > 0 ? waitMs : undefined,
      }),
    );
    return null;
  }

  function noteGrant(nowMs: number): void {
    if (grantedAtMs > 0) {
      const latest = nowMs - grantedAtMs;
      intervalMs = intervalMs === 0 ? latest : intervalMs * (1 - smoothing) + latest * smoothing;
    }
    grantedAtMs = nowMs;
  }

  /** The first in line was let through, or not; true: ask for the next one. */
  function heed(one: InLine, answer: GateAnswer): boolean {
    if (answer === granted) {
      // With a store that takes its time, the first may have left, or another be first by now.
      if (line.peek() === one) line.take();
      else if (!line.remove(one)) {
        gate.settle(one.attempt, null, null);
        return true;
      }
      noteGrant(world.monotonicMs());
      one.grant();
      return true;
    }
    if (answer !== Number.POSITIVE_INFINITY) {
      if (world.monotonicMs() + answer > one.deadlineAtMs) {
        // Its deadline passes before the gate opens: another target may have it in time.
        expel(
          one,
          new QueueFullError({ target: target.id, reason: 'wait-exceeds-deadline', retryAfterMs: answer }),
        );
        return true;
      }
      stopTimer?.();
      stopTimer = world.after(answer, () => {
        stopTimer = undefined;
        pump();
      });
    }
    return false;
  }

  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    for (let one = line.peek(); one !== undefined; one = line.peek()) {
      const first = one;
      const answer = gate.ask(first.attempt);
      if (answer instanceof Promise) {
        // One question at a time; the next is asked when this one is answered.
        void answer
          .catch(() => granted)
          .then(late => {
            isPumping = false;
            if (heed(first, late)) pump();
          });
        return;
      }
      if (!heed(first, answer)) break;
    }
    isPumping = false;
    if (line.size === 0) rest();
  }

  return {
    gate,
    counts,
    pump,
    get waiting() {
      return line.size;
    },
    enter(attempt) {
      const refusal = whyRefused(attempt);
      if (refusal !== null) {
        counts.refused++;
        return Promise.reject(refusal);
      }
      const { priority, tenant } = attempt.call.settings;
      return new Promise<void>((resolve, reject) => {
        const leave = (reason: unknown) => expel(one, reason);
        const one: InLine = {
          attempt,
          priority,
          tenant,
          deadlineAtMs: attempt.call.deadlineAtMs ?? Number.POSITIVE_INFINITY,
          grant: () => {
            attempt.cancel.offCancel(leave);
            resolve();
          },
          refuse: error => {
            attempt.cancel.offCancel(leave);
            reject(error);
          },
        };
        line.add(one);
        attempt.cancel.onCancel(leave);
        pump();
      });
    },
  };
}
