import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CallLine } from '../../node.js';
import { readCallLine } from '../../node.js';
import { UsageError } from '../command.js';
import { count } from './figures.js';
import type { Terminal } from './terminal.js';

type GoodLine = Exclude<CallLine, { kind: 'bad' }>;

const shownProblems = 5;
const linesPerProgress = 10_000;

/**
 * Reads a file of calls (`-`: stdin). Lines that cannot be read are counted and told by their number, never quoted: they may
 * hold prompts. @throws UsageError for a file that cannot be read
 */
export async function readCalls(path: string, terminal: Terminal): Promise<readonly GoodLine[]> {
  const input: Readable = path === '-' ? process.stdin : createReadStream(path);
  const failed = new Promise<never>((_, reject) => {
    input.once('error', error => reject(new UsageError(`${path} cannot be read: ${reasonOf(error)}.`)));
  });
  const lines: GoodLine[] = [];
  let bad = 0;
  async function readAll(): Promise<void> {
    let number = 0;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (number % linesPerProgress === 0) terminal.redraw(`${count(number)} lines read`);
      if (text.trim() === '') continue;
      const line = readCallLine(text);
      if (line.kind !== 'bad') lines.push(line);
      else if (bad++ < shownProblems) terminal.say(`line ${number}: ${line.problem}`);
    }
    if (bad > shownProblems)
      terminal.say(`... and ${count(bad - shownProblems)} more lines that cannot be read`);
  }
  await Promise.race([readAll(), failed]);
  return lines;
}

/** What the system says, without the path: `EISDIR: illegal operation on a directory`. */
const reasonOf = ({ message }: Error): string => (message.split(', ')[0] as string).trim();
