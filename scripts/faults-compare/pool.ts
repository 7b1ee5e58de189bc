import { type ChildProcess, fork } from 'node:child_process';
import type { Outcome } from './experiment.js';
import type { Task } from './worker.js';

/** No experiment takes so long; one that does has blocked its process. */
const taskLimitMs = 90_000;

/**
 * Plays all tasks, `width` at a time, each process one after another, so that what a fault does to a process is known to be
 * its doing. A process that ends is an outcome, too, and another takes its place.
 */
export async function runPool(
  workerPath: string,
  tasks: readonly Task[],
  width: number,
  told: () => void,
): Promise<ReadonlyMap<Task, Outcome>> {
  const outcomes = new Map<Task, Outcome>();
  let next = 0;

  async function lane(): Promise<void> {
    let child: ChildProcess | null = null;
    for (let index = next++; index < tasks.length; index = next++) {
      child ??= fork(workerPath, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const answer = await asked(child, tasks[index] as Task);
      if (answer === null) {
        child.kill('SIGKILL');
        child = null;
      } else if ('failure' in answer) throw new Error(answer.failure);
      outcomes.set(tasks[index] as Task, answer ?? { verdict: 'fails', words: 'the process ends' });
      told();
    }
    child?.disconnect();
    child?.kill();
  }

  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, lane));
  return outcomes;
}

/** Null where the process ended, or was blocked. */
function asked(child: ChildProcess, task: Task): Promise<Outcome | { readonly failure: string } | null> {
  return new Promise(resolve => {
    const settle = (answer: Outcome | { readonly failure: string } | null) => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', ended);
      resolve(answer);
    };
    const ended = () => settle(null);
    const timer = setTimeout(ended, taskLimitMs);
    child.once('message', settle);
    child.once('exit', ended);
    child.send(task);
  });
}
