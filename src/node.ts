import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { z } from 'zod/v4';
import { parseOptions } from './core/parse-options.js';
import type { CallRecord } from './record/call-record.js';
import type { LineFile } from './record/line-writer.js';
import { createLineWriter, heard } from './record/line-writer.js';
import { RecordNotWrittenError } from './record/not-written-error.js';

export type { Calibration, LeftOutCalls } from './calibrate.js';
export { calibrate } from './calibrate.js';
export type { OperatingPoint } from './record/calibration/curve.js';
export type { WantedTraffic } from './record/calibration/find-thresholds.js';
export type { CallRecord, RecordSink } from './record/call-record.js';
export { RecordNotWrittenError } from './record/not-written-error.js';
export type { CallLine } from './record/read-line.js';
export { readCallLine } from './record/read-line.js';
export type { Move, PolicyReport } from './record/replay/policy-report.js';
export type { Policy, ReplayedPolicy, ReplayReport } from './replay.js';
export { replay } from './replay.js';

/** A sink for `createRouted({ record })` that appends to a file. */
export interface JsonlSink {
  /** Resolves once the record is in the file; rejects when it could not be written. */
  (record: CallRecord): Promise<void>;
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

/**
 * Appends each record to a file as a line of JSON, which only its owner may read where the file is new. Lines are whole:
 * what a crash left at the end of an old file is ended first. The file is opened at the first record, and grows without
 * bound. Where it cannot be written no call is harmed: a `warning` event names path and code, `dropped` counts, and
 * `flush` and `close` reject.
 * @throws InvalidOptionsError for a path that is no text, or empty
 * @example
 * const sink = jsonlSink('calls.jsonl');
 * const routed = createRouted({ record: sink });
 * process.once('beforeExit', () => sink.close().catch(console.error));
 */
export function jsonlSink(path: string): JsonlSink {
  parseOptions(aPath, path, 'path');
  const writer = createLineWriter(async () => lineFile(await open(path, 'a+', ownerOnly)));
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

  const sink = (record: CallRecord): Promise<void> =>
    heard(writer.add(JSON.stringify(record)).catch(error => tell(1, error)));
  const ends = { flush: () => heard(flush()), close: () => heard(close()) };
  return Object.defineProperty(Object.assign(sink, ends), 'dropped', {
    get: () => writer.dropped,
    enumerable: true,
  }) as JsonlSink;
}

const aPath = z.string().min(1).describe('the path of a file');

const ownerOnly = 0o600;
const lineEnd = 10;

const lineFile = (handle: FileHandle): LineFile => ({
  async endsMidLine() {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return bytesRead === 1 && buffer[0] !== lineEnd;
  },
  append: text => handle.appendFile(text),
  close: () => handle.close(),
});
