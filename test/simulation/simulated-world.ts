import type { World } from '../../src/core/world.js';
import { createHeap } from '../../src/layers/attempt/admission/heap.js';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  task: (() => void) | null;
}

export interface SimulatedWorld extends World {
  /** Runs all that falls due up to then, each at its own time. */
  runUntil(ms: number): Promise<void>;
}

/** Lets promises and in-memory streams come to rest. */
const settle = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

/** A clock that jumps from one timer to the next: a heap of them, because a simulation has thousands at a time. */
export function simulatedWorld(seed: number): SimulatedWorld {
  const timers = createHeap<Timer>((one, other) =>
    one.dueMs === other.dueMs ? one.order < other.order : one.dueMs < other.dueMs,
  );
  let nowMs = 0;
  let order = 0;
  let ids = 0;
  return {
    monotonicMs: () => nowMs,
    wallMs: () => 1_780_000_000_000 + nowMs,
    after(delayMs, task) {
      const timer: Timer = { dueMs: nowMs + Math.max(0, delayMs), order: order++, task };
      timers.add(timer);
      return () => {
        timer.task = null;
      };
    },
    random: chance(seed),
    id: () => `call-${++ids}`,
    async runUntil(ms) {
      await settle();
      for (let next = timers.peek(); next !== undefined && next.dueMs <= ms; next = timers.peek()) {
        timers.take();
        if (next.task === null) continue;
        nowMs = next.dueMs;
        next.task();
        await settle();
      }
      nowMs = ms;
    },
  };
}

/** Numbers in [0, 1) that are the same for the same seed: xorshift32, by George Marsaglia. */
export function chance(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
}

/** Times between events that come at random, so many per second on average. */
export const gapMs = (random: () => number, perSecond: number): number =>
  (-Math.log(1 - random()) * 1_000) / perSecond;
