const deepest = 4;

/** About how many characters a part holds: texts at their length, the rest by its fields. Never throws, whatever a part may be. */
export function partSize(part: unknown): number {
  try {
    return sizeOf(part, 0);
  } catch {
    // A trap; it is counted as one of its kind.
    return 1;
  }
}

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || depth > deepest) return 1;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let size = 0;
  for (const key in value) size += key.length + sizeOf((value as Record<string, unknown>)[key], depth + 1);
  return size;
}
