import type { Answer, Attempt } from '../../core/call.js';
import type { ModelStreamResult } from '../../core/model.js';
import { unlessCancelled } from '../../core/unless-cancelled.js';
import { unusableAnswer } from '../../core/unusable-answer.js';
import type { Kit } from '../kit.js';
import { failed } from './failed.js';
import { StreamReading } from './stream-reading.js';

/**
 * One `doStream` of the target, read up to its first content: from there on the caller sees it, and no other
 * target can take over. Rejects with an `AttemptFailed` until then.
 */
export async function streamOnce({ world }: Kit, attempt: Attempt): Promise<Answer> {
  const { target, cancel, options, progress } = attempt;
  progress.sentAtMs = world.monotonicMs();
  let reading: StreamReading;
  try {
    const result = await unlessCancelled(
      cancel,
      () => target.model.doStream(options),
      late => void letGo(late).catch(() => {}),
    );
    if (typeof result?.stream?.getReader !== 'function' || result.stream.locked)
      throw unusableAnswer(target.id, 'its result has no stream that could be read');
    progress.respondedAtMs = world.monotonicMs();
    reading = new StreamReading(world, attempt, result);
  } catch (error) {
    throw failed(world, attempt, error);
  }
  await reading.commit();
  return { mode: 'stream', result: reading, settled: reading.settled };
}

/** Async, so that a result without a stream is a rejection like any other. */
const letGo = async ({ stream }: ModelStreamResult): Promise<void> => stream.cancel();
