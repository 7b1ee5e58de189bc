/** Chance that repeats from its seed: mulberry32 (Tommy Ettinger, public domain). */
export function createRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A seed for each call of a run, so that what a call does depends on its number and not on when its turn comes. */
export const seedOf = (seed, number) =>
  Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number, 0xc2b2ae35);

export const between = (random, least, most) => least + Math.floor(random() * (most - least + 1));

export const pick = (random, items) => items[Math.floor(random() * items.length)];

/** One of the entries of a table `{ name: { weight } }`, by weight. */
export function pickByWeight(random, table) {
  const entries = Object.entries(table);
  let left = random() * entries.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const entry of entries) {
    left -= entry[1].weight;
    if (left < 0) return entry;
  }
  return entries[0];
}
