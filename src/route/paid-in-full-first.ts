import type { Candidate } from './candidate.js';
import type { Fundable } from './fundable.js';
import type { Ordered } from './within-latency.js';

/** A cheaper target with a whole answer rather than the planned one with its answer cut short; of those, the longest. */
export function paidInFullFirst(
  { candidates, reasons }: Ordered,
  paid: ReadonlyMap<Candidate, Fundable>,
): Ordered {
  const tokensOf = (candidate: Candidate) => paid.get(candidate)?.outputTokens ?? 0;
  const cut = candidates.filter(candidate => paid.get(candidate)?.isCutShort);
  if (cut.length === 0) return { candidates, reasons };
  const whole = candidates.filter(candidate => !cut.includes(candidate));
  const ordered = [...whole, ...cut.sort((one, other) => tokensOf(other) - tokensOf(one))];
  const [planned] = candidates;
  const why =
    planned === ordered[0]
      ? []
      : [`the budget does not pay for a whole answer of ${planned?.target.id}: a cheaper target first`];
  return { candidates: ordered, reasons: [...reasons, ...why] };
}
