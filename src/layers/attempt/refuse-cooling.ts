import type { Attempt } from '../../core/call.js';
import { CircuitOpenError } from '../../core/errors.js';
import type { Layer } from '../../core/service.js';
import type { Kit } from '../kit.js';

/**
 * Where there is no line to wait in: sends nothing to a target that asked to be left alone.
 * @throws CircuitOpenError while it is cooling
 */
export function refuseCooling({ world, health }: Kit): Layer<Attempt> {
  return next => attempt => {
    const { id, stateKey } = attempt.target;
    const { coolUntilMs } = health.of(stateKey);
    const retryAfterMs = coolUntilMs === 0 ? 0 : coolUntilMs - world.monotonicMs();
    return retryAfterMs > 0
      ? Promise.reject(new CircuitOpenError({ target: id, state: 'cooling', retryAfterMs }))
      : next(attempt);
  };
}
