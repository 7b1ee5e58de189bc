import type { Answer, Attempt, SettleTask } from './call.js';
import type { Outcome } from './outcome.js';

/** Answers a request, or rejects. */
export type Service<Request> = (request: Request) => Promise<Answer>;

/** Wraps a service. `Layer<Call>` runs once per call, `Layer<Attempt>` once per try. */
export type Layer<Outer, Inner = Outer> = (next: Service<Inner>) => Service<Outer>;

/** Puts layers on top of a service, the first outermost. */
export function stack<Request>(
  layers: readonly Layer<Request>[],
  bottom: Service<Request>,
): Service<Request> {
  return layers.reduceRight((next, layer) => layer(next), bottom);
}

/**
 * Has `task` run exactly once for whatever becomes of an attempt. A layer says so before it hands the attempt down;
 * the seam runs the tasks from the bottom up, so that no layer needs a promise of its own.
 */
export function whenSettled(attempt: Attempt, task: SettleTask): void {
  attempt.settleTasks.push(task);
}

/** Runs what the layers asked for, the innermost first. For the seam alone. */
export function settle(attempt: Attempt, outcome: Outcome | null, answer: Answer | null): Outcome | null {
  const { settleTasks } = attempt;
  let seen = outcome;
  for (let task = settleTasks.pop(); task !== undefined; task = settleTasks.pop())
    seen = task(seen, answer, attempt);
  return seen;
}
