import type { LedgerRecord, Report } from '../../index.js';
import type { Quantiles, SlotsView, SlotView } from '../messages.js';
import type { Spread } from './spread.js';
import { createSpread } from './spread.js';

interface Slot {
  readonly at: number;
  calls: number;
  failed: number;
  costNanoUsd: number;
  baselineNanoUsd: number;
  active: number;
  waiting: number;
  readonly firstContent: Spread;
  readonly total: Spread;
  /** Since it was last told. */
  isChanged: boolean;
}

/** What was measured in the last `keep` slots of `slotMs` each, in bounded memory. */
export interface Slots {
  /** Those that settled outside the window are left out. */
  add(record: LedgerRecord, nowMs: number): void;
  sample(queue: Report['queue'], nowMs: number): void;
  /** All slots in which something was, or only those that changed since this was last asked. */
  read(which: 'all' | 'changed', nowMs: number): SlotsView;
}

export function createSlots(slotMs: number, keep: number): Slots {
  const ring: (Slot | undefined)[] = [];
  /** Of all slots in the window together. */
  const firstContent = createSpread();
  const total = createSpread();

  /** Each start within the window has a place of its own in the ring; what is there of an older one is over. */
  function slotOf(at: number, nowMs: number): Slot | null {
    const start = Math.floor(at / slotMs) * slotMs;
    if (!isWithin(start, nowMs)) return null;
    const place = (start / slotMs) % keep;
    const there = ring[place];
    if (there?.at === start) return there;
    if (there !== undefined) drop(there, place);
    const slot = newSlot(start);
    ring[place] = slot;
    return slot;
  }

  const isWithin = (start: number, nowMs: number): boolean => start > nowMs - keep * slotMs && start <= nowMs;

  function drop(slot: Slot, place: number): void {
    firstContent.minus(slot.firstContent);
    total.minus(slot.total);
    ring[place] = undefined;
  }

  return {
    add(record, nowMs) {
      const slot = slotOf(record.at, nowMs);
      if (slot === null) return;
      const { outcome, costNanoUsd, baselineNanoUsd, firstContentMs, latencyMs } = record;
      slot.isChanged = true;
      slot.calls++;
      if (outcome === 'failed') slot.failed++;
      slot.costNanoUsd += costNanoUsd ?? 0;
      slot.baselineNanoUsd += (costNanoUsd === null ? null : baselineNanoUsd) ?? 0;
      for (const into of [slot.firstContent, firstContent])
        if (firstContentMs !== null) into.add(firstContentMs);
      for (const into of [slot.total, total]) if (outcome === 'ok') into.add(latencyMs);
    },
    sample({ active, waiting }, nowMs) {
      if (active === 0 && waiting === 0) return;
      const slot = slotOf(nowMs, nowMs);
      if (slot === null || (slot.active >= active && slot.waiting >= waiting)) return;
      slot.isChanged = true;
      slot.active = Math.max(slot.active, active);
      slot.waiting = Math.max(slot.waiting, waiting);
    },
    read(which, nowMs) {
      ring.forEach((slot, place) => {
        if (slot !== undefined && !isWithin(slot.at, nowMs)) drop(slot, place);
      });
      const kept = ring.filter(slot => slot !== undefined && (which === 'all' || slot.isChanged)) as Slot[];
      if (which === 'changed') for (const slot of kept) slot.isChanged = false;
      return {
        slotMs,
        keep,
        firstContent: quantilesOf(firstContent),
        total: quantilesOf(total),
        slots: kept.sort((one, other) => one.at - other.at).map(viewOf),
      };
    },
  };
}

const newSlot = (at: number): Slot => ({
  at,
  calls: 0,
  failed: 0,
  costNanoUsd: 0,
  baselineNanoUsd: 0,
  active: 0,
  waiting: 0,
  firstContent: createSpread(),
  total: createSpread(),
  isChanged: true,
});

const viewOf = ({ firstContent, total, isChanged: _, ...slot }: Slot): SlotView => ({
  ...slot,
  firstContent: quantilesOf(firstContent),
  total: quantilesOf(total),
});

function quantilesOf(spread: Spread): Quantiles | null {
  const [p50, p95] = [spread.quantile(0.5), spread.quantile(0.95)];
  return p50 === null || p95 === null ? null : [toMs(p50), toMs(p95)];
}

/** Tenths of a ms are not within what a bucket tells. */
const toMs = (value: number): number => Number(value.toPrecision(3));
