import type { World } from '../../src/core/world.js';

export interface HurriedWorld extends World {
  /** Timers that are set and have not fired. */
  readonly pendingTimers: number;
  jumpWallClock(byMs: number): void;
}

/** How many of its milliseconds pass in a real one. */
const times = 20;

/** The real clock in a hurry: sockets are real, and a limit of ten seconds is over after half a second. */
export function hurriedWorld(): HurriedWorld {
  const startedAtMs = performance.now();
  const timers = new Set<NodeJS.Timeout>();
  let wallOffsetMs = Date.now();
  let ids = 0;
  const monotonicMs = () => (performance.now() - startedAtMs) * times;
  return {
    monotonicMs,
    wallMs: () => wallOffsetMs + monotonicMs(),
    after(delayMs, task) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, Math.max(0, delayMs) / times);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
    random: () => 0.5,
    id: () => `call-${++ids}`,
    get pendingTimers() {
      return timers.size;
    },
    jumpWallClock(byMs) {
      wallOffsetMs += byMs;
    },
  };
}
