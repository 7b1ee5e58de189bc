import type { Answer, Attempt, SettleTask } from '../../../core/call.js';
import { QueueFullError } from '../../../core/errors.js';
import type { Outcome } from '../../../core/outcome.js';
import type { Layer } from '../../../core/service.js';
import { whenSettled } from '../../../core/service.js';
import { unlessCancelled } from '../../../core/unless-cancelled.js';
import type { RateLimits } from '../../../retry/rate-limit-headers.js';
import { rateLimitsOf } from '../../../retry/rate-limit-headers.js';
import type { Kit } from '../../kit.js';
import { granted } from './gate.js';
import { headersOf } from './headers-of.js';
import type { Line } from './line.js';
import { createLine } from './line.js';
import { linesOf } from './line-facts.js';
import type { AdmissionOptions } from './options.js';

/**
 * Lets an attempt through when its target has a free slot, a request and enough tokens to spare, and is not cooling.
 * Waits in line by class, tenant and deadline; the wait does not count against the attempt's limits.
 * @throws QueueFullError when the line has no room, CircuitOpenError while the target asked to be left alone
 */
export function admission(kit: Kit, options: AdmissionOptions): Layer<Attempt> {
  const { world, emit } = kit;
  const lines = linesOf(kit);

  function lineOf({ target }: Attempt): Line {
    let line = lines.get(target.stateKey);
    if (line === undefined) {
      line = createLine(kit, target, kit.health.of(target.stateKey), options);
      lines.set(target.stateKey, line);
    }
    return line;
  }

  function settle(line: Line, attempt: Attempt, outcome: Outcome | null, answer: Answer | null): void {
    const told = toldBy(outcome, answer, world.wallMs);
    line.gate.settle(attempt, outcome, told);
    if (outcome === null) line.counts.refused++;
    else if (outcome.status === 'ok') line.counts.completed++;
    // A caller that left says nothing of the line.
    else if (outcome.status === 'failed') line.counts.failed++;
    if (line.waiting > 0) line.pump();
  }

  const leave: SettleTask = (outcome, answer, attempt) => {
    settle(lineOf(attempt), attempt, outcome, answer);
    return outcome;
  };

  return next => {
    function send(line: Line, attempt: Attempt): Promise<Answer> {
      whenSettled(attempt, leave);
      const answering = next(attempt);
      if (!line.gate.isAdaptive || attempt.call.mode === 'generate') return answering;
      // Now, and not when it has settled: an answer may take minutes, and load is felt at its first word.
      return answering.then(answer => {
        line.gate.noteFirstContent(attempt);
        if (line.waiting > 0) line.pump();
        return answer;
      });
    }

    async function sendAfterWait(line: Line, attempt: Attempt): Promise<Answer> {
      if (!attempt.mayWait) throw new QueueFullError({ target: attempt.target.id, reason: 'would-wait' });
      const since = world.monotonicMs();
      try {
        await line.enter(attempt);
      } finally {
        const waitedMs = world.monotonicMs() - since;
        attempt.call.trail.queuedMs += waitedMs;
        if (waitedMs > 0)
          emit?.({ type: 'queue-wait', callId: attempt.call.id, target: attempt.target.id, waitedMs });
      }
      if (attempt.cancel.isCancelled) {
        settle(line, attempt, null, null);
        throw attempt.cancel.reason;
      }
      return send(line, attempt);
    }

    return attempt => {
      const line = lineOf(attempt);
      if (attempt.cancel.isCancelled) return Promise.reject(attempt.cancel.reason);
      // The common road: nobody waits, and the gate is open.
      if (line.waiting === 0) {
        const answer = line.gate.ask(attempt);
        if (answer === granted) return send(line, attempt);
        if (answer instanceof Promise)
          return unlessCancelled(
            attempt.cancel,
            () => answer,
            late => late === granted && settle(line, attempt, null, null),
          ).then(late => (late === granted ? send(line, attempt) : sendAfterWait(line, attempt)));
      }
      return sendAfterWait(line, attempt);
    };
  };
}

/** What the server said of its limits, with its answer or with its refusal. */
function toldBy(outcome: Outcome | null, answer: Answer | null, wallMs: () => number): RateLimits | null {
  try {
    const headers = answer?.result.response?.headers ?? headersOf(outcome?.failure?.cause);
    if (headers === undefined) return null;
    const told = rateLimitsOf(headers, wallMs());
    return told.requests === null && told.tokens === null ? null : told;
  } catch {
    // Headers that are none, as a model of the application may hand on, must not keep a slot from being given back.
    return null;
  }
}
