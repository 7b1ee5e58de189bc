import type { CircuitChange } from '../measure/circuit-history.js';
import type { LedgerRecord } from './ledger-record.js';
import type { LedgerEntry } from './record-of-entry.js';
import { recordOfEntry } from './record-of-entry.js';
import { createRing } from './ring.js';

/** What this process remembers of its last calls, through all instances of one name. */
export interface Ledger {
  /** The last calls, the newest first; at most `limit` of those that are kept (`ledger.keep`, 1,000 by default). */
  recent(limit?: number): readonly LedgerRecord[];
  /**
   * Has `listener` told of each call that settles from now on; what it throws, or rejects with, harms nobody, and
   * is told nobody.
   * Returns what ends that.
   */
  subscribe(listener: (record: LedgerRecord) => void): () => void;
  /** When circuits opened, let a probe through and closed: the last 1,000 changes, the oldest first. */
  circuits(): readonly CircuitChange[];
  /** Records that the sink lost. */
  readonly dropped: number;
}

/** The state behind a ledger, shared by the instances of one name. */
export interface LedgerBook {
  add(entry: LedgerEntry): void;
  recent(limit: number): LedgerRecord[];
  subscribe(listener: (record: LedgerRecord) => void): () => void;
  recorded: number;
  dropped: number;
}

export function createLedgerBook(keep: number): LedgerBook {
  const ring = createRing<LedgerEntry>(keep);
  const listeners = new Set<{ readonly tell: (record: LedgerRecord) => void }>();
  return {
    recorded: 0,
    dropped: 0,
    add(entry) {
      this.recorded++;
      ring.add(entry);
      if (listeners.size === 0) return;
      // Who subscribes while they are told hears of the next; each has a record of its own.
      for (const listener of [...listeners]) {
        if (!listeners.has(listener)) continue;
        try {
          const returned: unknown = listener.tell(recordOfEntry(entry));
          // One that is `async` hands back a promise, which must not become an unhandled rejection.
          if (returned instanceof Promise) returned.catch(() => {});
        } catch {
          // It is theirs.
        }
      }
    },
    recent: limit => ring.newest(limit).map(recordOfEntry),
    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
