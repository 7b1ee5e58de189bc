import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AISDKError, generateText } from 'ai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonlSink, RecordNotWrittenError } from '../src/node.js';
import { harness } from './layers/routed-harness.js';

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
});
