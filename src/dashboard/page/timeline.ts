import type { SlotView } from '../messages.js';
import type { Series } from './state.js';

/** A window of slots without a hole, the oldest first; the last is the one under way. */
export interface Timeline {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly slotMs: number;
  readonly slots: readonly {
    readonly at: number;
    readonly seconds: number;
    readonly slot: SlotView | undefined;
  }[];
}

/** Of a slot that has just begun a rate says nothing. */
const leastSeconds = 2;

export function timelineOf({ slotMs, keep, slots }: Series, nowMs: number): Timeline {
  const last = Math.floor(nowMs / slotMs) * slotMs;
  const secondsOfLast = (nowMs - last) / 1_000;
  const count = secondsOfLast < leastSeconds ? keep - 1 : keep;
  const fromMs = last - (keep - 1) * slotMs;
  return {
    fromMs,
    slotMs,
    untilMs: nowMs,
    slots: Array.from({ length: count }, (_, index) => {
      const at = fromMs + index * slotMs;
      return { at, slot: slots.get(at), seconds: at === last ? secondsOfLast : slotMs / 1_000 };
    }),
  };
}

/** Calls per second, of the last ten that are over. */
export function callsPerSecond({ slots }: Series, nowMs: number): number {
  const last = Math.floor(nowMs / 1_000) * 1_000;
  let calls = 0;
  for (let at = last - 10_000; at < last; at += 1_000) calls += slots.get(at)?.calls ?? 0;
  return calls / 10;
}
