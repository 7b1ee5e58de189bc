import type { BigIntStats } from 'node:fs';
import { lstat, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { systemWorld } from './core/world.js';
import type { Disk, FileFacts, OpenFile } from './record/rotated-file.js';

const ownerOnly = 0o600;
const lineEnd = 10;

/** The file system of Node. `durable`: what was appended is on the disk itself. */
export const diskWith = (how: { readonly durable: boolean }): Disk => ({
  open: path => openFile(path, how),
  look: path =>
    stat(path, { bigint: true }).then(factsOf, error => {
      if (error.code === 'ENOENT') return null;
      throw error;
    }),
  async rename(from, to) {
    // Of a link, the file would go on growing under its own name.
    if (!(await lstat(from)).isFile()) throw new Error(`${from} is no file`);
    await rename(from, to);
  },
  lock: lockFile,
});

/** Longer than any renaming takes: who has it that long, on another machine, has died. */
const staleLockMs = 10_000;
const holder = `${hostname()} ${process.pid}`;

/** A file that only one process can make, on every system. */
async function lockFile(path: string): Promise<(() => Promise<void>) | null> {
  if (!(await isMine(path))) {
    if (!(await hasDied(path))) return null;
    await unlink(path);
    if (!(await isMine(path))) return null;
  }
  return () => unlink(path);
}

async function isMine(path: string): Promise<boolean> {
  try {
    await writeFile(path, holder, { flag: 'wx', mode: ownerOnly });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function hasDied(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  if (systemWorld.wallMs() - mtimeMs >= staleLockMs) return true;
  const [machine, id] = (await readFile(path, 'utf8')).split(' ');
  if (machine !== hostname()) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const factsOf = ({ dev, ino, size }: BigIntStats): FileFacts => ({
  id: `${dev}:${ino}`,
  sizeBytes: Number(size),
});

async function openFile(path: string, { durable }: { readonly durable: boolean }): Promise<OpenFile> {
  const handle = await open(path, 'a+', ownerOnly);
  // Its name has to be on the disk, too.
  if (durable) await syncFolder(dirname(path));
  return {
    facts: async () => factsOf(await handle.stat({ bigint: true })),
    async endsMidLine() {
      const { size } = await handle.stat();
      if (size === 0) return false;
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
      return bytesRead === 1 && buffer[0] !== lineEnd;
    },
    async append(text) {
      const bytes = Buffer.from(text);
      // In one write where the system takes it: what another process appends does not come between.
      for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      if (durable) await handle.datasync();
    },
    close: () => handle.close(),
  };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch {
    // Windows syncs no folders.
  } finally {
    await folder.close();
  }
}
