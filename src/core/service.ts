import { AttemptFailed } from './attempt-failed.js';
import type { Answer } from './call.js';
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
 * Runs `settle` exactly once for whatever becomes of an attempt: with the outcome when the answer settles,
 * or with the outcome of the failure when there is no answer. A refusal before sending has no outcome (null).
 * The returned outcome goes on up, so that a layer may add to it.
 */
export async function whenSettled(
  answering: Promise<Answer>,
  settle: (outcome: Outcome | null, answer: Answer | null) => Outcome | null,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await answering;
  } catch (error) {
    if (!(error instanceof AttemptFailed)) {
      settle(null, null);
      throw error;
    }
    throw error.with(settle(error.outcome, null) ?? error.outcome);
  }
  const settled = answer.settled.then(outcome => settle(outcome, answer) ?? outcome);
  return { ...answer, settled };
}
