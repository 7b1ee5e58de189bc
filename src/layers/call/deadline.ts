import type { Answer, Call } from '../../core/call.js';
import { DeadlineExceededError } from '../../core/errors.js';
import type { Layer } from '../../core/service.js';
import type { Kit } from '../kit.js';

/**
 * Ends the whole call when its deadline passes: line, attempts, waits and stream together.
 * @throws DeadlineExceededError
 */
export function deadline({ world }: Kit): Layer<Call> {
  return next => call => {
    if (call.deadlineAtMs === null) return next(call);
    const deadlineMs = call.settings.deadlineMs ?? call.deadlineAtMs - call.startedAtMs;
    const stop = world.after(call.deadlineAtMs - world.monotonicMs(), () =>
      call.cancel.cancel(new DeadlineExceededError({ deadlineMs })),
    );
    return endingWith(next(call), stop);
  };
}

async function endingWith(answering: Promise<Answer>, stop: () => void): Promise<Answer> {
  try {
    const answer = await answering;
    if (answer.mode === 'generate') stop();
    else void answer.settled.then(stop);
    return answer;
  } catch (error) {
    stop();
    throw error;
  }
}
