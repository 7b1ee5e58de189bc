const longestName = 64;

/** Up to three of the names that are close to what was written, the closest first: for "did you mean". */
export function nearestNames(written: string, names: readonly string[]): string[] {
  const wanted = written.toLowerCase().slice(0, longestName);
  const allowed = Math.max(2, Math.floor(wanted.length / 2));
  return names
    .map(name => ({ name, distance: distanceBetween(wanted, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) =>
        distance <= allowed || (wanted.length >= 3 && name.toLowerCase().includes(wanted)),
    )
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein: how many letters have to be added, dropped or changed. */
function distanceBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + change,
      );
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
