import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record, threeRoutes, threeTargets } from '../record/fixtures.js';
import { runCli } from './run-cli.js';

const title = '\u001b]0;owned\u0007';
const steering = /[^\P{Cc}\n]|\u202e/u;

let folder: string;
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
  const records = Array.from({ length: 12 }, (_, index) =>
    record({ score: index / 12, target: `a${title}\u202e` }),
  );
  await writeFile(file('calls.jsonl'), records.map(one => `${JSON.stringify(one)}\n`).join(''));
  await writeFile(file(`own${title}\n.json`), JSON.stringify({ targets: threeTargets, routes: threeRoutes }));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a control character', () => {
  it.each([
    [
      'of a recorded target and the name of a config',
      () => ['replay', file('calls.jsonl'), '--config', file(`own${title}\n.json`)],
    ],
    [
      'the same as JSON',
      () => ['replay', file('calls.jsonl'), '--json', '--config', file(`own${title}\n.json`)],
    ],
    ['of a target that is asked for', () => ['explain', 'hi', '--target', `gpt${title}\u009b2J`]],
    ['of a prompt', () => ['explain', `hi ${title}`, '--max-cost-usd', '1e-9']],
    ['of a path', () => ['calibrate', `nowhere${title}.jsonl`]],
    ['of a command', () => [`nope${title}`]],
    ['of an option', () => ['models', `--nope${title}`]],
    ['of a number', () => ['demo', '--calls', title]],
  ])('%s does not reach the terminal', async (_, args) => {
    const { out, err } = await runCli(args());
    expect(out + err).not.toBe('');
    expect(out + err).not.toMatch(steering);
  });
});

/** Runs the program with a stdout of its own. */
function runInto(stdout: number, args: readonly string[]): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', stdout, 'pipe'] });
    let err = '';
    child.stderr?.on('data', chunk => {
      err += String(chunk);
    });
    child.once('error', reject);
    child.once('close', code => resolve({ code, err }));
  });
}

it('a result that a full disk does not take is one line on stderr and exit 1', async () => {
  expect(await runInto(openSync('/dev/full', 'w'), ['models'])).toEqual({
    code: 1,
    err: 'The result cannot be written: ENOSPC.\n',
  });
});

it('a reader that has seen enough ends it quietly', async () => {
  const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'models'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', chunk => {
    err += String(chunk);
  });
  const code = await new Promise(resolve => child.once('close', resolve));
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
