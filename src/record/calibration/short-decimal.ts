/** The number with the fewest decimals above `lower` and not above `upper`: as a person would write a threshold between them. */
export function shortDecimal(lower: number, upper: number): number {
  for (let digits = 2; digits < 15; digits++) {
    const scale = 10 ** digits;
    // The middle first: a threshold should not stand at the very edge of what it parts.
    const middle = Math.round(((lower + upper) / 2) * scale) / scale;
    if (middle > lower && middle <= upper) return middle;
    const below = Math.floor(upper * scale) / scale;
    if (below > lower && below <= upper) return below;
  }
  return upper;
}
