import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record, threeRoutes, threeTargets } from '../record/fixtures.js';
import { runCli } from './run-cli.js';

let folder: string;
const file = (name: string) => join(folder, name);
const jsonLines = (values: readonly unknown[]) => values.map(value => `${JSON.stringify(value)}\n`).join('');
const own = { targets: threeTargets, routes: threeRoutes };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
  const records = Array.from({ length: 40 }, (_, index) => record({ score: index / 40 }));
  await writeFile(file('calls.jsonl'), jsonLines([...records, record({ outcome: 'failed' })]));
  await writeFile(
    file('bad.jsonl'),
    `${jsonLines(records.slice(0, 20))}{"ask":"the secret\n\n{"version":1}\n`,
  );
  await writeFile(file('few.jsonl'), jsonLines(records.slice(0, 3)));
  await writeFile(file('same.jsonl'), jsonLines(records.map(one => ({ ...one, score: 0.25 }))));
  await writeFile(file('own.json'), JSON.stringify(own));
  await writeFile(
    file('thrifty.json'),
    JSON.stringify({ ...own, routing: { simpleBelow: 0.5, complexFrom: 0.9 } }),
  );
  await writeFile(file('wrong.json'), JSON.stringify({ routing: { simpleBelow: 'low' } }));
  await writeFile(file('half.json'), '{"routing"');
});
afterAll(() => rm(folder, { recursive: true }));

