import type { LeftOut } from '../core/errors.js';
import type { Candidate } from './candidate.js';
import type { PlanRequest } from './plan-request.js';

/**
 * Of a call with a JSON schema, leaves out the candidates that are known to take none, where another takes it or may:
 * an answer that is only asked for in words is second best. Where none takes it all stay. A forced target always stays.
 */
export function preferSchema(
  candidates: readonly Candidate[],
  { traits, pinned }: PlanRequest,
  leftOut: LeftOut[],
): readonly Candidate[] {
  if (!traits.hasSchema || candidates.every(takesNone) || !candidates.some(takesNone)) return candidates;
  return candidates.filter(candidate => {
    const { id } = candidate.target;
    if (!takesNone(candidate) || id === pinned?.id) return true;
    leftOut.push({ target: id, reason: 'no-json-schema', detail: 'takes no JSON schema, and another does' });
    return false;
  });
}

const takesNone = ({ target }: Candidate): boolean => target.supports.jsonSchema === false;
