import { open, writeFile } from 'node:fs/promises';
import { UsageError } from '../../command.js';
import { reportMark } from './page.js';

/**
 * Makes sure that a report may be written there: a file that is something else is not overwritten.
 * @throws UsageError where it may not
 */
export async function checkPlace(path: string): Promise<void> {
  const start = await startOf(path);
  if (start === '' || start === reportMark) return;
  throw new UsageError(`${path} exists and is no report: it is not overwritten.`);
}

/** As many characters as the mark of a report has; none where there is no such file, or an empty one. */
async function startOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(reportMark.length), 0, reportMark.length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw notWritten(path, error);
  }
}

/** @throws UsageError where the system does not let it */
export async function writeHtml(path: string, page: string): Promise<void> {
  await writeFile(path, page).catch(error => {
    throw notWritten(path, error);
  });
}

const notWritten = (path: string, error: unknown) =>
  new UsageError(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}.`);
