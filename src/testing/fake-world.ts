import type { World } from '../core/world.js';

/** A world whose clock a test moves by hand. */
export interface FakeWorld extends World {
  /** Moves the clock, running each task that falls due at its own time, and lets promises settle in between. */
  advance(byMs: number): Promise<void>;
  /** Lets promises settle without moving the clock. */
  settle(): Promise<void>;
  /** Moves the wall clock alone, as an operator or NTP would. */
  jumpWallClock(byMs: number): void;
  /** Timers that are set and have not fired. */
  readonly pendingTimers: number;
}

/**
 * A `World` for tests: time stands still until `advance`, chance comes from `seed`, ids count up.
 * @example
 * const world = fakeWorld();
 * const routed = createRouted({ world, targets });
 * const answer = generateText({ model: routed('auto'), prompt });
 * await world.advance(1_000);
 */
export function fakeWorld({
  seed = 1,
  startWallMs = 1_780_000_000_000,
}: {
  seed?: number;
  startWallMs?: number;
} = {}): FakeWorld {
  let nowMs = 0;
  let wallOffsetMs = startWallMs;
  let order = 0;
  let ids = 0;
  let timers: Array<{ dueMs: number; order: number; task: () => void }> = [];
  const random = seededRandom(seed);

  return {
    monotonicMs: () => nowMs,
    wallMs: () => wallOffsetMs + nowMs,
    after(delayMs, task) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), order: order++, task };
      timers.push(timer);
      return () => {
        timers = timers.filter(other => other !== timer);
      };
    },
    random,
    id: () => `call-${++ids}`,
    async advance(byMs) {
      const untilMs = nowMs + byMs;
      await settle();
      for (;;) {
        const due = timers
          .filter(timer => timer.dueMs <= untilMs)
          .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
        if (due === undefined) break;
        timers = timers.filter(timer => timer !== due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.task();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
    settle,
    jumpWallClock(byMs) {
      wallOffsetMs += byMs;
    },
    get pendingTimers() {
      return timers.length;
    },
  };
}

/** The next turn of the event loop: a timer of the platform would wait a millisecond of real time. */
const turn = (resolve: () => void): void => {
  if (typeof setImmediate === 'function') setImmediate(resolve);
  else setTimeout(resolve, 0);
};

/** Enough turns of the event loop for promises and in-memory streams to come to rest. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await new Promise<void>(turn);
}

/** Mulberry32, by Tommy Ettinger: 32 bits of state, good enough to make a test repeatable. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
