import type { ModelUsage } from '../core/model.js';
import type { Usage } from '../core/outcome.js';

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What a model told of its tokens, as it told it; null when it told nothing. Never throws, whatever shape it is given. */
export function usageOf(told: ModelUsage | undefined): Usage | null {
  try {
    return read(told);
  } catch {
    return null;
  }
}

function read(told: ModelUsage | undefined): Usage | null {
  const { inputTokens, outputTokens } = (told ?? {}) as Partial<
    Record<keyof ModelUsage, Record<string, unknown> | null>
  >;
  const input = numberOrNull(inputTokens?.total);
  const output = numberOrNull(outputTokens?.total);
  if (input === null && output === null) return null;
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: numberOrNull(inputTokens?.cacheRead),
    cacheWriteTokens: numberOrNull(inputTokens?.cacheWrite),
    reasoningTokens: numberOrNull(outputTokens?.reasoning),
  };
}
