import type { Usage } from '../core/outcome.js';

/** Shorter prompts are not cached by providers that cache on their own (OpenAI's prompt-caching guide). */
const shortestCachedTokens = 1_024;

/**
 * How much of a prompt its target has in its cache now. What was written and read is there; where a provider caches on its
 * own and tells reads alone, all of the input is. Nothing told: it may be, until a prompt shows that it is not.
 */
export function cachedPrefixTokens(
  { inputTokens, cacheReadTokens, cacheWriteTokens }: Usage,
  before: { readonly cachedTokens: number; readonly hasMissed: boolean },
): { readonly cachedTokens: number; readonly hasMissed: boolean } {
  const { hasMissed } = before;
  const input = inputTokens ?? 0;
  const read = cacheReadTokens ?? 0;
  const written = cacheWriteTokens ?? 0;
  if (written > 0) return { cachedTokens: Math.min(input, read + written), hasMissed };
  if (read > 0) return { cachedTokens: input, hasMissed };
  if (hasMissed || before.cachedTokens > 0) return { cachedTokens: 0, hasMissed: true };
  return { cachedTokens: input >= shortestCachedTokens ? input : 0, hasMissed };
}
