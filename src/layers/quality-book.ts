import type { World } from '../core/world.js';
import type { Evidence } from '../route/quality/belief.js';
import type { QualityChange, QualityState } from '../store/count-quality.js';
import { countQuality, fadeQuality, nothingAt } from '../store/count-quality.js';
import type { Store } from '../store/store.js';

/**
 * How good each target is at each task. The store counts; what it last answered is kept here too, so that a plan asks
 * nobody. Where it fails or is slow, this process goes by what it has seen itself.
 */
export interface QualityBook {
  of(task: string, target: string): Evidence;
  count(task: string, target: string, change: QualityChange): void;
  /** Resolves when the store has what was counted so far, or has failed; null: it has. */
  stored(task: string, target: string): Promise<void> | null;
}

interface Standing {
  readonly key: string;
  /** By this process's clock. */
  evidence: QualityState;
  /** Counted while the store was at work. */
  waiting: QualityChange | null;
  sending: Promise<void> | null;
  sentAtMs: number;
}

/** Tasks are named by a classifier, which may be anyone's: more than these count as one. */
const mostTasks = 200;
const longestName = 100;
const otherTasks = '(others)';
/** A store that has not answered by then never will. */
const patienceMs = 10_000;

export function createQualityBook(
  store: Store,
  { monotonicMs }: Pick<World, 'monotonicMs'>,
  name: string,
): QualityBook {
  const tasks = new Map<string, Map<string, Standing>>();
  const nowMs = () => Math.floor(monotonicMs());

  function standingOf(named: string, target: string): Standing {
    const short = named.slice(0, longestName);
    const task = tasks.has(short) || tasks.size < mostTasks ? short : otherTasks;
    const targets = tasks.get(task) ?? new Map<string, Standing>();
    tasks.set(task, targets);
    const known = targets.get(target);
    if (known !== undefined) return known;
    const standing: Standing = {
      key: `quality:${JSON.stringify([name, task, target])}`,
      evidence: nothingAt(nowMs()),
      waiting: null,
      sending: null,
      sentAtMs: 0,
    };
    targets.set(target, standing);
    return standing;
  }

  /** One step at a time, whatever the traffic: what comes meanwhile is added up, and sent next. */
  function send(standing: Standing, change: QualityChange): void {
    standing.waiting = null;
    standing.sending = null;
    standing.sentAtMs = nowMs();
    try {
      const answer = store.run(countQuality, standing.key, change);
      if (!(answer instanceof Promise)) {
        take(standing, answer);
        return;
      }
      const sending: Promise<void> = answer
        .catch(() => null)
        .then(state => {
          if (standing.sending !== sending) return;
          standing.sending = null;
          take(standing, state);
        });
      standing.sending = sending;
    } catch {
      // It stays counted here.
    }
  }

  function take(standing: Standing, state: QualityState | null): void {
    const { waiting } = standing;
    if (state !== null && isEvidence(state)) {
      const taken = { ...state, fadedAtMs: nowMs() };
      standing.evidence = waiting === null ? taken : countQuality.step(taken, waiting, taken.fadedAtMs).state;
    }
    if (waiting !== null) send(standing, waiting);
  }

  return {
    of(task, target) {
      const standing = standingOf(task, target);
      standing.evidence = fadeQuality(standing.evidence, nowMs());
      return standing.evidence;
    },
    count(task, target, change) {
      const standing = standingOf(task, target);
      const now = nowMs();
      standing.evidence = countQuality.step(standing.evidence, change, now).state;
      const all = standing.waiting === null ? change : sumOf(standing.waiting, change);
      if (standing.sending !== null && now - standing.sentAtMs <= patienceMs) standing.waiting = all;
      else send(standing, all);
    },
    stored(task, target) {
      const standing = standingOf(task, target);
      if (standing.sending === null) return null;
      // What was counted last goes with the step after the one that is under way.
      return standing.sending.then(() => standing.sending ?? undefined);
    },
  };
}

const sumOf = (one: QualityChange, other: QualityChange): QualityChange => ({
  goodThousandths: one.goodThousandths + other.goodThousandths,
  badThousandths: one.badThousandths + other.badThousandths,
});

/** A store of the application's own may answer anything. */
const isEvidence = ({ goodThousandths, badThousandths }: QualityState): boolean =>
  goodThousandths >= 0 && badThousandths >= 0 && Number.isFinite(goodThousandths + badThousandths);
