/** The windows that money is counted in: of the UTC calendar, by the wall clock. */
export const windowNames = ['minute', 'hour', 'day', 'month'] as const;
export type WindowName = (typeof windowNames)[number];

/** What was spent in one window, in whole nano-dollars. */
export interface SpendingWindow {
  readonly startsAtMs: number;
  /** Counts up with each window of this name; a start may come twice, when the clock is set back. */
  readonly number: number;
  /** Of reservations that were settled, or ran out. */
  readonly settledNanoUsd: number;
  /** Set aside for attempts that are out. */
  readonly reservedNanoUsd: number;
}

/** One window of each name, in their order. */
export type SpendingWindows = readonly SpendingWindow[];
/** The most that may be spent in each window, in whole nano-dollars; null: no limit. */
export type SpendingLimits = readonly (number | null)[];

const lengthsMs: Readonly<Record<Exclude<WindowName, 'month'>, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

export function windowStart(name: WindowName, wallMs: number): number {
  if (name !== 'month') return wallMs - (wallMs % lengthsMs[name]);
  const at = new Date(wallMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}

/** Where the window that starts at `startsAtMs` ends and the next one begins. */
export function windowEnd(name: WindowName, startsAtMs: number): number {
  if (name !== 'month') return startsAtMs + lengthsMs[name];
  const at = new Date(startsAtMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

export const freshWindows = (wallMs: number): SpendingWindows =>
  windowNames.map(name => freshWindow(windowStart(name, wallMs), 0));

const freshWindow = (startsAtMs: number, number: number): SpendingWindow => ({
  startsAtMs,
  number,
  settledNanoUsd: 0,
  reservedNanoUsd: 0,
});

/**
 * Begins the windows that time has come to. Where the wall clock is set back across one boundary, the later window
 * stays; where it is set back further, what was spent or set aside counts as spent in the earlier one. So a clock that is
 * wrong for a while neither gives a budget twice nor locks it for ever.
 */
export function turnWindows(windows: SpendingWindows, wallMs: number): SpendingWindows {
  const turned = windows.map((window, index) => turn(windowNames[index] as WindowName, window, wallMs));
  return turned.some((window, index) => window !== windows[index]) ? turned : windows;
}

function turn(name: WindowName, window: SpendingWindow, wallMs: number): SpendingWindow {
  const startsAtMs = windowStart(name, wallMs);
  const next = freshWindow(startsAtMs, window.number + 1);
  if (startsAtMs > window.startsAtMs) return next;
  if (windowEnd(name, startsAtMs) >= window.startsAtMs) return window;
  return { ...next, settledNanoUsd: window.settledNanoUsd + window.reservedNanoUsd };
}

/** What the limits leave, the tightest one; Infinity without any. */
export function leftNanoUsd(windows: SpendingWindows, limits: SpendingLimits): number {
  let left = Number.POSITIVE_INFINITY;
  windows.forEach(({ settledNanoUsd, reservedNanoUsd }, index) => {
    const limit = limits[index] ?? null;
    if (limit !== null) left = Math.min(left, Math.max(0, limit - settledNanoUsd - reservedNanoUsd));
  });
  return left;
}

/** How long until every window that has too little left for this has ended; 0: none has. Null: more than a whole limit. */
export function fitsAfterMs(
  windows: SpendingWindows,
  limits: SpendingLimits,
  nanoUsd: number,
  wallMs: number,
): number | null {
  let afterMs = 0;
  for (const [index, { startsAtMs, settledNanoUsd, reservedNanoUsd }] of windows.entries()) {
    const limit = limits[index] ?? null;
    if (limit === null || settledNanoUsd + reservedNanoUsd + nanoUsd <= limit) continue;
    if (nanoUsd > limit) return null;
    afterMs = Math.max(afterMs, windowEnd(windowNames[index] as WindowName, startsAtMs) - wallMs);
  }
  return afterMs;
}
