import type { Traits } from '../core/traits.js';
import type { CallRecord } from './call-record.js';

/** The looks of a recorded call, as it was judged; without text where none was recorded. */
export function recordedTraits({ step, chore, ask = '', traits }: CallRecord): Traits {
  const { inputTokensBound: _, ...numbers } = traits;
  return { ...numbers, step, chore, ask, system: '' };
}
