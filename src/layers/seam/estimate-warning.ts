import type { ModelWarning } from '../../core/model.js';
import type { Outcome } from '../../core/outcome.js';

/** What to say of an attempt whose usage had to be estimated; null where it was told, or where the caller left. */
export function estimateWarning(target: string, { status, cost, usage }: Outcome): ModelWarning | null {
  if (cost === null || !cost.isEstimated || status === 'cancelled') return null;
  const told = usage === null ? 'no usage' : 'a usage that cannot be';
  return { type: 'other', message: `${target} told ${told}; it was estimated.` };
}
