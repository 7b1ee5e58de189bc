import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ledgerRecord } from '../ledger/fixtures.js';
import { runCli } from './run-cli.js';

let folder: string;
let child: ChildProcess | null = null;
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts it, and resolves to where it listens. */
const serving = (...args: string[]) =>
  new Promise<string>((resolve, reject) => {
    child = spawn(process.execPath, [program, 'report', ...args, '--serve'], { stdio: 'pipe' });
    child.stdout?.once('data', data => resolve(String(data).trim()));
    child.once('close', code => reject(new Error(`ended with ${code}`)));
  });

const statusFor = (url: string, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers: { host } }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });

interface Told {
  readonly report: {
    readonly scope: string;
    readonly totals: { readonly calls: number; readonly costUsd: number };
  };
  readonly calls: readonly { readonly callId: string }[];
}

/** What the page is told, one message after another. */
async function* messages(url: string): AsyncGenerator<Told> {
  const { body } = await fetch(`${url}events`);
  let text = '';
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(bytes).toString();
    const events = text.split('\n\n');
    text = events.pop() as string;
    for (const event of events) {
      const [, json] = /^data: ?(.*)$/m.exec(event) ?? [];
      if (json?.startsWith('{')) yield JSON.parse(json);
    }
  }
}

describe('report --serve', () => {
  it('shows the sums of the files, and what is added to the last one, also once it was rotated', async () => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map(() => ledgerRecord({ at: Date.now() }));
    await writeFile(file('calls.jsonl.1'), jsonLines([first]));
    await writeFile(file('calls.jsonl'), jsonLines([first, second]));
    const url = await serving(file('calls.jsonl.1'), file('calls.jsonl'));
    const told = messages(url);
    const until = async (calls: number) => {
      for (;;) {
        const { done, value } = await told.next();
        if (done) throw new Error('ended');
        if (value.report.totals.calls === calls) return value;
      }
    };
    expect((await until(2)).report.totals.costUsd).toBe(0.004);
    const line = JSON.stringify(third);
    await appendFile(file('calls.jsonl'), line.slice(0, 50));
    await appendFile(file('calls.jsonl'), `${line.slice(50)}\n`);
    expect((await until(3)).calls.map(({ callId }) => callId)).toContain(third?.callId);
    await rename(file('calls.jsonl'), file('calls.jsonl.2'));
    await writeFile(file('calls.jsonl'), jsonLines([fourth]));
    expect((await until(4)).report).toMatchObject({ scope: 'ledger', totals: { costUsd: 0.008 } });
    await told.return(undefined);
  });

  it('answers this machine alone, by its own names', async () => {
    await writeFile(file('one.jsonl'), jsonLines([ledgerRecord()]));
    const url = await serving(file('one.jsonl'));
    const { port, hostname } = new URL(url);
    expect(hostname).toBe('127.0.0.1');
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]'])
      expect([host, await statusFor(url, host)]).toEqual([host, 200]);
    for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.nip.io'])
      expect([host, await statusFor(url, host)]).toEqual([host, 403]);
    expect(await statusFor(`${url}events`, 'evil.example')).toBe(403);
  });

  it('ends with 0 when it is interrupted', async () => {
    await writeFile(file('one.jsonl'), jsonLines([ledgerRecord()]));
    await serving(file('one.jsonl'));
    const ended = new Promise(resolve => child?.once('exit', resolve));
    child?.removeAllListeners('close');
    child?.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it.each([
    [['-', '--serve'], 'stdin cannot be followed'],
    [['x', '--serve', '--baseline', 'gpt-4.1'], 'without --baseline'],
    [['x', '--serve', '--json'], 'without --json'],
    [['x', '--port', '1'], '--port needs --serve'],
    [['nowhere.jsonl', '--serve'], 'nowhere.jsonl cannot be read: ENOENT'],
  ])('wrong usage is told, and exits with 2: %j', async (args, problem) => {
    const { code, err } = await runCli(['report', ...args]);
    expect(err).toContain(problem);
    expect(code).toBe(2);
  });
});
