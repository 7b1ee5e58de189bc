import type { CircuitChange } from '../../index.js';
import type { CallView, Message, Quantiles, SlotView } from '../messages.js';

/** What the page knows: the last snapshot, and what was new since. */
export interface State {
  readonly report: Message['report'];
  readonly hiddenTargets: number;
  /** The newest first. */
  readonly calls: readonly CallView[];
  /** The oldest first. */
  readonly circuits: readonly CircuitChange[];
  readonly series: readonly Series[];
  readonly watchedSinceMs: number;
  /** The source's clock less this page's. */
  readonly aheadMs: number;
}

export interface Series {
  readonly slotMs: number;
  readonly keep: number;
  readonly slots: ReadonlyMap<number, SlotView>;
  readonly firstContent: Quantiles | null;
  readonly total: Quantiles | null;
}

const mostCalls = 50;
const mostChanges = 1_000;

export function applied(state: State | null, message: Message, clockMs: number): State {
  const before = message.kind === 'snapshot' ? null : state;
  const { report, hiddenTargets, watchedSinceMs, nowMs } = message;
  return {
    report,
    hiddenTargets,
    watchedSinceMs,
    aheadMs: nowMs - clockMs,
    // What was in the snapshot may come once more.
    calls: unique([...message.calls, ...(before?.calls ?? [])], ({ callId, at }) => `${at} ${callId}`).slice(
      0,
      mostCalls,
    ),
    circuits: unique([...(before?.circuits ?? []), ...message.circuits], one => JSON.stringify(one)).slice(
      -mostChanges,
    ),
    series: message.series.map(({ slots, ...view }, index) => {
      const kept = new Map(before?.series[index]?.slots);
      for (const slot of slots) kept.set(slot.at, slot);
      for (const at of kept.keys()) if (at <= nowMs - view.keep * view.slotMs) kept.delete(at);
      return { ...view, slots: kept };
    }),
  };
}

function unique<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): Thing[] {
  return [...new Map(things.map(thing => [keyOf(thing), thing])).values()];
}
