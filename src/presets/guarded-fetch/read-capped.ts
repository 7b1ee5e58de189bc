import type { World } from '../../core/world.js';

/** Reads a body up to a number of bytes and of milliseconds, whichever comes first; what is left of it is let go. */
export async function readCapped(
  body: ReadableStream<Uint8Array> | null,
  cap: { readonly bytes: number; readonly ms: number },
  world: World,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept = new Uint8Array(cap.bytes);
  let length = 0;
  if (body !== null) {
    const reader = body.getReader();
    // Ends a reading that is under way, too.
    const giveUp = (): void => void reader.cancel().catch(() => {});
    const stopTimer = world.after(cap.ms, giveUp);
    while (length < cap.bytes) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done || value === undefined) break;
      const piece = value.subarray(0, cap.bytes - length);
      kept.set(piece, length);
      length += piece.length;
    }
    stopTimer();
    if (length === cap.bytes) giveUp();
  }
  return kept.slice(0, length);
}
