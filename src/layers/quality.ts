import type { Call, Decision } from '../core/call.js';
import type { Emit } from '../core/events.js';
import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import type { World } from '../core/world.js';
import type { AnsweredCall } from '../measure/answered-calls.js';
import { createAnsweredCalls } from '../measure/answered-calls.js';
import { createRepeatedAsks } from '../measure/repeated-asks.js';
import type { LearnedQuality } from '../route/quality/belief.js';
import type { QualityChange } from '../store/count-quality.js';
import type { Store } from '../store/store.js';
import type { LearningOptions } from './learning-options.js';
import { createQualityBook } from './quality-book.js';
import type { Shared } from './shared.js';

/** Learns from use how good each target is at each task. */
export interface Quality {
  /** What a plan goes by; null: the call's target is forced. `isFree`: it may explore. */
  knownFor(decision: Decision | null, isFree: boolean): LearnedQuality | null;
  /** A call was planned: is it another try of one that was answered? */
  began(call: Call, traits: Traits): void;
  /** A tool loop got nowhere at this target, and leaves it. */
  stalled(call: Call, decision: Decision, targetId: string): void;
  /** The answer of a call was checked and is no good, and stands because nobody had a better one. */
  spoiled(call: Call): void;
  /** A call was answered. */
  answered(call: Call): void;
  /** In 0..1. False: the call is not known here, or its target was forced. */
  feedback(callId: string, score: number): Promise<boolean>;
}

/** What was said of an answer counts as one answer. What only looks like it counts less. */
const toldThousandths = 1_000;
const leftThousandths = 500;
const retriedThousandths = 200;
/** Without it, the targets that answer most would be complained about most. */
const quietThousandths = 100;

const quiet: QualityChange = { goodThousandths: quietThousandths, badThousandths: 0 };
const left: QualityChange = { goodThousandths: 0, badThousandths: leftThousandths };
const unheard: QualityChange = { goodThousandths: 0, badThousandths: 0 };

/** Who asks the same again so soon was not helped. */
const retryWithinMs = 5 * 60_000;
/** Feedback waits this long to be stored. */
const longestStoreMs = 1_000;

interface Begun {
  /** As it began: where the tier is the task, an answer that was passed over belongs to the tier that gave it. */
  readonly task: string;
  /** Attempts that were made before the plan: a judge's. */
  readonly attemptsBefore: number;
  /** It goes on with a tool loop, whose answer is yet to come or was counted. */
  readonly goesOn: boolean;
  isSpoiled: boolean;
}

export interface QualityParts {
  readonly world: World;
  readonly shared: Shared;
  readonly store: Store;
  readonly emit: Emit | undefined;
}

export function createQuality(
  { world, shared, store, emit }: QualityParts,
  { explorationRatio }: LearningOptions,
  name: string,
): Quality {
  const book = shared('quality', () => createQualityBook(store, world, name));
  const calls = shared('answered-calls', createAnsweredCalls);
  const asks = shared('repeated-asks', createRepeatedAsks);
  const begun = new WeakMap<Call, Begun>();

  function recount(call: AnsweredCall, change: QualityChange): void {
    book.count(call.task, call.target, {
      goodThousandths: change.goodThousandths - call.goodThousandths,
      badThousandths: change.badThousandths - call.badThousandths,
    });
    Object.assign(call, change);
  }

  function tell(
    callId: string,
    { task, target }: Pick<AnsweredCall, 'task' | 'target'>,
    from: 'caller' | 'escalation' | 'retry',
    score: number,
  ): void {
    emit?.({ type: 'feedback-received', callId, target, task, from, score });
  }

  function leave(callId: string, task: string, target: string): void {
    book.count(task, target, left);
    tell(callId, { task, target }, 'escalation', 0);
  }

  function retried(callId: string): void {
    const call = calls.of(callId, world.monotonicMs());
    if (call === null || call.isTold) return;
    recount(call, {
      goodThousandths: 0,
      badThousandths: Math.max(call.badThousandths, retriedThousandths),
    });
    tell(callId, call, 'retry', 0);
  }

  return {
    knownFor(decision, isFree) {
      if (decision === null) return null;
      const task = taskOf(decision);
      const explores = isFree && explorationRatio > 0 && world.random() < explorationRatio;
      return {
        evidenceOf: ({ id }: Target) => book.of(task, id),
        random: explores ? world.random : null,
      };
    },
    began(call, traits) {
      if (call.trail.decision === null) return;
      begun.set(call, {
        task: taskOf(call.trail.decision),
        attemptsBefore: call.trail.attempts.length,
        goesOn: traits.toolResults > 0,
        isSpoiled: false,
      });
      const { tenant, session } = call.settings;
      const before = asks.note({ callId: call.id, tenant, session }, traits, callId => {
        const nowMs = world.monotonicMs();
        const asked = calls.of(callId, nowMs);
        return asked !== null && nowMs - asked.atMs <= retryWithinMs;
      });
      if (before !== null) retried(before);
    },
    stalled: ({ id }, decision, targetId) => leave(id, taskOf(decision), targetId),
    spoiled(call) {
      const start = begun.get(call);
      if (start !== undefined) start.isSpoiled = true;
    },
    answered(call) {
      const { winner, decision, attempts } = call.trail;
      const start = begun.get(call);
      if (winner === null || decision === null || start === undefined) return;
      const task = taskOf(decision);
      // One that answered, and whose answer is not the call's, was not good enough.
      for (const { target, outcome } of attempts.slice(start.attemptsBefore))
        if (outcome === 'ok' && target !== winner.id) leave(call.id, start.task, target);
      const change = start.isSpoiled ? left : start.goesOn ? unheard : quiet;
      calls.keep(call.id, {
        task,
        target: winner.id,
        atMs: world.monotonicMs(),
        ...change,
        isTold: false,
      });
      if (!start.goesOn) book.count(task, winner.id, change);
      if (start.isSpoiled) tell(call.id, { task, target: winner.id }, 'escalation', 0);
    },
    async feedback(callId, score) {
      const call = calls.of(callId, world.monotonicMs());
      if (call === null) return false;
      const goodThousandths = Math.round(score * toldThousandths);
      recount(call, { goodThousandths, badThousandths: toldThousandths - goodThousandths });
      call.isTold = true;
      tell(callId, call, 'caller', score);
      const stored = book.stored(call.task, call.target);
      if (stored !== null)
        await new Promise<void>(resolve => {
          const stop = world.after(longestStoreMs, resolve);
          stored.then(() => {
            stop();
            resolve();
          });
        });
      return true;
    },
  };
}

/** Where the tier was given nobody named a task, and the tier stands for it. */
const taskOf = ({ task, tier }: Decision): string => task ?? `(${tier})`;
