/** Keeps the last `most` things it was given, in constant memory. */
export interface Ring<Thing> {
  add(thing: Thing): void;
  /** The newest first, at most `limit` of them. */
  newest(limit: number): Thing[];
}

export function createRing<Thing>(most: number): Ring<Thing> {
  const kept: Thing[] = [];
  let next = 0;
  return {
    add(thing) {
      if (most === 0) return;
      kept[next] = thing;
      next = (next + 1) % most;
    },
    newest(limit) {
      const count = Math.min(kept.length, limit);
      return Array.from({ length: count }, (_, back) => kept[(next - 1 - back + 2 * most) % most] as Thing);
    },
  };
}
