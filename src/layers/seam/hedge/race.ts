import { AttemptFailed } from '../../../core/attempt-failed.js';
import type { Answer } from '../../../core/call.js';
import { RefusedError } from '../../../core/errors.js';
import { noteAnswerTime } from '../../health.js';
import { HedgeLost } from '../../hedge-lost.js';
import type { Kit } from '../../kit.js';
import type { OpenAttempt } from '../open-attempt.js';
import type { End, Tries } from '../recover.js';
import type { Sender } from '../send.js';

/** The attempt that is to help. */
export interface Hedge {
  readonly open: OpenAttempt;
  /** It was not sent, after all. */
  readonly onRefused: () => void;
}

export interface RaceParts {
  readonly first: OpenAttempt;
  /** From when the first was sent. */
  readonly delayMs: number;
  /** Asked once, when the first has no answer by then; null: there is nobody who could help. */
  readonly helper: () => Hedge | null;
  /** Told of each other attempt when one has won. */
  readonly onLost: (end: End) => void;
}

/** No attempt of a race answered. Never leaves the seam. */
export class RaceLost extends Error implements Tries {
  readonly count: number;
  readonly ends: Tries['ends'];

  constructor({ count, ends }: Tries) {
    super('No attempt of the race answered.');
    this.name = 'RaceLost';
    this.count = count;
    // A caller's fault is the last word, whoever else failed of something else.
    this.ends = [...ends].sort((one, other) => Number(isFatal(one.error)) - Number(isFatal(other.error)));
  }
}

const isFatal = (error: unknown): boolean =>
  error instanceof AttemptFailed && error.failure.failover === 'no' && error.failure.retry === 'no';

/**
 * Sends the first attempt, and a second one beside it when the first is slow. Whichever has an answer first, for a stream
 * its first content, is the call's; the other is ended in the same moment. One that fails leaves the other running.
 * Rejects with `RaceLost` when none is left.
 */
export function race(
  { world, health }: Pick<Kit, 'world' | 'health'>,
  sender: Sender,
  { first, delayMs, helper, onLost }: RaceParts,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const running = new Set<OpenAttempt>();
    const ends: End[] = [];
    let winner: OpenAttempt | null = null;
    let count = 0;
    let stopTimer = world.after(delayMs, look);

    function run(open: OpenAttempt, onRefused: (() => void) | null): void {
      count++;
      running.add(open);
      sender
        .sendInRace(open, () => claim(open))
        .then(resolve, error => {
          if (open === winner) reject(error);
          if (!running.delete(open)) return;
          stopTimer();
          // One that was refused is as good as never asked: it may yet take the call over, and wait in line for that.
          if (onRefused !== null && RefusedError.isInstance(error)) onRefused();
          else ends.push({ target: open.attempt.target, error });
          if (running.size === 0) reject(new RaceLost({ count, ends }));
        });
    }

    function claim(open: OpenAttempt): boolean {
      if (!running.delete(open)) return false;
      winner = open;
      stopTimer();
      for (const other of running) {
        if (other === first) noteHowLong(other);
        sender.outrun(other);
        ends.push({ target: other.attempt.target, error: new HedgeLost() });
      }
      ends.forEach(onLost);
      running.clear();
      return true;
    }

    /** It would have taken longer: left out, the slowest answers would make a target look faster than it is. */
    function noteHowLong({ attempt: { target, call, progress } }: OpenAttempt): void {
      const nowMs = world.monotonicMs();
      noteAnswerTime(health.of(target.stateKey), call.mode, nowMs - progress.sentAtMs, nowMs);
    }

    function look(): void {
      const { sentAtMs } = first.attempt.progress;
      // Still in line: if it is sent from now on, its time is not over before this.
      const restMs = sentAtMs < 0 ? delayMs : sentAtMs + delayMs - world.monotonicMs();
      // Timers of the platform may fire up to a millisecond early.
      if (restMs >= 1) {
        stopTimer = world.after(restMs, look);
        return;
      }
      const hedge = helper();
      if (hedge !== null) run(hedge.open, hedge.onRefused);
    }

    run(first, null);
  });
}
