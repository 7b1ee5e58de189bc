import type { Attempt } from '../../../core/call.js';
import type { Outcome } from '../../../core/outcome.js';
import type { World } from '../../../core/world.js';
import { newConcurrency, noteOverload, noteReopening, noteTime } from './adapt-concurrency.js';
import type { AdaptiveOptions } from './options.js';

/** How many attempts a target takes at a time. */
export interface Concurrency {
  readonly limit: number;
  /** False: the limit stays what it is, and nothing needs to be noted. */
  readonly isAdaptive: boolean;
  /** A stream has its first content. */
  noteFirstContent(attempt: Attempt, inFlight: number): void;
  /** An attempt has settled; `inFlight` counts it. */
  noteSettled(attempt: Attempt, outcome: Outcome, inFlight: number): void;
  /** The circuit has closed again. */
  restart(): void;
}

const ignore = (): void => {};

export const fixedConcurrency = (limit: number): Concurrency => ({
  limit,
  isAdaptive: false,
  noteFirstContent: ignore,
  noteSettled: ignore,
  restart: ignore,
});

/** Where nobody counted tokens, so many characters are taken for one. */
const charactersPerToken = 4;

/**
 * A limit that follows how long answers take. Only what an upstream did counts: an attempt that was aborted says
 * nothing, nor does one that failed for another reason than a timeout or a 429. One that ran into its call's deadline
 * before it had content took that long at least: without it, a target too slow for every deadline would show no time
 * at all, and the limit would stay where it does harm.
 *
 * A stream is timed to its first content, counted from when it was sent, so neither the wait in line nor its reader
 * is in it. A generate shows no first content, and its whole time is mostly the length of the answer; so its time is
 * held against what answers of as many tokens usually take, apart from streams. However long and short answers
 * mix, that ratio stays near 1 unless all of them become slower.
 */
export function adaptiveConcurrency(world: World, options: AdaptiveOptions): Concurrency {
  let state = newConcurrency(options, world.monotonicMs());
  return {
    get limit() {
      return Math.floor(state.limit);
    },
    isAdaptive: true,
    restart() {
      state = noteReopening(state, options, world.monotonicMs());
    },
    noteFirstContent({ progress: { sentAtMs, firstContentAtMs } }, inFlight) {
      if (firstContentAtMs < 0) return;
      const timeMs = firstContentAtMs - sentAtMs;
      const nowMs = world.monotonicMs();
      state = noteTime(state, options, { nowMs, form: 'stream', timeMs, tokens: 0, inFlight });
    },
    noteSettled(
      attempt,
      { status, failure, latencyMs, firstContentMs, usage, cost, outputCharacters },
      inFlight,
    ) {
      const nowMs = world.monotonicMs();
      if (failure?.errorClass === 'timeout' || failure?.errorClass === 'rate-limit') {
        state = noteOverload(state, options, nowMs);
      } else if (failure?.errorClass === 'deadline' && firstContentMs === null) {
        const form = attempt.call.mode;
        state = noteTime(state, options, { nowMs, form, timeMs: latencyMs, tokens: null, inFlight });
      } else if (status === 'ok' && attempt.call.mode === 'generate') {
        const tokens = (cost?.usage ?? usage)?.outputTokens ?? outputCharacters / charactersPerToken;
        state = noteTime(state, options, { nowMs, form: 'generate', timeMs: latencyMs, tokens, inFlight });
      }
    },
  };
}
