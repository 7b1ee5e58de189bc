import { spawn } from 'node:child_process';

/** Aborting ends the programs that run, and every promise of one then rejects. */
export const stopping = new AbortController();

/**
 * What a program wrote, both streams as one text, and the code it ended with (null: it took too long, or is not there).
 * Settles when nothing holds its output any more, so that no child of it still writes files. Rejects only on stopping.
 */
export function runProcess(program, args, { cwd, env, timeoutMs }) {
  const { signal } = stopping;
  const child = spawn(program, args, {
    cwd,
    env,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on('error', error => {
      output += `${error}\n`;
    });
    child.once('close', exitCode =>
      signal.aborted ? reject(new Error('stopped')) : resolve({ exitCode, output }),
    );
  });
}
