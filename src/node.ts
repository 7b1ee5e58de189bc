import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { CallRecord } from './record/call-record.js';
import type { LineFile } from './record/line-writer.js';
import { createLineWriter } from './record/line-writer.js';

export type { Calibration, LeftOutCalls } from './calibrate.js';
export { calibrate } from './calibrate.js';
export type { OperatingPoint } from './record/calibration/curve.js';
export type { WantedTraffic } from './record/calibration/find-thresholds.js';
export type { CallRecord, RecordSink } from './record/call-record.js';
export type { CallLine } from './record/read-line.js';
export { readCallLine } from './record/read-line.js';
export type { Move, PolicyReport } from './record/replay/policy-report.js';
export type { Policy, ReplayReport } from './replay.js';
export { replay } from './replay.js';

/** A sink for `createRouted({ record })` that appends to a file. */
export interface JsonlSink {
  /** Resolves once the record is in the file; rejects when it could not be written. */
  (record: CallRecord): Promise<void>;
  /** Resolves once every record so far is in the file, or lost. */
  flush(): Promise<void>;
  /** Flushes and closes the file; call it before the process ends. */
  close(): Promise<void>;
  /** Records that were lost: the disk was full, the file could not be opened, or 10,000 (16 MB) were waiting. */
  readonly dropped: number;
}

/**
 * Appends each record to a file as a line of JSON, which only its owner may read where the file is new. Lines are whole:
 * what a crash left at the end of an old file is ended first. The file is opened at the first record, and grows without
 * bound.
 * @example
 * const sink = jsonlSink('calls.jsonl');
 * const routed = createRouted({ record: sink });
 * process.once('beforeExit', () => sink.close());
 */
export function jsonlSink(path: string): JsonlSink {
  const writer = createLineWriter(async () => lineFile(await open(path, 'a+', ownerOnly)));
  const sink = (record: CallRecord): Promise<void> => writer.add(JSON.stringify(record));
  return Object.defineProperty(Object.assign(sink, { flush: writer.flush, close: writer.close }), 'dropped', {
    get: () => writer.dropped,
    enumerable: true,
  }) as JsonlSink;
}

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
