import type { CircuitChange, LedgerRecord } from '../../index.js';
import { callView } from '../call-view.js';
import type { Message } from '../messages.js';
import { createSlots } from '../series/slots.js';
import type { DashboardSource, SourceReport } from '../source.js';

/** What there is to tell: everything, or what is new since it was last asked. */
export interface News {
  /** Begins to listen, having read what was missed. */
  start(): void;
  stop(): void;
  /** Null: nothing happened. */
  tick(): string | null;
  snapshot(): string;
  readonly nowMs: number;
}

const shownCalls = 50;
const shownTargets = 100;
/** Two minutes by the second, an hour by ten seconds, a day by five minutes. */
const resolutions = [
  { slotMs: 1_000, keep: 120 },
  { slotMs: 10_000, keep: 360 },
  { slotMs: 300_000, keep: 288 },
];

export function createNews(source: DashboardSource): News {
  const series = resolutions.map(({ slotMs, keep }) => createSlots(slotMs, keep));
  const nowOf = () => source.nowMs?.() ?? Date.now();
  /** The newest first. */
  let fresh: LedgerRecord[] = [];
  let lastRecord: LedgerRecord | null = null;
  let lastChange: CircuitChange | null = null;
  let lastReport = '';
  let watchedSinceMs = 0;
  let unsubscribe: (() => void) | null = null;

  function note(record: LedgerRecord, nowMs: number): void {
    lastRecord = record;
    for (const slots of series) slots.add(record, nowMs);
  }

  function missed(): LedgerRecord[] {
    const recent = source.ledger.recent();
    const known = recent.findIndex(one => one.callId === lastRecord?.callId && one.at === lastRecord.at);
    // Where the last one known has gone from the ring, all that is there is newer.
    return known < 0 ? [...recent] : recent.slice(0, known);
  }

  function newChanges(): CircuitChange[] {
    const changes = source.ledger.circuits();
    const known = changes.findLastIndex(
      ({ at, target, to }) => at === lastChange?.at && target === lastChange.target && to === lastChange.to,
    );
    lastChange = changes.at(-1) ?? null;
    return changes.slice(known + 1);
  }

  return {
    get nowMs() {
      return nowOf();
    },
    start() {
      const nowMs = nowOf();
      watchedSinceMs = nowMs;
      unsubscribe = source.ledger.subscribe(record => {
        note(record, nowOf());
        fresh.unshift(record);
        if (fresh.length > shownCalls) fresh.pop();
      });
      for (const record of missed().reverse()) note(record, nowMs);
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
      fresh = [];
    },
    tick() {
      const nowMs = nowOf();
      const report = source.report();
      for (const slots of series) slots.sample(report.queue, nowMs);
      const shown = shownReport(report);
      const message: Message = {
        kind: 'tick',
        nowMs,
        ...shown,
        calls: fresh.map(callView),
        circuits: newChanges(),
        series: series.map(slots => slots.read('changed', nowMs)),
        watchedSinceMs,
      };
      fresh = [];
      const said = JSON.stringify(shown);
      const isNew =
        said !== lastReport ||
        message.calls.length > 0 ||
        message.circuits.length > 0 ||
        message.series.some(({ slots }) => slots.length > 0);
      lastReport = said;
      return isNew ? JSON.stringify(message) : null;
    },
    snapshot() {
      const nowMs = nowOf();
      const message: Message = {
        kind: 'snapshot',
        nowMs,
        ...shownReport(source.report()),
        calls: source.ledger.recent(shownCalls).map(callView),
        circuits: source.ledger.circuits(),
        series: series.map(slots => slots.read('all', nowMs)),
        watchedSinceMs,
      };
      return JSON.stringify(message);
    },
  };
}

/** Of very many targets, those that were used most. */
function shownReport(report: SourceReport): Pick<Message, 'report' | 'hiddenTargets'> {
  const targets = Object.entries(report.targets);
  const hiddenTargets = Math.max(0, targets.length - shownTargets);
  if (hiddenTargets === 0) return { report, hiddenTargets };
  const shown = targets.sort(([, one], [, other]) => other.requests - one.requests).slice(0, shownTargets);
  return { report: { ...report, targets: Object.fromEntries(shown) }, hiddenTargets };
}