describe('calibrate', () => {
  it('prints the curve and the thresholds to paste', async () => {
    const { code, out, err } = await runCli(['calibrate', file('calls.jsonl'), '--config', file('own.json')]);
    expect(code).toBe(0);
    expect(out).toContain('40 calls that thresholds decide; apart from them, 1 failed or cancelled.');
    expect(out.match(/^ +\d+ % +\d+ % +\d+ % /gm)).toHaveLength(11);
    expect(out).toMatch(/50\.0 % simple, 20\.0 % complex, \$0\.00680 per call \(34\.0 % of all complex\)/);
    expect(out).toMatch(/known to ± 12\.4 points: few calls/);
    expect(out).toMatch(/\nrouting: \{ simpleBelow: 0\.49, complexFrom: 0\.79 \}\nas JSON: (.+)\n$/);
    const [, json = ''] = /as JSON: (.+)/.exec(out) ?? [];
    expect(JSON.parse(json)).toEqual({ routing: { simpleBelow: 0.49, complexFrom: 0.79 } });
    expect(err).toBe('');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('keeps to a cost, and prints JSON', async () => {
    const args = ['calibrate', file('calls.jsonl'), '--config', file('own.json'), '--json'];
    const byRatio = JSON.parse((await runCli([...args, '--cost-ratio', '0.34'])).out);
    expect(byRatio.found).toMatchObject({ simpleShare: 0.5, complexShare: 0.2, complexFrom: 0.79 });
    const perCall = JSON.parse((await runCli([...args, '--cost-usd-per-call', '0.0069'])).out);
    expect(perCall.found).toEqual(byRatio.found);
  });

  it('hands out a config as JSON that replay takes', async () => {
    const { config } = JSON.parse((await runCli(['calibrate', file('calls.jsonl'), '--json'])).out);
    await writeFile(file('found.json'), JSON.stringify(config));
    const { code, out } = await runCli(['replay', file('calls.jsonl'), '--config', file('found.json')]);
    expect(code).toBe(0);
    const { simpleBelow, complexFrom } = config.routing;
    expect(out).toContain(`\nfound.json: simple below ${simpleBelow}, complex from ${complexFrom}\n`);
    const { out: none } = await runCli(['calibrate', file('few.jsonl'), '--json']);
    expect(JSON.parse(none).config).toBeNull();
  });

  it('says of calls without a score no more than is known, and of one call that it is one', async () => {
    await writeFile(file('one.jsonl'), jsonLines([record({ score: 0.5 }), record({ score: null })]));
    const { out } = await runCli(['calibrate', file('one.jsonl')]);
    expect(out.replaceAll('\n', ' ')).toContain(
      '1 call that thresholds decide; apart from them, 1 without a score, as where tier or target were given.',
    );
    expect(out).toContain('No thresholds: 1 call is too few: at least 10 are needed.');
  });

  it('reads a file that begins with a byte order mark, from its first line on', async () => {
    const text = `\ufeff${jsonLines(Array.from({ length: 12 }, (_, index) => record({ score: index / 12 })))}`;
    await writeFile(file('marked.jsonl'), text);
    for (const run of [
      await runCli(['calibrate', file('marked.jsonl')]),
      await runCli(['calibrate', '-'], { input: text }),
    ]) {
      expect(run.out).toContain('12 calls that thresholds decide.');
      expect(run.err).toBe('');
    }
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff{"prompt":"Hi"}\n', 'utf16le'), 'is UTF-16 text: save it as UTF-8.'],
    ['UTF-16, big end first', Buffer.from([0xfe, 0xff, 0, 0x7b]), 'is UTF-16 text: save it as UTF-8.'],
    ['empty', Buffer.from(''), 'is empty.'],
    ['binary', gzipSync(jsonLines([record({})])), 'is a binary file, no text in UTF-8.'],
  ])('says of a file that it is %s, in one sentence', async (_, bytes, problem) => {
    await writeFile(file('odd.jsonl'), bytes);
    const path = file('odd.jsonl');
    expect(await runCli(['calibrate', path])).toEqual({ code: 1, out: '', err: `${path} ${problem}\n` });
    const config = await runCli(['replay', file('calls.jsonl'), '--config', path]);
    expect(config.err).toContain(`${path}: ${problem}\n`);
    expect(config.code).toBe(2);
  });

  it('reads prompts from stdin, and tells lines that it cannot read by their number', async () => {
    const asks = ['Prove that 7 is prime', 'Hi', 'Translate: good night to Greek'];
    const prompts = Array.from({ length: 12 }, (_, index) => ({ prompt: asks[index % 3] }));
    const input = `${jsonLines(prompts)}the secret line\n{"messages":[]}\n`;
    const { code, out, err } = await runCli(['calibrate', '-'], { input });
    expect(out).toContain('12 calls that thresholds decide.');
    expect(err).toBe(
      'line 13: is no JSON\nline 14: messages: got an empty list. Allowed: a non-empty list\n',
    );
    expect(code).toBe(0);
  });

  it.each([
    ['few.jsonl', 'No thresholds: 3 calls are too few: at least 10 are needed.'],
    ['same.jsonl', 'No thresholds: all 40 calls have the score 0.25: no threshold can tell them apart.'],
  ])('says why there are none in %s, and exits with 1', async (name, problem) => {
    const { code, out } = await runCli(['calibrate', file(name)]);
    expect(out.replaceAll('\n', ' ')).toContain(problem);
    expect(code).toBe(1);
  });
});

describe('replay', () => {
  it('prints each policy beside what was recorded, and where calls move', async () => {
    const args = [
      'replay',
      file('calls.jsonl'),
      '--config',
      file('own.json'),
      '--config',
      file('thrifty.json'),
    ];
    const { code, out, err } = await runCli(args);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^40 answered calls; left out: 1 failed or cancelled\.\n/);
    expect(out).toMatch(/\nrecorded +\$0\.0400 +100\.0 % +100 % +– +– +– +\d\.\d+ +–\n/);
    // 20 simple at 2, 16 medium at 6 and 4 complex at 20 mUSD.
    expect(out).toMatch(/\nthrifty\.json +\$0\.2160 +540\.0 % +50 % +40 % +10 % +– +0\.\d{3} +20\n/);
    expect(out).toMatch(/\ncheap +100 % +\d+ % +50 %\n/);
    expect(out.replace(/\n(?! *\n)/g, ' ')).toMatch(
      /own\.json: simple below 0\.\d+, complex from 0\.\d+ \(the default borders: it has no `routing`\) thrifty\.json: simple below 0\.5, complex from 0\.9\n/,
    );
    expect(out).toMatch(/\nthrifty\.json: the moves that change the cost most\n/);
    expect(out).toMatch(/\ncheap +middle +16 +\+\$0\.0800\n/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('prints the same as JSON', async () => {
    const { out } = await runCli(['replay', file('calls.jsonl'), '--config', file('thrifty.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      calls: 40,
      unansweredCalls: 1,
      recorded: { costUsd: 0.04 },
      policies: [
        {
          name: 'thrifty.json',
          costUsd: 0.216,
          tierShares: { simple: 0.5, medium: 0.4, complex: 0.1 },
          borders: { simpleBelow: 0.5, complexFrom: 0.9 },
          hasOwnRouting: true,
        },
      ],
    });
  });

  it('goes on after lines that it cannot read, and quotes none', async () => {
    const { code, out, err } = await runCli(['replay', file('bad.jsonl'), '--config', file('own.json')]);
    expect(out).toMatch(/^20 answered calls\.\n/);
    expect(err).toMatch(/^line 21: is no JSON\nline 23: callId: is missing/);
    expect(out + err).not.toContain('secret');
    expect(code).toBe(0);
  });

  it.each([
    ['wrong.json', /wrong\.json: Invalid option routing\.simpleBelow: got a string/],
    ['half.json', /half\.json: is no JSON\./],
  ])('a config like %s is wrong usage, told with its file', async (name, message) => {
    const { code, err, out } = await runCli(['replay', file('calls.jsonl'), '--config', file(name)]);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('exits with 1 where no record can be replayed', async () => {
    const { code, out } = await runCli(['replay', '-', '--config', file('own.json')], {
      input: '{"prompt":"Hi"}\n',
    });
    expect(out).toBe('0 answered calls.\n');
    expect(code).toBe(1);
  });
});

describe('explain', () => {
  it('shows the features that decided, in plain words and with their direction', async () => {
    const { out } = await runCli(['explain', 'Prove that the square root of 2 is irrational']);
    expect(out).toMatch(/\ndecided by {2}↑ asks for a proof: a strong model pays off more\n {12}[↑↓] \w/);
    expect(out).not.toContain('task prove');
    const plan = JSON.parse(
      (await runCli(['explain', '--json', 'Prove that the square root of 2 is irrational'])).out,
    );
    expect(plan.features[0]).toEqual({
      name: 'task prove',
      words: 'asks for a proof',
      pays: 'more',
    });
  });

  it('says that no target fits, and why, without a table of none', async () => {
    const { code, out } = await runCli(['explain', 'Hello', '--max-cost-usd', '1e-9']);
    expect(out).toMatch(/\n\nno target fits\n\nleft out\n {2}\S+: /);
    expect(out).not.toContain('candidate');
    expect(code).toBe(1);
  });
});
