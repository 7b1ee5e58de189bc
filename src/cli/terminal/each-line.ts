import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { UsageError } from '../command.js';
import { count } from './figures.js';
import { problemOf } from './problem-of-text.js';
import type { Terminal } from './terminal.js';

/** A file that holds no text in UTF-8. */
export class NoText extends Error {}

const linesPerProgress = 10_000;

/** How a path is told. */
export const nameOfPath = (path: string): string => (path === '-' ? 'stdin' : path);

/**
 * Hands on the lines of a file (`-`: stdin) that are not empty, one by one, with their numbers.
 * @throws UsageError for a file that cannot be read, NoText for one that is no text
 */
export async function eachLine(
  path: string,
  onLine: (text: string, number: number) => void,
  terminal: Terminal,
): Promise<void> {
  const name = nameOfPath(path);
  const source: Readable = path === '-' ? process.stdin : createReadStream(path);
  const input = Readable.from(textIn(source, name), { objectMode: false });
  const failed = new Promise<never>((_, reject) => {
    input.once('error', error =>
      reject(error instanceof NoText ? error : new UsageError(`${name} cannot be read: ${reasonOf(error)}.`)),
    );
  });
  async function readAll(): Promise<void> {
    let number = 0;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (number % linesPerProgress === 0) terminal.redraw(`${count(number)} lines read`);
      if (text.trim() !== '') onLine(text, number);
    }
  }
  await Promise.race([readAll(), failed]);
}

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
