const baseMs = 200;
const throttleBaseMs = 1_000;
const longestMs = 20_000;
const longestJitterMs = 1_000;

/** The wait before a retry, by full jitter (AWS SDK): a random share of a base that doubles each time, at most 20 s. */
export function backoffMs({
  retry,
  isThrottle,
  random,
}: {
  readonly retry: number;
  readonly isThrottle: boolean;
  readonly random: () => number;
}): number {
  const base = isThrottle ? throttleBaseMs : baseMs;
  return random() * Math.min(longestMs, base * 2 ** Math.min(retry, 20));
}

/** The wait that a server asked for, never less, and a little more, so that all who were told the same do not come back at once. */
export const waitAfterHintMs = (hintMs: number, random: () => number): number =>
  hintMs + random() * Math.min(hintMs / 10, longestJitterMs);
