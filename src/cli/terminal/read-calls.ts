import type { CallLine } from '../../node.js';
import { readCallLine } from '../../node.js';
import { badLines } from './bad-lines.js';
import { eachLine } from './each-line.js';
import type { Terminal } from './terminal.js';

type GoodLine = Exclude<CallLine, { kind: 'bad' }>;

/**
 * Reads a file of calls (`-`: stdin). Lines that cannot be read are counted and told by their number, never quoted: they may
 * hold prompts. @throws UsageError for a file that cannot be read, Error for one that is no text
 */
export async function readCalls(path: string, terminal: Terminal): Promise<readonly GoodLine[]> {
  const lines: GoodLine[] = [];
  const bad = badLines(terminal);
  await eachLine(
    path,
    (text, number) => {
      const line = readCallLine(text);
      if (line.kind === 'bad') bad.add(`line ${number}`, line.problem);
      else lines.push(line);
    },
    terminal,
  );
  bad.tellRest();
  return lines;
}
