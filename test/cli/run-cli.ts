import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program as a terminal would, with an environment that holds no key of the machine. */
export function runCli(
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: 'pipe',
    });
    let out = '';
    let err = '';
    child.stdout.on('data', chunk => {
      out += String(chunk);
    });
    child.stderr.on('data', chunk => {
      err += String(chunk);
    });
    child.once('error', reject);
    child.once('close', code => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}
