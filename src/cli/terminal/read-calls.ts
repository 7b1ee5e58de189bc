import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { CallLine } from '../../node.js';
import { readCallLine } from '../../node.js';
import { UsageError } from '../command.js';
import { count, countOf } from './figures.js';
import { problemOf } from './problem-of-text.js';
import type { Terminal } from './terminal.js';

type GoodLine = Exclude<CallLine, { kind: 'bad' }>;

const shownProblems = 5;
const linesPerProgress = 10_000;

/**
 * Reads a file of calls (`-`: stdin). Lines that cannot be read are counted and told by their number, never quoted: they may
 * hold prompts. @throws UsageError for a file that cannot be read, Error for one that is no text
 */
export async function readCalls(path: string, terminal: Terminal): Promise<readonly GoodLine[]> {
  const name = path === '-' ? 'stdin' : path;
  const source: Readable = path === '-' ? process.stdin : createReadStream(path);
  const input = Readable.from(textIn(source, name), { objectMode: false });
  const failed = new Promise<never>((_, reject) => {
    input.once('error', error =>
      reject(error instanceof NoText ? error : new UsageError(`${name} cannot be read: ${reasonOf(error)}.`)),
    );
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
      terminal.say(`... and ${countOf(bad - shownProblems, 'more line')} that cannot be read`);
  }
  await Promise.race([readAll(), failed]);
  return lines;
}

class NoText extends Error {}

/** What is in a file, once its first bytes have been looked at. @throws NoText */
async function* textIn(source: Readable, name: string): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  const check = (bytes: Uint8Array) => {
    const problem = isFirst ? problemOf(bytes) : null;
    isFirst = false;
    if (problem !== null) throw new NoText(`${name} ${problem}.`);
  };
  for await (const bytes of source as AsyncIterable<Uint8Array>) {
    check(bytes);
    yield bytes;
  }
  check(new Uint8Array());
}

/** What the system says, without the path: `EISDIR: illegal operation on a directory`. */
const reasonOf = ({ message }: Error): string => (message.split(', ')[0] as string).trim();
