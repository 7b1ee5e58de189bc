import type { OnEnd } from './layers/call/observe/write-down.js';
import type { Kit } from './layers/kit.js';
import type { Ledger, LedgerBook } from './ledger/ledger.js';
import { createLedgerBook } from './ledger/ledger.js';
import type { LedgerRecord } from './ledger/ledger-record.js';
import type { LedgerEntry } from './ledger/record-of-entry.js';
import { copyOf, recordOfEntry } from './ledger/record-of-entry.js';
import { createCircuitHistory } from './measure/circuit-history.js';
import type { ParsedOptions } from './options.js';
import { boundedSink } from './record/bounded-sink.js';

export interface LedgerParts {
  readonly ledger: Ledger;
  readonly book: LedgerBook;
  /** Null: the ledger is off. */
  readonly onEnd: OnEnd | null;
}

const keepByDefault = 1_000;

/** Enters each settled call, and hands it to the sink where there is one. */
export function makeLedger(
  kit: Kit,
  { ledger: given, name }: Pick<ParsedOptions, 'ledger' | 'name'>,
  baseline: string | null,
): LedgerParts {
  const { sink, keep } = settingsOf(given);
  const circuits = kit.shared('circuit-history', createCircuitHistory);
  const book = kit.shared('ledger', () => createLedgerBook(keep));
  const ledger: Ledger = {
    recent: (limit = Number.POSITIVE_INFINITY) => book.recent(limit),
    subscribe: listener => book.subscribe(listener),
    circuits: () => circuits.read(),
    get dropped() {
      return book.dropped;
    },
  };
  if (given === false) return { ledger, book, onEnd: null };
  const give =
    sink === undefined
      ? null
      : boundedSink<LedgerRecord>({
          emit: kit.emit,
          sink,
          complaint: 'A call was not entered in the ledger’s sink',
          onDropped: () => book.dropped++,
        });

  return {
    ledger,
    book,
    onEnd(call, report, { status, errorName, uncutUsage }) {
      const entry: LedgerEntry = {
        at: kit.world.wallMs(),
        report: copyOf(report),
        outcome: status,
        errorName,
        mode: call.mode,
        settings: call.settings,
        instance: name ?? null,
        baseline,
        uncutUsage,
        dropped: book.dropped,
      };
      book.add(entry);
      give?.(() => recordOfEntry(entry));
    },
  };
}

function settingsOf(given: ParsedOptions['ledger']) {
  // It may be the first of its name: what another instance enters has room all the same.
  if (given === false) return { sink: undefined, keep: keepByDefault };
  return typeof given === 'function' ? { sink: given, keep: keepByDefault } : given;
}
