import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ledgerRecord, startMs } from '../ledger/fixtures.js';
import { record } from '../record/fixtures.js';
import { runCli } from './run-cli.js';

let folder: string;
const file = (name: string) => join(folder, name);
const dayMs = 86_400_000;
const tiers = ['simple', 'simple', 'medium', 'complex'] as const;
const hostile = '<img src=x onerror=alert(1)>\u001b]0;owned\u0007\u202e';
const records = Array.from({ length: 40 }, (_, index) =>
  ledgerRecord({
    tier: tiers[index % 4]!,
    target: index % 4 === 3 ? 'dear' : 'cheap',
    tenant: ['acme', 'globex', ''][index % 3]!,
    tags: { team: index % 2 === 0 ? 'red' : 'blue' },
    at: startMs + (index % 5) * dayMs,
  }),
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
  await writeFile(file('calls.jsonl'), jsonLines(records));
  await writeFile(file('older.jsonl'), jsonLines(records.slice(0, 25)));
  await writeFile(file('newer.jsonl'), jsonLines(records.slice(20)));
  await writeFile(file('hostile.jsonl'), jsonLines([ledgerRecord({ tenant: hostile, target: hostile })]));
});
afterAll(() => rm(folder, { recursive: true }));

const totalsOf = (out: string) => JSON.parse(out).totals;

