import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Gateway {
  /** Undefined: the preset's own. */
  readonly baseURL: string | undefined;
  readonly apiKey: string;
  close(): Promise<void>;
}

/** Starts the sandbox in a process of its own, so that the load and the answers do not share one thread. */
export async function spawnSandbox({ isUnlimited }: { readonly isUnlimited: boolean }): Promise<Gateway> {
  const flags = ['sandbox', '--port', '0', '--json', ...(isUnlimited ? ['--unlimited'] : [])];
  const program = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const first = await Promise.race([
    new Promise<string>(resolve =>
      createInterface({ input: child.stdout as Readable }).once('line', resolve),
    ),
    ended.then(() => {
      throw new Error('The embedded gateway did not start.');
    }),
  ]);
  const { url, apiKey } = JSON.parse(first) as { url: string; apiKey: string };
  return {
    baseURL: url,
    apiKey,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
