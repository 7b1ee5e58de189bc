import type { Attempt } from '../../../core/call.js';
import type { Outcome } from '../../../core/outcome.js';
import type { World } from '../../../core/world.js';
import { newConcurrency, noteOverload, noteTime } from './adapt-concurrency.js';
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
}

const ignore = (): void => {};

export const fixedConcurrency = (limit: number): Concurrency => ({
  limit,
  isAdaptive: false,
  noteFirstContent: ignore,
  noteSettled: ignore,
});

/** Where nobody counted tokens, so many characters are taken for one. */
const charactersPerToken = 4;

/**
 * A limit that follows how long answers take. Only what an upstream did counts: an attempt that was aborted or ran
 * into its caller's deadline says nothing, nor does one that failed for another reason than a timeout or a 429.
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
    noteFirstContent({ progress: { sentAtMs, firstContentAtMs } }, inFlight) {
      if (firstContentAtMs < 0) return;
      const timeMs = firstContentAtMs - sentAtMs;
      const nowMs = world.monotonicMs();
      state = noteTime(state, options, { nowMs, form: 'stream', timeMs, tokens: 0, inFlight });
    },
    noteSettled(attempt, { status, failure, latencyMs, usage, cost, outputCharacters }, inFlight) {
      const nowMs = world.monotonicMs();
      if (failure?.errorClass === 'timeout' || failure?.errorClass === 'rate-limit') {
        state = noteOverload(state, options, nowMs);
      } else if (status === 'ok' && attempt.call.mode === 'generate') {
        const tokens = (cost?.usage ?? usage)?.outputTokens ?? outputCharacters / charactersPerToken;
        state = noteTime(state, options, { nowMs, form: 'generate', timeMs: latencyMs, tokens, inFlight });
      }
    },
  };
}
