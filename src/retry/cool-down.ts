import type { Failure } from '../core/outcome.js';

/** No hint is kept for longer than this. */
export const longestCoolMs = 10 * 60_000;

/**
 * How long a target is left alone after a failure; null: not at all. What its class says; else what the server asks
 * for, where that is more than anybody waits: then nobody should come sooner.
 */
export function coolDownMs(
  { coolMs, retryAfterMs }: Failure,
  { longestHintMs, remainingMs }: { readonly longestHintMs: number; readonly remainingMs: number | null },
): number | null {
  if (coolMs !== null || retryAfterMs === null) return coolMs;
  const isTooLong = retryAfterMs > longestHintMs || (remainingMs !== null && retryAfterMs > remainingMs);
  return isTooLong ? Math.min(retryAfterMs, longestCoolMs) : null;
}
