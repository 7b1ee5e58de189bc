import type { AdaptiveOptions } from './options.js';
import type { UsualTime, WindowMeans } from './usual-time.js';
import { scaled, usualMs, withWindow } from './usual-time.js';

type Form = 'generate' | 'stream';

/** One answer that came. */
export interface TimeSample {
  readonly nowMs: number;
  readonly form: Form;
  /** Of a stream to its first content, of a generate as a whole. */
  readonly timeMs: number;
  /** What of its length explains the time: 0 for a stream. Null: it was given up after that time, and never came. */
  readonly tokens: number | null;
  /** Attempts at the target just then, this one among them. */
  readonly inFlight: number;
}

interface Sums extends WindowMeans {
  readonly samples: number;
}

export interface ConcurrencyState {
  /** Attempts at a time; its whole part is in force. */
  readonly limit: number;
  /** When it was last lowered for a timeout or a 429. */
  readonly loweredAtMs: number;
  readonly window: { readonly startedAtMs: number; readonly mostInFlight: number } & Readonly<
    Record<Form, Sums>
  >;
  /** Null: nothing is known yet. */
  readonly usual: Readonly<Record<Form, UsualTime | null>>;
  /** How things stood when answers were slowest, while they are too slow; null: they are not. */
  readonly tooSlow: { readonly inFlight: number; readonly slowdown: number } | null;
}

/** The gradient is no lower than this, so a window takes no more than a tenth of the limit (at a smoothing of 0.2). */
const leastGradient = 0.5;
/** What a timeout or a 429 leaves of the limit. */
const loweredRatio = 0.9;
const reopeningRatio = 0.5;
/** Answers twice as fast as usual: load has ended, and what is usual comes down a tenth per window. */
const fastSlowdown = 0.5;
const forgettingRatio = 0.9;
/** Fewer in flight by half and not faster by a quarter: it is not our load that makes answers slow. */
const halved = 0.5;
const hardlyFaster = 0.75;

const noSums: Sums = { samples: 0, tokens: 0, tokensSquared: 0, timeMs: 0, tokensTimesMs: 0 };
const newWindow = (startedAtMs: number) => ({
  startedAtMs,
  mostInFlight: 0,
  generate: noSums,
  stream: noSums,
});

export const newConcurrency = (options: AdaptiveOptions, nowMs: number): ConcurrencyState => ({
  limit: Math.min(options.max, Math.max(options.min, options.init)),
  loweredAtMs: Number.NEGATIVE_INFINITY,
  window: newWindow(nowMs),
  usual: { generate: null, stream: null },
  tooSlow: null,
});

/**
 * Notes how long one answer took; when the window is full, the limit follows from it. One that was given up after
 * longer than usual is as slow as that at least; given up sooner, it says nothing.
 */
export function noteTime(
  state: ConcurrencyState,
  options: AdaptiveOptions,
  { nowMs, form, timeMs, tokens: told, inFlight }: TimeSample,
): ConcurrencyState {
  const { window } = state;
  const tokens = told ?? tokensIfSlow(state.usual[form], timeMs);
  if (tokens === null) return state;
  const sums = window[form];
  const grown = {
    ...window,
    mostInFlight: Math.max(window.mostInFlight, inFlight),
    [form]: {
      samples: sums.samples + 1,
      tokens: sums.tokens + tokens,
      tokensSquared: sums.tokensSquared + tokens * tokens,
      timeMs: sums.timeMs + timeMs,
      tokensTimesMs: sums.tokensTimesMs + tokens * timeMs,
    },
  };
  const isFull =
    grown.generate.samples + grown.stream.samples >= options.minimumSamples &&
    nowMs - grown.startedAtMs >= options.windowMs;
  const noted = { ...state, window: grown };
  return isFull ? { ...afterWindow(noted, options), window: newWindow(nowMs) } : noted;
}

/**
 * A timeout or a 429: a tenth less, as after a window of the slowest answers, and as often as a window at most, since
 * those that were sent together fail together.
 */
export function noteOverload(
  state: ConcurrencyState,
  options: AdaptiveOptions,
  nowMs: number,
): ConcurrencyState {
  if (nowMs - state.loweredAtMs < options.windowMs) return state;
  const limit = Math.max(options.min, state.limit * loweredRatio);
  return { ...state, limit, loweredAtMs: nowMs, window: newWindow(nowMs) };
}