describe('report', () => {
  it('says first what was spent, what the baseline would have been and what was saved, then where', async () => {
    const { code, out, err } = await runCli(['report', file('calls.jsonl')]);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.replaceAll('\n', ' ')).toContain(', 2026-11-01 00:00 to 2026-11-05 00:00 UTC  spent');
    expect(out).toMatch(
      /\nspent {9}\$0\.0800 {2}█+\nbaseline {6}\$0\.2000 {2}█{40}\n +all at gpt-4\.1\nsaved {9}\$0\.1200 {2}60\.0 %\n/,
    );
    expect(out).toMatch(/\nBy tier\n[\s\S]*\nsimple +20 +\$0\.0400 +50\.0 % +60\.0 % +399 ms +█+\n/);
    expect(out).toMatch(/\nBy target that answered\n[\s\S]*\ncheap +30 [\s\S]*\ndear +10 /);
    expect(out).toMatch(/\nBy tenant\n[\s\S]*\nacme +14 [\s\S]*\n\(none\) +13 /);
    expect(out).toMatch(/\nBy day \(UTC\)\n[\s\S]*\n2026-11-05 +8 /);
    expect(out).toMatch(/\nBy target, every attempt\n[\s\S]*\ndear +10 +0 +0 +\$0\.0200 +█+/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).not.toContain('\u001b');
  });

  it('prints the same as JSON, in whole nano-dollars', async () => {
    const { out } = await runCli(['report', file('calls.jsonl'), '--json', '--by', 'tag:team']);
    expect(JSON.parse(out)).toMatchObject({
      totals: { calls: 40, costNanoUsd: 80_000_000, savedUsd: 0.12 },
      by: { 'tag:team': [{ key: 'blue', calls: 20 }, { key: 'red' }] },
      reading: { records: 40, badLines: 0, duplicates: 0 },
      currency: { currency: 'USD', rate: 1 },
    });
  });

  it('counts a record once that is in two files, and says so', async () => {
    const { out } = await runCli(['report', file('older.jsonl'), file('newer.jsonl')]);
    expect(out).toMatch(/^2 files, /);
    expect(out).toContain('calls         40: 40 answered\n');
    expect(out).toContain('\n5 records there twice, counted once.\n');
  });

  it('reads stdin, a byte order mark and Windows line ends', async () => {
    const input = `\ufeff${jsonLines(records).replaceAll('\n', '\r\n')}`;
    const { out, err } = await runCli(['report', '-', '--json'], { input });
    expect(err).toBe('');
    expect(totalsOf(out).calls).toBe(40);
  });

  it('goes on after what it cannot read, tells file and line, and quotes nothing', async () => {
    const half = JSON.stringify(ledgerRecord()).slice(0, 99);
    const lines = `the secret\n${half}\n\n${jsonLines([record(), ledgerRecord(), { version: 1 }])}`;
    await writeFile(file('bad.jsonl'), lines);
    await writeFile(file('rotated.jsonl'), '');
    const one = await runCli(['report', file('bad.jsonl')]);
    expect(one.err).toBe(
      'line 1: is no JSON\nline 2: is no JSON\nline 4: is a call of `record`, for calibrate and replay; a report reads the records of `ledger`\nline 6: holds no record of a ledger\n',
    );
    expect(one.out).toContain('\n4 lines without a record, left out.\n');
    expect(one.code).toBe(0);
    const more = await runCli(['report', file('rotated.jsonl'), file('bad.jsonl')]);
    expect(more.err).toContain(
      `${file('rotated.jsonl')} is empty.\n${file('bad.jsonl')}, line 1: is no JSON\n`,
    );
    expect(more.code).toBe(0);
  });

  it.each<[string, Buffer]>([
    ['empty', Buffer.from('')],
    ['UTF-16', Buffer.from('\ufeff{}\n', 'utf16le')],
    ['binary', gzipSync('{}')],
    ['without a record', Buffer.from(jsonLines([record()]))],
  ])('exits with 1 where nothing is left: %s', async (_, bytes) => {
    await writeFile(file('nothing.jsonl'), bytes);
    const { code, out, err } = await runCli(['report', file('nothing.jsonl')]);
    expect(out).toBe('');
    expect(err).toContain(`No record of a ledger in ${file('nothing.jsonl')}.\n`);
    expect(code).toBe(1);
  });

  it('adds up a long file to the nano-dollar in a few seconds', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      ledgerRecord({ costNanoUsd: index, tenant: `t${index % 50}` }),
    );
    await writeFile(file('long.jsonl'), jsonLines(many));
    const { totals, by } = JSON.parse((await runCli(['report', file('long.jsonl'), '--json'])).out);
    expect(totals).toMatchObject({ calls: 20_000, costNanoUsd: (20_000 * 19_999) / 2 });
    expect(by.tenant).toHaveLength(50);
  });

  it('counts savings against a model of the catalogue', async () => {
    const { out } = await runCli(['report', file('calls.jsonl'), '--json', '--baseline', 'openai/gpt-4o']);
    // 1,000 in at 2.5 and 100 out at 10 USD per million, 40 times.
    expect(totalsOf(out)).toMatchObject({ baselineNanoUsd: 140_000_000, savedNanoUsd: 60_000_000 });
  });

  it('keeps to a time', async () => {
    const calls = async (...args: string[]) =>
      totalsOf((await runCli(['report', file('calls.jsonl'), '--json', ...args])).out).calls;
    expect(await calls('--since', '2026-11-02', '--until', '2026-11-03')).toBe(16);
    expect(await calls('--since', '2026-11-04T00:00Z')).toBe(16);
    expect(await calls('--until', '2026-11-01T00:00')).toBe(0);
    const { out } = await runCli(['report', file('calls.jsonl'), '--since', '2026-11-05']);
    expect(out).toContain('\n32 calls before or after the time that was asked for, left out.\n');
  });

  it('shows amounts in a currency at the rate that is given, and says so', async () => {
    const { out } = await runCli(['report', file('calls.jsonl'), '--currency', 'cny', '--rate', '2']);
    expect(out).toMatch(/\nspent {9}CNY 0\.1600 /);
    expect(out).toContain('\nAmounts in CNY: US dollars times 2.\n');
    expect(out).not.toContain('$');
  });

  it('shows names that would steer a terminal, and sends none', async () => {
    const { out } = await runCli(['report', file('hostile.jsonl')]);
    expect(out).toContain('\\u001b]0;owned');
    expect(out).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it.each([
    [[], /^report needs a file/],
    [['nowhere.jsonl'], /nowhere\.jsonl cannot be read: ENOENT/],
    [['x', '--baseline', 'gpt-41'], /baseline: there is no "gpt-41" .* \(near: gpt-4\.1/],
    [['x', '--by', 'teir'], /by\[0\]: is no dimension\. Allowed: tier, target/],
    [['x', '--currency', 'CNY'], /--currency CNY needs a --rate/],
    [['x', '--rate', '1'], /--rate needs a --currency/],
    [['x', '--currency', 'yuan', '--rate', '1'], /three letters, as CNY, but is "yuan"/],
    [['x', '--currency', 'CNY', '--rate', '0'], /--rate must be a number above 0/],
    [['x', '--since', 'yesterday'], /--since must be a day .* but is "yesterday"/],
    [['x', '--since', '2026-02-30'], /--since must be a day/],
    [['x', '--since', '2026-02-30T12:00Z'], /--since must be a day/],
  ])('wrong usage is told, and exits with 2: %j', async (args, problem) => {
    const { code, out, err } = await runCli(['report', ...args]);
    expect(err).toMatch(problem);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
