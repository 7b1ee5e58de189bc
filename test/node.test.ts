import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AISDKError, generateText } from 'ai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from '../src/node.js';
import { jsonlSink, RecordNotWrittenError } from '../src/node.js';
import { ask, harness } from './layers/routed-harness.js';

describe('jsonlSink', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'routed-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n').slice(0, -1);

  it('writes a line of JSON per call into a file that its owner alone may read', async () => {
    const path = join(folder, 'calls.jsonl');
    const sink = jsonlSink(path);
    const { routed } = harness({ a: 'fine' }, { record: sink });
    for (const prompt of ['Translate: one', 'Translate: two'])
      await generateText({ model: routed('auto'), prompt });
    await sink.close();
    const records = (await linesOf(path)).map(line => JSON.parse(line));
    expect(records).toMatchObject([
      { version: 1, callId: 'call-1', target: 'a', outcome: 'ok' },
      { version: 1, callId: 'call-2', target: 'a', outcome: 'ok' },
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('goes on with an old file, the half line at its end ended', async () => {
    const path = join(folder, 'calls.jsonl');
    await appendFile(path, '{"version":1}\n{"versi');
    const sink = jsonlSink(path);
    const { routed } = harness({ a: 'fine' }, { record: { sink, prompts: 'whole' } });
    await generateText({ model: routed('auto'), prompt: 'Xin chào 🙂' });
    await sink.close();
    const lines = await linesOf(path);
    expect(lines.slice(0, 2)).toEqual(['{"version":1}', '{"versi']);
    expect(JSON.parse(lines[2]!)).toMatchObject({ ask: 'Xin chào 🙂' });
    expect(lines).toHaveLength(3);
  });

  it.each([
    ['a full disk', 'ENOSPC', () => '/dev/full'],
    ['a folder that is not there', 'ENOENT', () => join(folder, 'nowhere', 'calls.jsonl')],
    ['a folder', 'EISDIR', () => folder],
  ])('%s costs records, no call, and is told once, with path and code', async (_, code, pathOf) => {
    const sink = jsonlSink(pathOf());
    const { routed, eventsOf } = harness({ a: 'fine' }, { record: sink });
    for (let call = 0; call < 3; call++) {
      expect((await generateText({ model: routed('auto'), prompt: 'Hello' })).text).toBe('fine');
      await expect(sink.flush()).rejects.toThrow(
        `1 record was lost: ${pathOf()} cannot be written: ${code}.`,
      );
    }
    await sink.flush();
    expect(sink.dropped).toBe(3);
    const told = eventsOf('warning').filter(event => JSON.stringify(event).includes('not recorded'));
    expect(told).toMatchObject([
      { message: expect.stringContaining(`not recorded: ${pathOf()} cannot be written: ${code}. `) },
    ]);
    const error = await sink.close().catch(problem => problem);
    expect(RecordNotWrittenError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ path: pathOf(), code, message: expect.stringMatching(/^3 records were/) });
    expect(AISDKError.isInstance(error)).toBe(true);
  });

  it('says that it was closed to who goes on writing', async () => {
    const path = join(folder, 'calls.jsonl');
    const sink = jsonlSink(path);
    await sink.close();
    const { routed, eventsOf } = harness({ a: 'fine' }, { record: sink });
    await generateText({ model: routed('auto'), prompt: 'Hello' });
    await expect(sink.flush()).rejects.toMatchObject({ path, code: null });
    expect(JSON.stringify(eventsOf('warning'))).toContain(
      'calls.jsonl cannot be written: the file was closed',
    );
  });

  it.each([
    ['', 'got an empty string'],
    [null, 'got null'],
    [5, 'got 5'],
    [undefined, 'is missing'],
  ])('refuses %j as a path at once', (path, problem) => {
    expect(() => jsonlSink(path as string)).toThrow(`Invalid option path: ${problem}.`);
  });

  it('takes the records of `ledger` and of `record`, into one file where that is wanted', async () => {
    const path = join(folder, 'both.jsonl');
    const sink = jsonlSink(path);
    const { routed } = harness({ a: 'fine' }, { record: sink, ledger: { sink } });
    await generateText({ model: routed('auto'), prompt: 'Hello' });
    await sink.close();
    const records = (await linesOf(path)).map(line => JSON.parse(line));
    expect(records.map(({ kind = 'call', callId }) => [kind, callId]).sort()).toEqual([
      ['call', 'call-1'],
      ['ledger', 'call-1'],
    ]);
    expect(records.find(({ kind }) => kind === 'ledger')).toEqual(routed.ledger.recent()[0]);
  });

  it('has each of 10,000 calls that settle together', async () => {
    const path = join(folder, 'together.jsonl');
    const sink = jsonlSink(path);
    const { routed } = harness({ a: 'fine' }, { admission: false, ledger: sink });
    await Promise.all(Array.from({ length: 10_000 }, () => routed('auto').doGenerate(ask())));
    await sink.close();
    const callIds = new Set((await linesOf(path)).map(line => JSON.parse(line).callId));
    expect(callIds.size).toBe(10_000);
    expect(routed.report().ledger).toEqual({ recorded: 10_000, dropped: 0 });
  });

  const aRecord = (number: number) => ({ number, rest: 'x'.repeat(60) }) as unknown as CallRecord;
  /** The oldest file first. */
  async function numbersIn(name: string): Promise<number[][]> {
    const ageOf = (file: string) => Number(file.slice(name.length + 1) || 0);
    const isPart = (file: string) => file.startsWith(name) && !file.endsWith('.lock');
    const files = (await readdir(folder)).filter(isPart);
    files.sort((one, other) => ageOf(other) - ageOf(one));
    return Promise.all(
      files.map(async file =>
        (await linesOf(join(folder, file))).flatMap(line => {
          try {
            return [(JSON.parse(line) as { number: number }).number];
          } catch {
            // What a crash cut off.
            return [];
          }
        }),
      ),
    );
  }

  it('rotates: so many files of so many bytes, whole lines, for their owner alone', async () => {
    const path = join(folder, 'calls.jsonl');
    const sink = jsonlSink(path, { maxBytes: 500, keep: 2, durable: true });
    for (let number = 0; number < 40; number++) await sink(aRecord(number));
    await sink.close();
    const files = (await readdir(folder)).sort();
    expect(files).toEqual(['calls.jsonl', 'calls.jsonl.1', 'calls.jsonl.2']);
    for (const file of files) {
      const { size, mode } = await stat(join(folder, file));
      expect(size).toBeLessThanOrEqual(500);
      expect(mode & 0o777).toBe(0o600);
    }
    expect((await numbersIn('calls.jsonl')).flat()).toEqual(
      Array.from({ length: 40 }, (_, number) => number).slice(
        -(await numbersIn('calls.jsonl')).flat().length,
      ),
    );
    expect(sink.dropped).toBe(0);
  });

  it('grows without bound where that is asked for, and 64 MB before it is rotated', async () => {
    const path = join(folder, 'calls.jsonl');
    const sink = jsonlSink(path, { maxBytes: false });
    await appendFile(path, `${'x'.repeat(70 * 1_048_576)}\n`);
    await sink(aRecord(0));
    expect(await readdir(folder)).toEqual(['calls.jsonl']);
    await jsonlSink(path)(aRecord(1));
    expect((await readdir(folder)).sort()).toEqual(['calls.jsonl', 'calls.jsonl.1']);
    expect(await numbersIn('calls.jsonl')).toEqual([[0], [1]]);
  });

  it('goes on in a new file where another tool renamed or removed the old one', async () => {
    const path = join(folder, 'calls.jsonl');
    const sink = jsonlSink(path);
    await sink(aRecord(0));
    await rename(path, join(folder, 'rotated-by-another'));
    await sink(aRecord(1));
    await rm(path);
    await sink(aRecord(2));
    expect(await numbersIn('calls.jsonl')).toEqual([[2]]);
    expect(await numbersIn('rotated-by-another')).toEqual([[0]]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('grows on, and loses nothing, behind a link', async () => {
    const path = join(folder, 'link.jsonl');
    await appendFile(join(folder, 'calls.jsonl'), '');
    await symlink(join(folder, 'calls.jsonl'), path);
    const sink = jsonlSink(path, { maxBytes: 200 });
    for (let number = 0; number < 10; number++) await sink(aRecord(number));
    expect((await readdir(folder)).sort()).toEqual(['calls.jsonl', 'link.jsonl']);
    expect((await numbersIn('calls.jsonl'))[0]).toHaveLength(10);
  });

  it('may not write: drops, and says so, with rotation too', async () => {
    // Root may write to every file, but makes none in /sys.
    const isRoot = process.getuid?.() === 0;
    const path = isRoot ? '/sys/calls.jsonl' : join(folder, 'calls.jsonl');
    if (!isRoot) {
      await appendFile(path, '');
      await chmod(path, 0o400);
    }
    const sink = jsonlSink(path, { maxBytes: 100 });
    await expect(sink(aRecord(0))).rejects.toMatchObject({ code: 'EACCES' });
    expect(sink.dropped).toBe(1);
  });

  const built = fileURLToPath(new URL('../dist/node.js', import.meta.url));
  /** Writes numbered records from `from` on, several at a time, and says each time which are confirmed. */
  const writer = (path: string, options: object, from: number, until: number) => `
    import { writeSync } from 'node:fs';
    import { jsonlSink } from ${JSON.stringify(built)};
    const sink = jsonlSink(${JSON.stringify(path)}, ${JSON.stringify(options)});
    for (let number = ${from}; number < ${until}; number += 20) {
      const records = Array.from({ length: 20 }, (_, index) => ({ number: number + index, rest: 'x'.repeat(60) }));
      await Promise.all(records.map(sink));
      writeSync(1, number + 20 + '\\n');
    }
    await sink.close();`;
  const start = (...parts: Parameters<typeof writer>) =>
    spawn(process.execPath, ['--input-type=module', '--eval', writer(...parts)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('holds each confirmed record once and in order, however often its process is killed', async () => {
    const path = join(folder, 'calls.jsonl');
    const confirmed: [from: number, until: number][] = [];
    for (let round = 0; round < 8; round++) {
      const from = round * 1_000_000;
      const child = start(path, { maxBytes: 4_000, keep: 1_000 }, from, Number.MAX_SAFE_INTEGER);
      let told = '';
      child.stdout.on('data', chunk => {
        // At another moment each time, with some hundred files to rename.
        if (told === '') setTimeout(() => child.kill('SIGKILL'), 15 + 7 * round);
        told += String(chunk);
      });
      await once(child, 'close');
      confirmed.push([from, Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1))]);
    }
    const files = await numbersIn('calls.jsonl');
    const found = files.flat();
    expect(new Set(found).size).toBe(found.length);
    expect([...found].sort((one, other) => one - other)).toEqual(found);
    const all = new Set(found);
    for (const [from, until] of confirmed) {
      expect(until).toBeGreaterThan(from);
      for (let number = from; number < until; number++) if (!all.has(number)) expect.unreachable(`${number}`);
    }
    expect(files.length).toBeGreaterThan(20);
    for (const file of await readdir(folder))
      expect((await stat(join(folder, file))).size).toBeLessThanOrEqual(4_001);
  }, 30_000);

  it.each([
    ['is not rotated', { maxBytes: false }],
    ['they rotate', { maxBytes: 20_000, keep: 1_000 }],
  ])(
    'loses nothing where several processes write to one file that %s',
    async (_, options) => {
      const path = join(folder, 'calls.jsonl');
      const ends = [0, 1, 2].map(async index => {
        const child = start(path, options, index * 1_000_000, index * 1_000_000 + 3_000);
        child.stdout.resume();
        return once(child, 'close');
      });
      await Promise.all(ends);
      const found = (await numbersIn('calls.jsonl')).flat();
      expect(new Set(found).size).toBe(9_000);
      expect(found).toHaveLength(9_000);
      expect(await readdir(folder)).not.toContain('calls.jsonl.lock');
    },
    60_000,
  );

  it.each([
    [{ maxBytes: 0 }, 'maxBytes'],
    [{ maxBytes: 1.5 }, 'maxBytes'],
    [{ maxBytes: true }, 'maxBytes'],
    [{ keep: 0 }, 'keep'],
    [{ keep: '3' }, 'keep'],
    [{ durable: 'yes' }, 'durable'],
    [{ maxSize: 5 }, 'maxSize'],
  ])('refuses %j as options at once', (options, what) => {
    expect(() => jsonlSink('calls.jsonl', options as object)).toThrow(what);
  });
});
