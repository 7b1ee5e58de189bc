import { InvalidOptionsError } from '../index.js';
import { bench } from './bench/bench.js';
import { calibrate } from './calibrate.js';
import type { Command } from './command.js';
import { helpOf, overviewOf, parseValues, program, UsageError } from './command.js';
import { compare } from './compare/compare.js';
import { demo } from './demo/demo.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { models } from './models.js';
import { replay } from './replay.js';
import { report } from './report/report.js';
import { sandbox } from './sandbox.js';
import type { Terminal } from './terminal/terminal.js';
import { visibleLine } from './terminal/visible.js';
import { wrap } from './terminal/wrap.js';
import { version } from './version.js';

const commands: readonly Command[] = [
  demo,
  explain,
  bench,
  models,
  sandbox,
  doctor,
  calibrate,
  replay,
  report,
  compare,
];

const ok = 0;
const failed = 1;
const misused = 2;

/** Runs a command line. Resolves to the exit code: 0, 1 (what was asked did not succeed) or 2 (wrong usage). */
export async function main([name, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    if (name === undefined) terminal.say(overviewOf(commands, terminal.columns));
    else terminal.out(overviewOf(commands, terminal.columns));
    return name === undefined ? misused : ok;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(version);
    return ok;
  }
  const command = commands.find(one => one.name === name);
  if (command === undefined) {
    terminal.say(`There is no command "${name}".\n\n${overviewOf(commands, terminal.columns)}`);
    return misused;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(helpOf(command, terminal.columns));
    return ok;
  }
  try {
    return await command.run(parseValues(command, rest), terminal);
  } catch (error) {
    const message = visibleLine(error instanceof Error ? error.message : String(error));
    // Piped on, a message stays a line, so that it can be searched for.
    const columns = terminal.canRedraw ? terminal.columns : Number.POSITIVE_INFINITY;
    for (const line of wrap(message, columns)) terminal.say(line);
    const isMisuse = error instanceof UsageError || InvalidOptionsError.isInstance(error);
    if (!isMisuse) return failed;
    terminal.say(`Try \`${program} ${command.name} --help\`.`);
    return misused;
  }
}
