import type { HrTime } from '@opentelemetry/api';

/**
 * A moment for a span. Not a plain number: the API takes a small one for a time since the process began, and a fraction
 * of a millisecond would be lost on the way.
 */
export function momentOf(wallMs: number): HrTime {
  const seconds = Math.floor(wallMs / 1_000);
  return [seconds, Math.round((wallMs - seconds * 1_000) * 1e6)];
}
