import type { Attempt } from '../../core/call.js';
import type { Service } from '../../core/service.js';
import type { Kit } from '../kit.js';
import { generateOnce } from './generate-once.js';
import { streamOnce } from './stream-once.js';

/** The bottom of the road: calls the target's model. A stream is handed up once it has committed. */
export function dispatch(kit: Kit): Service<Attempt> {
  return attempt => {
    // Its caller, or the call's other attempt, was quicker than the store: what was not sent costs nothing.
    if (attempt.cancel.isCancelled) return Promise.reject(attempt.cancel.reason);
    // The options are this attempt's own copy.
    attempt.options.abortSignal = attempt.cancel.signal();
    return attempt.call.mode === 'generate' ? generateOnce(kit, attempt) : streamOnce(kit, attempt);
  };
}
