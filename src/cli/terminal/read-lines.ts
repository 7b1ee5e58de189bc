import { fstatSync } from 'node:fs';

/** A pipe that says nothing for this long has nothing to say: a script may hold one open for no reason. */
const firstByteMs = 500;

/** The lines that were piped in; none where stdin is a terminal, closed, or silent. */
export async function pipedLines(): Promise<string[]> {
  const { stdin } = process;
  if (stdin.isTTY === true || !isPipeOrFile()) return [];
  let text = '';
  stdin.setEncoding('utf8');
  const isOver = new Promise<void>(resolve => {
    const silence = setTimeout(resolve, firstByteMs);
    stdin.on('data', chunk => {
      clearTimeout(silence);
      text += String(chunk);
    });
    stdin.once('end', () => {
      clearTimeout(silence);
      resolve();
    });
    stdin.once('error', () => resolve());
  });
  await isOver;
  // Lets the process end although the pipe stays open.
  stdin.destroy();
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
}

function isPipeOrFile(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isFile() || stats.isSocket();
  } catch {
    return false;
  }
}
