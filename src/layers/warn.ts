import type { Call } from '../core/call.js';
import type { ModelWarning } from '../core/model.js';
import type { Kit } from './kit.js';

/**
 * Puts a warning among those of the call's result, and tells the listener. The same words are said once per call.
 * What is said of a stream after its first part has gone out reaches the listener alone.
 */
export function warn(
  { emit }: Pick<Kit, 'emit'>,
  { id, trail }: Pick<Call, 'id' | 'trail'>,
  warning: ModelWarning,
  target?: string,
): void {
  const message = wordsOf(warning);
  if (trail.warnings.some(said => wordsOf(said) === message)) return;
  trail.warnings.push(warning);
  emit?.({ type: 'warning', callId: id, message, ...(target === undefined ? {} : { target }) });
}

function wordsOf(warning: ModelWarning): string {
  if ('message' in warning) return warning.message;
  return warning.details === undefined ? warning.feature : `${warning.feature}: ${warning.details}`;
}
