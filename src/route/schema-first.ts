import type { Candidate } from './candidate.js';
import type { PlanRequest } from './plan-request.js';

/**
 * Of a call with a JSON schema, puts those candidates behind that are known to take none: an answer that is only asked for
 * in words is second best, and better than none. A forced target stays first.
 */
export function schemaFirst(
  { candidates, reasons }: { readonly candidates: readonly Candidate[]; readonly reasons: readonly string[] },
  { traits, pinned }: Pick<PlanRequest, 'traits' | 'pinned'>,
): { readonly candidates: readonly Candidate[]; readonly reasons: readonly string[] } {
  const isBehind = ({ target }: Candidate) =>
    target.supports.jsonSchema === false && target.id !== pinned?.id;
  const behind = traits.hasSchema ? candidates.filter(isBehind) : [];
  if (behind.length === 0 || behind.length === candidates.length) return { candidates, reasons };
  const names = behind.map(({ target }) => target.id).join(', ');
  return {
    candidates: [...candidates.filter(candidate => !isBehind(candidate)), ...behind],
    reasons: [...reasons, `behind the others, because of no JSON schema: ${names}`],
  };
}
