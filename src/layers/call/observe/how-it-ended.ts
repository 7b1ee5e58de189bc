import { DeadlineExceededError } from '../../../core/errors.js';
import type { Outcome } from '../../../core/outcome.js';
import type { Kit } from '../../kit.js';

/** A passed deadline cancels the call from inside; to the caller it is a failure. */
export const statusOf = (status: Outcome['status'], error: unknown): Outcome['status'] =>
  status === 'cancelled' && DeadlineExceededError.isInstance(error) ? 'failed' : status;

/** The name of what was thrown, which may be a trap, and hold anything. */
export function nameOf({ safeError }: Kit, error: unknown): string {
  try {
    return error instanceof Error ? (safeError(error) as Error).name : typeof error;
  } catch {
    return 'Error';
  }
}
