import type { SharedV2ProviderMetadata, SharedV2ProviderOptions } from 'provider-v2';

/**
 * V1 has one string for what a provider wants back with its reasoning. All of the metadata goes into it, marked,
 * so that encrypted reasoning and item ids survive a tool loop.
 */
const mark = 'routed1:';

export function packMetadata(metadata: SharedV2ProviderMetadata | undefined): string | undefined {
  if (metadata === undefined || Object.keys(metadata).length === 0) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(metadata));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return mark + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What was packed; for a string that is not ours, null. */
export function unpackMetadata(packed: string): SharedV2ProviderOptions | null {
  if (!packed.startsWith(mark)) return null;
  try {
    const binary = atob(packed.slice(mark.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as SharedV2ProviderOptions) : null;
  } catch {
    return null;
  }
}
