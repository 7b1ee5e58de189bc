import type { LedgerRecord } from '../../node.js';
import { readLedgerLine } from '../../node.js';
import { badLines } from '../terminal/bad-lines.js';
import { eachLine, NoText, nameOfPath } from '../terminal/each-line.js';
import type { Terminal } from '../terminal/terminal.js';
import { visibleLine } from '../terminal/visible.js';

/** What came of reading files, besides the records. */
export interface Reading {
  readonly records: number;
  /** Lines that hold no record. */
  readonly badLines: number;
  /** Records that were there before: files overlap, as where one was copied while it was rotated. */
  readonly duplicates: number;
}

/** Takes lines of ledgers in, and hands on each record once; none are kept but their names. */
export interface Intake {
  /** What cannot be read is told by its place, and never quoted. */
  line(place: string, text: string): void;
  readonly reading: Reading;
  tellRest(): void;
}

export function createIntake(add: (record: LedgerRecord) => void, terminal: Terminal): Intake {
  const seen = createSeen();
  const bad = badLines(terminal);
  let records = 0;
  let duplicates = 0;
  return {
    line(place, text) {
      const line = readLedgerLine(text);
      if (line.kind === 'bad') bad.add(place, line.problem);
      else if (seen(line.record)) duplicates++;
      else {
        records++;
        add(line.record);
      }
    },
    get reading() {
      return { records, badLines: bad.count, duplicates };
    },
    tellRest: () => bad.tellRest(),
  };
}

/** Reads some files in order. @throws UsageError for a file that cannot be read */
export async function readLedgers(
  paths: readonly string[],
  intake: Intake,
  terminal: Terminal,
): Promise<void> {
  for (const path of paths) {
    const place = paths.length === 1 ? '' : `${visibleLine(nameOfPath(path))}, `;
    try {
      await eachLine(path, (text, number) => intake.line(`${place}line ${number}`, text), terminal);
    } catch (error) {
      // One that was just rotated is empty: the others stand.
      if (!(error instanceof NoText)) throw error;
      terminal.say(error.message);
    }
  }
}

/** V8 has no larger set. */
const mostPerSet = 8_000_000;

/** Whether a record was there before. */
function createSeen(): (record: LedgerRecord) => boolean {
  const sets: Set<string>[] = [new Set()];
  return ({ callId, at }) => {
    const key = `${at} ${callId}`;
    if (sets.some(set => set.has(key))) return true;
    if ((sets.at(-1) as Set<string>).size >= mostPerSet) sets.push(new Set());
    (sets.at(-1) as Set<string>).add(key);
    return false;
  };
}
