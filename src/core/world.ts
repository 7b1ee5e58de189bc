/**
 * All that is uncertain: time, chance and identity. Everything else takes a `World`,
 * so that a test can move the clock by hand and repeat a run from a seed.
 */
export interface World {
  /** Milliseconds on a clock that never jumps; the zero point means nothing. */
  monotonicMs(): number;
  /** Milliseconds since 1970, as the wall clock says. */
  wallMs(): number;
  /** Runs `task` once, `delayMs` from now. The returned function calls it off. */
  after(delayMs: number, task: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
  /** A name that no other call has. */
  id(): string;
}

/** A timer above this length would fire at once (its delay is a signed 32-bit number of milliseconds). */
const longestTimerMs = 2_147_483_647;

/** One random part per process, made at the first id; then a count, which costs a tenth of a random name per call. */
let idPrefix: string | undefined;
let idCount = 0;

/** The real clock, timers and randomness of the platform. */
export const systemWorld: World = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestTimerMs));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  id: () => {
    idPrefix ??= `${crypto.randomUUID().slice(0, 13).replace('-', '')}-`;
    return idPrefix + (++idCount).toString(36);
  },
};
