import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../examples/nextjs', import.meta.url));

/** A process of its own group, and what it wrote. */
export interface Running {
  readonly url: string;
  /** All that it wrote so far. */
  output(): string;
  /** Ends it with all that it started, as Ctrl-C would, and resolves when it has gone. */
  stop(): Promise<void>;
}

const groups = new Set<number>();
// Also when the run breaks off: nothing that was started here outlives it.
process.once('exit', () => {
  for (const group of groups) signal(group, 'SIGKILL');
});

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // It has gone.
  }
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...environment(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      if (pid !== undefined) groups.delete(pid);
      resolve(code);
    });
  });
  return { child, exit, output: () => output };
}

/** Ours, without what would change the application's mind about the gateway, or tell it that it is under test. */
function environment(): NodeJS.ProcessEnv {
  const { HOLYSHEEP_API_KEY, HOLYSHEEP_BASE_URL, NODE_ENV, VITEST, TEST, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: '1' } as NodeJS.ProcessEnv;
}

/** Runs a command of the application's folder to its end. @throws Error with what it wrote when it failed */
export async function run(command: string, ...args: readonly string[]): Promise<void> {
  const { exit, output } = start(command, args, {});
  const code = await exit;
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output().slice(-4_000)}`);
}

/** Starts the application on a free port, and resolves when it answers. `command`: what comes before `--port`. */
export async function startApplication(
  command: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { child, exit, output } = start(command[0], [...command.slice(1), '--port', String(port)], env);
  const stop = async () => {
    signal(child.pid ?? 0, 'SIGINT');
    const late = setTimeout(() => signal(child.pid ?? 0, 'SIGKILL'), 10_000);
    await exit;
    clearTimeout(late);
  };
  try {
    await untilAnswers(url, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, output, stop };
}

async function untilAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (performance.now() < deadlineMs && child.exitCode === null) {
    const response = await fetch(`${url}/api/models`).catch(() => null);
    if (response?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`The application does not answer at ${url}:\n${output().slice(-4_000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Next.js itself, without npm around it. */
export const next = (command: string): readonly [string, ...string[]] => [
  process.execPath,
  'node_modules/next/dist/bin/next',
  command,
  '--hostname',
  '127.0.0.1',
];
