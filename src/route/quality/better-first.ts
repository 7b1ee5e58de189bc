/**
 * In the order that they have, except that none stands before one that it is worse than: of those left, the first comes
 * next that no other one left is better than. So each goes just behind the last of its betters, and no further.
 * `isWorse` has to have no cycle, as where it takes a lower figure to be worse.
 */
export function betterFirst<Item>(
  items: readonly Item[],
  isWorse: (one: Item, other: Item) => boolean,
): readonly Item[] {
  const left = [...items];
  const ordered: Item[] = [];
  while (left.length > 0) {
    const at = left.findIndex(one => !left.some(other => isWorse(one, other)));
    // In a cycle, the order that they have.
    ordered.push(...left.splice(Math.max(0, at), 1));
  }
  return ordered;
}
