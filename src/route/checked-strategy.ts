import { InvalidOptionsError } from '../core/errors.js';
import type { Candidate, Strategy } from './candidate.js';

/**
 * A strategy of the application, with its answer looked at: candidates it was given, each at most once. Copies count
 * for what they are copies of, and whatever it leaves out is not tried.
 * @throws InvalidOptionsError when called, where the answer is anything else
 */
export function checkedStrategy(strategy: Strategy): Strategy {
  return candidates => {
    const answer: unknown = strategy(candidates);
    if (!Array.isArray(answer)) throw wrong(`answered with ${kindOf(answer)} instead of a list`);
    const order = answer.map((one: Partial<Candidate> | null | undefined) =>
      candidates.find(({ target }) => target === one?.target),
    );
    if (order.includes(undefined)) throw wrong('answered with something that is no candidate');
    if (new Set(order).size < order.length) throw wrong('answered with the same candidate twice');
    return order as Candidate[];
  };
}

function kindOf(answer: unknown): string {
  if (typeof (answer as { then?: unknown } | null | undefined)?.then === 'function') return 'a promise';
  return answer === null || answer === undefined ? String(answer) : `a value of type ${typeof answer}`;
}

const wrong = (problem: string) =>
  new InvalidOptionsError({
    path: 'strategy',
    problem,
    allowed: ['a function that answers at once with the candidates it was given, in its order'],
  });
