export interface Ticks {
  /** Ascending, evenly spaced; the first is at or below all data, the last at or above. */
  readonly values: readonly number[];
  readonly step: number;
}

/** What is beyond is drawn as if it were this: no arithmetic on it leaves the numbers. */
export const largest = 1e300;

/**
 * Round numbers (1, 2 or 5 times a power of ten apart) that cover `low` to `high`, about `wanted` of them, at most twice
 * as many. With `isWhole` no step is below 1.
 */
export function niceTicks(low: number, high: number, wanted: number, isWhole = false): Ticks {
  const from = Number.isFinite(low) ? Math.max(-largest, Math.min(low, largest)) : 0;
  const until = Number.isFinite(high) ? Math.max(from, Math.min(high, largest)) : from;
  if (from === 0 && until === 0) return { step: 1, values: [0, 1] };
  // Of one value, or of values that only rounding tells apart, the room around it is shown.
  const least = Math.max(1e-300, (Math.abs(from) + Math.abs(until)) * 1e-9);
  const span = until - from < least ? Math.max(Math.abs(until), least) : until - from;
  const rough = span / Math.max(1, Math.floor(wanted));
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find(one => one * power >= rough * (1 - 1e-9)) ?? 10;
  const step = isWhole ? Math.max(1, Math.round(digit * power)) : digit * power;
  const first = Math.floor(from / step);
  const last = Math.max(first + 1, Math.ceil(until / step));
  return {
    step,
    values: Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step)),
  };
}

/** 0.30000000000000004 is 0.3. */
const clean = (value: number): number => Number(value.toPrecision(12));

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map(count => count * day),
];

export interface TimeTick {
  /** In ms since 1970. */
  readonly at: number;
  readonly text: string;
}

/** Moments on the round within `fromMs` to `untilMs`, at most `most`, told as a clock on the wall shows them here. */
export function timeTicks(fromMs: number, untilMs: number, most: number): TimeTick[] {
  const span = untilMs - fromMs;
  if (!(span > 0) || !Number.isFinite(span) || Math.abs(fromMs) > 8e15 || Math.abs(untilMs) > 8e15) return [];
  const atMost = Math.max(1, Math.floor(most));
  const step = timeSteps.find(one => span / one <= atMost) ?? Math.ceil(span / atMost / day) * day;
  const aheadMs = new Date(fromMs).getTimezoneOffset() * -minute;
  const ticks: TimeTick[] = [];
  for (
    let at = Math.ceil((fromMs + aheadMs) / step) * step - aheadMs;
    at <= untilMs && ticks.length < atMost;
    at += step
  )
    ticks.push({ at, text: clock(at, step) });
  return ticks;
}

const two = (value: number): string => String(value).padStart(2, '0');
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14:05:30`, `14:05` where seconds do not tell ticks apart, `27 Nov` where hours do not. */
export function clock(ms: number, stepMs = second): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  if (stepMs >= day) return `${date.getDate()} ${months[date.getMonth()]}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return stepMs >= minute ? time : `${time}:${two(date.getSeconds())}`;
}
