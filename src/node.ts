import { z } from 'zod/v4';
import { parseOptions } from './core/parse-options.js';
import type { LedgerRecord } from './ledger/ledger-record.js';
import { diskWith } from './node-disk.js';
import type { CallRecord } from './record/call-record.js';
import { createLineWriter, heard } from './record/line-writer.js';
import { RecordNotWrittenError } from './record/not-written-error.js';
import { rotatedFile } from './record/rotated-file.js';

export type { Calibration, LeftOutCalls } from './calibrate.js';
export { calibrate } from './calibrate.js';
export type { LedgerRecord, LedgerSink } from './ledger/ledger-record.js';
export type { LedgerLine } from './ledger/read-ledger-line.js';
export { readLedgerLine } from './ledger/read-ledger-line.js';
export type {
  AttemptGroup,
  CostParts,
  LedgerDimension,
  LedgerFigures,
  LedgerGroup,
  LedgerSummary,
  LedgerTimes,
} from './ledger/summary/ledger-summary.js';
export type { LedgerSummarizer } from './ledger/summary/summarize-ledger.js';
export type { LedgerReportOptions } from './ledger-report.js';
export { createLedgerReport, ledgerReport } from './ledger-report.js';
export type { OperatingPoint } from './record/calibration/curve.js';
export type { WantedTraffic } from './record/calibration/find-thresholds.js';
export type { CallRecord, RecordSink } from './record/call-record.js';
export { RecordNotWrittenError } from './record/not-written-error.js';
export type { CallLine } from './record/read-line.js';
export { readCallLine } from './record/read-line.js';
export type { Move, PolicyReport } from './record/replay/policy-report.js';
export type { Policy, ReplayedPolicy, ReplayReport } from './replay.js';
export { replay } from './replay.js';

/** A sink for `createRouted({ ledger })` and `createRouted({ record })` that appends to a file. */
export interface JsonlSink {
  /** Resolves once the record is in the file; rejects when it could not be written. */
  (record: LedgerRecord | CallRecord): Promise<void>;
  /**
   * Resolves once every record so far is in the file; rejects with a `RecordNotWrittenError` where some were lost since
   * the last `flush`. Nobody has to hear of that: a rejection without a listener does not end the process.
   */
  flush(): Promise<void>;
  /**
   * Flushes and closes the file; call it before the process ends. Rejects with a `RecordNotWrittenError`, which has path
   * and code, where any record was lost, as `flush` does.
   */
  close(): Promise<void>;
  /** Records that were lost: the disk was full, the file could not be opened, or 10,000 (16 MB) were waiting. */
  readonly dropped: number;
}

const jsonlOptions = z.strictObject({
  maxBytes: z
    .union([z.int().min(1), z.literal(false)])
    .default(64 * 1_048_576)
    .describe('Before it would grow over this, the file becomes `<path>.1`. False: it grows without bound.'),
  keep: z
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .describe(
      'Old files that are kept; the oldest is GIVEN UP for the next. Copy them elsewhere to keep more.',
    ),
  durable: z
    .boolean()
    .default(false)
    .describe('Waits for the disk itself: a record that is confirmed outlives a crash of the machine, too.'),
});
export type JsonlSinkOptions = z.input<typeof jsonlOptions>;

/**
 * Appends each record to a file as a line of JSON, which only its owner may read where the file is new.
 *
 * It is rotated: before the file would grow over `maxBytes` (64 MB) it becomes `<path>.1`, that `<path>.2`, and so on up to
 * `keep` (10) old files: the disk in use is bounded, and what is older is lost. `maxBytes: false` keeps one file for ever.
 *
 * Lines are whole, and none is split over two files: what a crash left at the end of a file is ended first. A record that
 * was confirmed outlives a crash of the process; with `durable`, one of the machine. A file that another tool renamed or
 * removed is opened anew. Several processes may append to one file: `<path>.lock` is there while one of them moves it. A
 * link, or a pipe, is never rotated.
 *
 * Where the file cannot be written no call is harmed: a `warning` event names path and code, `dropped` counts, and `flush`
 * and `close` reject. Where only the renaming fails nothing is lost: the file grows on.
 * @throws InvalidOptionsError for a path that is no text, or empty, and for options that are none
 * @example
 * const sink = jsonlSink('ledger.jsonl', { keep: 30 });
 * const routed = createRouted({ ledger: sink });
 * process.once('beforeExit', () => sink.close().catch(console.error));
 */
export function jsonlSink(path: string, options: JsonlSinkOptions = {}): JsonlSink {
  parseOptions(aPath, path, 'path');
  const { maxBytes, keep, durable } = parseOptions(jsonlOptions, options);
  const rotation = { maxBytes: maxBytes === false ? Number.POSITIVE_INFINITY : maxBytes, keep };
  const writer = createLineWriter(rotatedFile(diskWith({ durable }), path, rotation));
  let told = 0;

  function tell(lost: number, cause: unknown = writer.problem): void {
    if (lost > 0) throw new RecordNotWrittenError({ path, lost, cause });
  }

  async function flush(): Promise<void> {
    await writer.flush();
    const lost = writer.dropped - told;
    told = writer.dropped;
    tell(lost);
  }

  async function close(): Promise<void> {
    await writer.close();
    tell(writer.dropped);
  }

  const sink = (record: LedgerRecord | CallRecord): Promise<void> =>
    heard(writer.add(JSON.stringify(record)).catch(error => tell(1, error)));
  const ends = { flush: () => heard(flush()), close: () => heard(close()) };
  return Object.defineProperty(Object.assign(sink, ends), 'dropped', {
    get: () => writer.dropped,
    enumerable: true,
  }) as JsonlSink;
}

const aPath = z.string().min(1).describe('the path of a file');
