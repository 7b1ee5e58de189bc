import type { Strategy } from '../candidate.js';

/** By expected time to first content; unknown ones last. Equals keep their order. */
export const fastest: Strategy = candidates =>
  [...candidates].sort(
    (one, other) => (one.expectedFirstContentMs ?? unknownMs) - (other.expectedFirstContentMs ?? unknownMs),
  );

const unknownMs = Number.MAX_SAFE_INTEGER;
