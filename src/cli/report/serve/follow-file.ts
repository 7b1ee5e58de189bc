import { type FileHandle, open, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { UsageError } from '../../command.js';

const chunkBytes = 1_048_576;
/** A line that is longer is no record, and is not waited for. */
const longestLine = 16 * chunkBytes;

export interface FollowedFile {
  /** Hands on what was added since the last time, whole records only; also after the file was rotated or cut. */
  readOn(): Promise<void>;
  close(): Promise<void>;
}

/** Reads a file from its start, and later what was added. @throws UsageError where it cannot be read */
export async function followFile(path: string, onLine: (text: string) => void): Promise<FollowedFile> {
  let file = await opened(path);
  let offset = 0;
  let rest = '';
  let decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(chunkBytes);

  async function readToEnd(): Promise<void> {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset);
      if (bytesRead === 0) return endWhole();
      offset += bytesRead;
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      const last = lines.pop() as string;
      rest = last.length > longestLine ? '' : last;
      for (const line of lines) if (line.trim() !== '') onLine(line);
    }
  }

  /** A record whose line has no end yet, as a file may stop with one. */
  function endWhole(): void {
    if (!isJson(rest)) return;
    onLine(rest);
    rest = '';
  }

  function startAnew(): void {
    offset = 0;
    rest = '';
    decoder = new StringDecoder('utf8');
  }

  return {
    async readOn() {
      await readToEnd();
      const here = await file.stat();
      const there = await stat(path).catch(() => null);
      // Between the old one's last line and the new one's first.
      if (there === null) return;
      if (there.ino !== here.ino || there.dev !== here.dev) {
        const next = await opened(path);
        await readToEnd();
        await file.close();
        file = next;
        startAnew();
      } else if (here.size < offset) startAnew();
      else return;
      await readToEnd();
    },
    close: () => file.close(),
  };
}

function isJson(text: string): boolean {
  try {
    return text.endsWith('}') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

const opened = (path: string): Promise<FileHandle> =>
  open(path, 'r').catch(error => {
    throw new UsageError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.`);
  });
