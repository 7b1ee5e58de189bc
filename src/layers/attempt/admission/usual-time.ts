/**
 * How long answers usually take, as a line over their length: `time = fixed + perToken * tokens`, kept as running means.
 * A time to first content has no length (0 tokens), and the line is a mean.
 */
export interface UsualTime {
  readonly windows: number;
  readonly tokens: number;
  readonly tokensSquared: number;
  readonly timeMs: number;
  readonly tokensTimesMs: number;
}

/** Means over one window of answers. */
export type WindowMeans = Omit<UsualTime, 'windows'>;

/** So many windows are averaged as they come; each later one counts a 300th. Both after Gradient2's long average of 600. */
const warmUpWindows = 10;
const laterShare = 1 / 300;
/** Added to the variance: lengths that differ by less than about a token explain no difference in time. */
const leastVariance = 1;

/** The usual time with one more window in it. */
export function withWindow(usual: UsualTime | null, means: WindowMeans): UsualTime {
  if (usual === null) return { windows: 1, ...means };
  const windows = usual.windows + 1;
  const share = windows <= warmUpWindows ? 1 / windows : laterShare;
  const mixed = (old: number, latest: number) => old + (latest - old) * share;
  return {
    windows,
    tokens: mixed(usual.tokens, means.tokens),
    tokensSquared: mixed(usual.tokensSquared, means.tokensSquared),
    timeMs: mixed(usual.timeMs, means.timeMs),
    tokensTimesMs: mixed(usual.tokensTimesMs, means.tokensTimesMs),
  };
}

/** The usual time, with every time `ratio` times as long. */
export const scaled = (usual: UsualTime, ratio: number): UsualTime => ({
  ...usual,
  timeMs: usual.timeMs * ratio,
  tokensTimesMs: usual.tokensTimesMs * ratio,
});

/** What answers of so many tokens usually take. Neither the fixed part nor the time per token is below 0. */
export function usualMs(
  { tokens: mean, tokensSquared, timeMs, tokensTimesMs }: UsualTime,
  tokens: number,
): number {
  const slope = (tokensTimesMs - mean * timeMs) / (tokensSquared - mean * mean + leastVariance);
  const perTokenMs = Math.min(Math.max(0, slope), mean === 0 ? 0 : timeMs / mean);
  return timeMs + perTokenMs * (tokens - mean);
}
