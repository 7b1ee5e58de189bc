import type { SharedV2ProviderMetadata } from 'provider-v2';

/**
 * What a provider said of its tool calls (Google's thought signatures, say) by conversation and call id: V1 has no place for it in a
 * message, so it is kept here until the call comes back in the next step. Lost in another process, after ten minutes,
 * and when a thousand newer calls have come.
 */
export interface ToolCallMemory {
  keep(toolCallId: string, metadata: SharedV2ProviderMetadata | undefined): void;
  of(toolCallId: string): SharedV2ProviderMetadata | undefined;
}

const mostIds = 1_000;
const longestMs = 10 * 60_000;

export function createToolCallMemory(nowMs: () => number): ToolCallMemory {
  const kept = new Map<string, { readonly metadata: SharedV2ProviderMetadata; readonly atMs: number }>();
  return {
    keep(toolCallId, metadata) {
      if (metadata === undefined) return;
      // Written again it is the newest: a map hands its keys out in the order they came in.
      kept.delete(toolCallId);
      kept.set(toolCallId, { metadata, atMs: nowMs() });
      const [oldest] = kept.keys();
      if (kept.size > mostIds && oldest !== undefined) kept.delete(oldest);
    },
    of(toolCallId) {
      const found = kept.get(toolCallId);
      if (found === undefined || nowMs() - found.atMs <= longestMs) return found?.metadata;
      kept.delete(toolCallId);
      return undefined;
    },
  };
}
