/** After this long without an answer, or without more of it, an attempt is over, wherever a subject has such a limit. */
export const limitMs = 3_000;

/** A call that has not ended after this long hangs. The SDK's own two retries are over after six seconds. */
export const patienceMs = 8_000;
