import type { Candidate } from './candidate.js';
import type { Times } from './plan-request.js';
import type { Ordered } from './within-latency.js';

/** A target with so many samples lately is known well enough: of so many, the p95 leaves the first out. */
const enoughSamples = 20;

/**
 * Puts one of the candidates that little is known of first, so that its time is measured. The fewer samples a candidate has,
 * the likelier it is the one: not simply the one with the fewest, since a target that only fails would be that forever.
 * `draw` is a random number in [0, 1).
 */
export function explored(
  { candidates, reasons }: Ordered,
  draw: number,
  { times, mayGoFirst }: { times: Times; mayGoFirst: (candidate: Candidate) => boolean },
): Ordered {
  const [, ...others] = candidates;
  const weights = others.map(candidate => {
    const samples = times.of(candidate.target)?.samples ?? 0;
    return samples < enoughSamples && mayGoFirst(candidate) ? 1 / (1 + samples) : 0;
  });
  let rest = draw * weights.reduce((sum, weight) => sum + weight, 0);
  const first = others.find((_, index) => {
    const weight = weights[index] as number;
    rest -= weight;
    return weight > 0 && rest < 0;
  });
  if (first === undefined) return { candidates, reasons };
  return {
    candidates: [first, ...candidates.filter(candidate => candidate !== first)],
    reasons: [...reasons, `${first.target.id} first, to learn how fast it is`],
  };
}
