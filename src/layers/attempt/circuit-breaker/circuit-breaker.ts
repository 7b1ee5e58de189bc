import type { Attempt } from '../../../core/call.js';
import { CircuitOpenError } from '../../../core/errors.js';
import type { Outcome } from '../../../core/outcome.js';
import type { Layer } from '../../../core/service.js';
import { whenSettled } from '../../../core/service.js';
import type { CircuitChange } from '../../../measure/circuit-history.js';
import { createCircuitHistory } from '../../../measure/circuit-history.js';
import type { Health } from '../../health.js';
import type { Kit } from '../../kit.js';
import type { Circuit, Verdict } from './circuit.js';
import { createCircuit, refused } from './circuit.js';
import type { CircuitBreakerOptions } from './options.js';

/** Slow start is over when the ceiling has doubled past this. */
const slowStartEnds = 64;

/**
 * Stops sending to a target that fails, and tries it again with one probe at a time.
 * Asked after the wait in line, because that is when it matters.
 * @throws CircuitOpenError while the circuit is open, or half-open with a probe out.
 */
export function circuitBreaker(kit: Kit, options: CircuitBreakerOptions): Layer<Attempt> {
  const { world, emit } = kit;
  const history = kit.shared('circuit-history', createCircuitHistory);
  const note = (target: string, to: CircuitChange['to']) => history.note({ at: world.wallMs(), target, to });
  const circuits = kit.shared('circuits', () => new Map<string, Circuit>());

  function circuitOf(stateKey: string): Circuit {
    let circuit = circuits.get(stateKey);
    if (circuit === undefined) {
      circuit = createCircuit(options, world.random);
      circuits.set(stateKey, circuit);
    }
    return circuit;
  }

  return next => attempt => {
    const { target, call } = attempt;
    const circuit = circuitOf(target.stateKey);
    const health = kit.health.of(target.stateKey);
    const wasOpen = circuit.state === 'open';
    const nowMs = world.monotonicMs();
    const permit = circuit.ask(nowMs);
    if (permit === refused) {
      const state = circuit.state === 'half-open' ? 'half-open' : 'open';
      const retryAfterMs = state === 'open' ? circuit.openUntilMs - nowMs : undefined;
      return Promise.reject(new CircuitOpenError({ target: target.id, state, retryAfterMs }));
    }
    if (wasOpen) {
      health.circuit = 'half-open';
      note(target.id, 'half-open');
      emit?.({ type: 'circuit-half-open', callId: call.id, target: target.id });
    }
    whenSettled(attempt, (outcome, _, { target, call }) => {
      const health = kit.health.of(target.stateKey);
      const settledAtMs = world.monotonicMs();
      const change = circuit.report(
        permit,
        verdictOf(outcome, options),
        settledAtMs,
        outcome?.failure?.retryAfterMs ?? null,
      );
      health.failureRatio = circuit.failureRatio(settledAtMs);
      if (change !== null) {
        tell(health, circuit, settledAtMs);
        note(target.id, change.to);
        if (change.to === 'closed') emit?.({ type: 'circuit-closed', callId: call.id, target: target.id });
        else
          emit?.({
            type: 'circuit-open',
            callId: call.id,
            target: target.id,
            retryAfterMs: circuit.openUntilMs - settledAtMs,
            reason: change.reason,
          });
      } else if (outcome?.status === 'ok' && health.slowStartLimit !== Number.POSITIVE_INFINITY) {
        health.slowStartLimit =
          health.slowStartLimit >= slowStartEnds ? Number.POSITIVE_INFINITY : health.slowStartLimit * 2;
      }
      return outcome;
    });
    return next(attempt);
  };
}

/** Lets the plan and the line know, so that nobody is sent into an open circuit or left waiting for it. */
function tell(health: Health, circuit: Circuit, nowMs: number): void {
  health.circuit = circuit.state;
  health.openUntilMs = circuit.openUntilMs;
  if (circuit.state === 'closed') health.slowStartLimit = 1;
  else health.refuseWaiting?.(circuit.openUntilMs - nowMs, 'open');
}

/** A refusal below us (null) and a caller's abort say nothing of the target. */
function verdictOf(outcome: Outcome | null, options: CircuitBreakerOptions): Verdict {
  if (outcome === null || outcome.status === 'cancelled') return 'neutral';
  if (outcome.status === 'failed') return outcome.failure?.breaker ?? 'failure';
  const isSlow = outcome.firstContentMs !== null && outcome.firstContentMs > options.slowFirstContentMs;
  return isSlow ? 'slow' : 'success';
}
