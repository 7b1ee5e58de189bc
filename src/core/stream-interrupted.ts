/**
 * What the error part of a stream that broke off is besides its own class: `APICallError.isInstance` and the like hold
 * for it as ever.
 */
export interface StreamInterruptedError extends Error {
  /** The text that the caller had been handed by then. In no log: it is not enumerable, and printed as a getter. */
  readonly partialText: string;
  /** True where the text is longer than what is kept of it, 1 MB. */
  readonly isPartialTextCut: boolean;
}

/** Not a marker of our errors: what is marked so may hold a target's own words, which have to be made safe again. */
const marker = Symbol.for('ai-sdk-routed.stream-interrupted');

/** Tells whether an error is that of a stream that broke off, and how much of the answer there is. */
export const StreamInterruptedError = {
  isInstance(error: unknown): error is StreamInterruptedError {
    try {
      return typeof error === 'object' && error !== null && marker in error;
    } catch {
      // A trap is none of ours.
      return false;
    }
  },
};

/** Lets an error tell the text that came before it. Keeps it out of what prints, logs or serialises errors. */
export function withPartialText(
  error: unknown,
  { text, isCut }: { readonly text: string; readonly isCut: boolean },
): unknown {
  try {
    // Getters: `util.inspect` shows even hidden values when asked to, but calls nothing.
    return Object.defineProperties(error as object, {
      [marker]: { value: true, configurable: true },
      partialText: { get: () => text, configurable: true },
      isPartialTextCut: { get: () => isCut, configurable: true },
    });
  } catch {
    // Frozen by whoever made it.
    return error;
  }
}
