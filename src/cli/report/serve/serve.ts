import { dashboard } from '../../../dashboard/index.js';
import { UsageError } from '../../command.js';
import { countOf } from '../../terminal/figures.js';
import type { Terminal } from '../../terminal/terminal.js';
import { untilStopped } from '../../terminal/until-stopped.js';
import { createIntake, readLedgers } from '../read-ledgers.js';
import { followFile } from './follow-file.js';
import { isForLoopback, listen } from './http.js';
import type { Window } from './ledger-source.js';
import { createLedgerSource } from './ledger-source.js';

export interface ServeOptions extends Window {
  readonly paths: readonly string[];
  readonly port: number;
}

const lookEveryMs = 500;

/** Shows a ledger as the dashboard, for this machine alone, until it is stopped; the last file is followed as it grows. */
export async function serve({ paths, port, ...window }: ServeOptions, terminal: Terminal): Promise<number> {
  const last = paths.at(-1) as string;
  if (paths.includes('-')) throw new UsageError('--serve needs files: stdin cannot be followed.');
  const source = createLedgerSource(window);
  const intake = createIntake(source.add, terminal);
  await readLedgers(paths.slice(0, -1), intake, terminal);
  let number = 0;
  const file = await followFile(last, text => intake.line(`line ${++number}`, text));
  await file.readOn();
  intake.tellRest();

  const { url, server } = await listen(dashboard(source, { authorize: isForLoopback }), port);
  // Before anybody knows where it is: who then stops it at once is heard.
  const stopped = untilStopped();
  terminal.out(url);
  terminal.say(`${countOf(intake.reading.records, 'call')}. For this machine alone; Ctrl-C ends it.`);
  let isReading = false;
  const looking = setInterval(() => {
    if (isReading) return;
    isReading = true;
    file
      .readOn()
      // One that is away for a moment may come back.
      .catch(() => {})
      .finally(() => {
        isReading = false;
      });
  }, lookEveryMs);
  await stopped;
  clearInterval(looking);
  server.close();
  server.closeAllConnections();
  await file.close();
  if (process.connected) process.disconnect();
  return 0;
}