/**
 * The target is tried again after its circuit was open: half of what it was given before. A circuit opens within
 * a second of too much, when timeouts have hardly lowered the limit; with all of it the target would go down again.
 */
export function noteReopening(
  state: ConcurrencyState,
  options: AdaptiveOptions,
  nowMs: number,
): ConcurrencyState {
  const limit = Math.max(options.min, state.limit * reopeningRatio);
  return { ...state, limit, tooSlow: null, window: newWindow(nowMs) };
}

/**
 * Gradient2 of Netflix's concurrency-limits: the limit shrinks with how much slower than usual answers are, beyond
 * `tolerance`, and `queue` more are always tried. Where less than half of the limit was in flight, it was not ours to
 * make answers slow or fast, and the limit stays.
 *
 * What differs is what is taken for usual. There every window counts, so that under load that lasts the wait becomes
 * usual and the limit grows for ever. Here a busy window counts where it was less than halfway to `tolerance`, and a
 * slower one only when halving what is in flight was of no use: then it is the target that has become slower.
 */
function afterWindow(state: ConcurrencyState, options: AdaptiveOptions): ConcurrencyState {
  const { limit, window } = state;
  const inFlight = window.mostInFlight;
  const learned = {
    generate: learn(state.usual.generate, window.generate),
    stream: learn(state.usual.stream, window.stream),
  };
  const slowdown = slowdownOf(learned, window);
  const isIdle = inFlight < limit / 2;
  if (isIdle || slowdown <= (1 + options.tolerance) / 2) {
    const usual = slowdown < fastSlowdown ? scaledBoth(learned, forgettingRatio) : learned;
    return { ...state, usual, tooSlow: null, limit: isIdle ? limit : nextLimit(limit, slowdown, options) };
  }
  const isSlowest = state.tooSlow === null || slowdown > state.tooSlow.slowdown;
  const tooSlow = slowdown <= options.tolerance ? null : isSlowest ? { inFlight, slowdown } : state.tooSlow;
  const isInVain =
    tooSlow !== null && inFlight <= tooSlow.inFlight * halved && slowdown > tooSlow.slowdown * hardlyFaster;
  if (isInVain) return { ...state, usual: scaledBoth(state.usual, slowdown), tooSlow: null };
  return { ...state, tooSlow, limit: nextLimit(limit, slowdown, options) };
}

function nextLimit(
  limit: number,
  slowdown: number,
  { min, max, tolerance, queue, smoothing }: AdaptiveOptions,
) {
  const gradient = Math.max(leastGradient, Math.min(1, tolerance / slowdown));
  const wanted = limit * gradient + queue;
  return Math.min(max, Math.max(min, limit * (1 - smoothing) + wanted * smoothing));
}

const learn = (usual: UsualTime | null, sums: Sums): UsualTime | null =>
  sums.samples === 0 ? usual : withWindow(usual, meansOf(sums));

/** Of an answer that never came: as many tokens as usual, if by then it should have come. */
const tokensIfSlow = (usual: UsualTime | null, timeMs: number): number | null =>
  usual !== null && timeMs > usualMs(usual, usual.tokens) ? usual.tokens : null;

function meansOf({ samples, tokens, tokensSquared, timeMs, tokensTimesMs }: Sums): WindowMeans {
  return {
    tokens: tokens / samples,
    tokensSquared: tokensSquared / samples,
    timeMs: timeMs / samples,
    tokensTimesMs: tokensTimesMs / samples,
  };
}

const scaledBoth = (usual: ConcurrencyState['usual'], ratio: number): ConcurrencyState['usual'] => ({
  generate: usual.generate && scaled(usual.generate, ratio),
  stream: usual.stream && scaled(usual.stream, ratio),
});

/** How many times as long as usual the answers of a window took; each form against its own, by their numbers. */
function slowdownOf(usual: ConcurrencyState['usual'], window: ConcurrencyState['window']): number {
  let sum = 0;
  let samples = 0;
  for (const form of ['generate', 'stream'] as const) {
    const seen = window[form];
    const known = usual[form];
    if (known === null || seen.samples === 0) continue;
    const usually = usualMs(known, seen.tokens / seen.samples) * seen.samples;
    sum += usually > 0 ? (seen.timeMs / usually) * seen.samples : seen.samples;
    samples += seen.samples;
  }
  return samples === 0 ? 1 : sum / samples;
}
