import { utf8Bytes } from '../prompt/utf8-bytes.js';
import type { LineFile } from './line-writer.js';

/** The files of a folder, as far as lines are appended to them. */
export interface Disk {
  /** Opens a file to append to it, made where it is not there. */
  open(path: string): Promise<OpenFile>;
  /** Null: there is no such file. */
  look(path: string): Promise<FileFacts | null>;
  /** In one step; a file that bore the new name is gone. */
  rename(from: string, to: string): Promise<void>;
  /** For one process at a time; resolves to what gives it up, or to null while another has it. One that died has it no more. */
  lock(path: string): Promise<(() => Promise<void>) | null>;
}

export interface FileFacts {
  /** Of the file, whatever its name. */
  readonly id: string;
  readonly sizeBytes: number;
}

export interface OpenFile {
  facts(): Promise<FileFacts>;
  /** Whether it ends with a line that has no end: what a process left that died while it wrote. */
  endsMidLine(): Promise<boolean>;
  /** Appends all of it, or rejects; of what it rejects a part may be there. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface RotationOptions {
  /** Infinity: it grows without bound. */
  readonly maxBytes: number;
  /** Old files that are kept beside it. */
  readonly keep: number;
}

/**
 * A file that is renamed to `<path>.1` before it would grow over `maxBytes`, and `.1` to `.2`, up to `.<keep>`. A line
 * that is longer has a file for itself; one that cannot be renamed grows on, so that nothing is lost.
 * A half line that an earlier process, another one, or a failed write left is ended, so that it spoils no line but itself.
 * Where the file was renamed or removed meanwhile, the next lines go to a new one.
 *
 * Renamed from the oldest on, each in one step: wherever that stops, every line is in a file, and the gap that is left is
 * filled the next time, before an old file is given up. Of several processes that share the file, one moves it at a time;
 * the others write on, and open the new one when they see it.
 */
export function rotatedFile(disk: Disk, path: string, { maxBytes, keep }: RotationOptions): LineFile {
  let file: OpenFile | null = null;
  let id = '';
  let sizeBytes = 0;
  /** The size at which it is known to end with a whole line; another size is somebody else's doing, or a write that failed. */
  let wholeBytes = 0;

  async function letGo(): Promise<void> {
    const opened = file;
    file = null;
    await opened?.close();
  }

  /** The file that bears the name at this moment. */
  async function current(): Promise<OpenFile> {
    if (file !== null) {
      const there = await disk.look(path);
      if (there?.id === id) {
        sizeBytes = there.sizeBytes;
        return file;
      }
      await letGo();
    }
    file = await disk.open(path);
    ({ id, sizeBytes } = await file.facts());
    wholeBytes = 0;
    return file;
  }

  async function moveAside(): Promise<boolean> {
    const nameOf = (age: number) => (age === 0 ? path : `${path}.${age}`);
    let unlock: (() => Promise<void>) | null = null;
    try {
      await letGo();
      unlock = await disk.lock(`${path}.lock`);
      if (unlock === null) return false;
      // Another process may have moved it before the lock was ours.
      if ((await disk.look(path))?.id !== id) return true;
      let free = 1;
      while (free < keep && (await disk.look(nameOf(free))) !== null) free++;
      for (let age = free; age > 0; age--) await disk.rename(nameOf(age - 1), nameOf(age));
      return true;
    } catch {
      return false;
    } finally {
      await unlock?.().catch(() => {});
    }
  }

  return {
    async append(text) {
      let hasMoved = false;
      let isStuck = false;
      for (let from = 0; from < text.length; ) {
        const target = await current();
        const room = isStuck ? Number.POSITIVE_INFINITY : maxBytes - sizeBytes;
        const to = endOfLinesWithin(text, from, room, sizeBytes === 0);
        if (to === from) {
          isStuck = hasMoved || !(await moveAside());
          hasMoved = true;
          continue;
        }
        const isCut = sizeBytes !== wholeBytes && (await target.endsMidLine());
        const lines = (isCut ? '\n' : '') + text.slice(from, to);
        wholeBytes = -1;
        await target.append(lines);
        wholeBytes = sizeBytes + utf8Bytes(lines);
        from = to;
        hasMoved = false;
      }
    },
    close: letGo,
  };
}

/** Where the whole lines end that fit in; with `takesOne`, after one line at least. */
function endOfLinesWithin(text: string, from: number, roomBytes: number, takesOne: boolean): number {
  if (roomBytes === Number.POSITIVE_INFINITY) return text.length;
  let to = from;
  let bytes = 0;
  while (to < text.length) {
    const end = text.indexOf('\n', to) + 1;
    bytes += utf8Bytes(text.slice(to, end));
    if (bytes > roomBytes && !(takesOne && to === from)) break;
    to = end;
  }
  return to;
}
