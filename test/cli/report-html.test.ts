import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ledgerRecord, startMs } from '../ledger/fixtures.js';
import { runCli } from './run-cli.js';

let folder: string;
const file = (name: string) => join(folder, name);
const dayMs = 86_400_000;
const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>\u202e&amp;`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
  const records = Array.from({ length: 12 }, (_, index) =>
    ledgerRecord({
      at: startMs + (index % 4) * dayMs,
      tenant: index === 0 ? hostile : 'acme',
      target: index === 0 ? hostile : 'cheap',
      baseline: index === 0 ? hostile : 'gpt-4.1',
      tags: { team: hostile },
    }),
  );
  await writeFile(file('calls.jsonl'), jsonLines(records));
});
afterAll(() => rm(folder, { recursive: true }));

const html = (name: string, ...args: string[]) =>
  runCli(['report', file('calls.jsonl'), '--html', file(name), ...args]);

describe('report --html', () => {
  it('writes one page that loads and runs nothing, and says where and how big', async () => {
    const { code, out, err } = await html('out.html');
    const page = await readFile(file('out.html'), 'utf8');
    expect({ code, out, err }).toEqual({
      code: 0,
      out: `${file('out.html')}: ${(Buffer.byteLength(page) / 1_000).toFixed(1)} KB\n`,
      err: '',
    });
    expect(page).not.toMatch(
      /<script|<link rel="(?!icon" href="data:,")|<iframe|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg")/,
    );
    expect(page).not.toMatch(/<[^>]+ (style|on\w+)=/);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
  });

  it('shows the sums as plots and tables that fold without a script', async () => {
    await html('shown.html', '--currency', 'CNY', '--rate', '10');
    const page = await readFile(file('shown.html'), 'utf8');
    expect(page.match(/<svg [^>]*aria-label="([^"]+)"/g)).toHaveLength(5);
    expect(
      page.match(/<details class="card" open=""><summary>[^<]+/g)?.map(one => one.split('>').at(-1)),
    ).toEqual([
      'By tier',
      'By target that answered',
      'By tenant',
      'By day (UTC)',
      'By target, every attempt',
    ]);
    expect(page).toContain('<p class="value">CNY 0.2400</p>');
    expect(page).toContain('<p class="value good">CNY 0.3600</p>');
    expect(page).toContain('<tr><td class="name">2026-11-04</td><td>3</td><td>CNY 0.0600</td>');
    expect(page).toContain('Amounts in CNY: US dollars times 10.');
  });

  it('takes every name for text', async () => {
    await html('hostile.html', '--by', 'tier,target,tenant,tag:team,tag:<b>&');
    const page = await readFile(file('hostile.html'), 'utf8');
    const shown =
      '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;⟨U+202E⟩&amp;amp;';
    expect(page.split(shown).length - 1).toBeGreaterThanOrEqual(4);
    expect(page).toContain('<summary>By tag &lt;b&gt;&amp;</summary>');
    expect(page).not.toMatch(/<(img|script|b)\b|\u202e/);
  });

  it('overwrites a report of its own, and nothing else', async () => {
    await html('again.html');
    expect((await html('again.html')).code).toBe(0);
    await writeFile(file('mine.html'), '<!doctype html><p>mine');
    const { code, err } = await html('mine.html');
    expect(err).toContain('mine.html exists and is no report: it is not overwritten.');
    expect(code).toBe(2);
    expect(await readFile(file('mine.html'), 'utf8')).toBe('<!doctype html><p>mine');
    const before = await readFile(file('calls.jsonl'), 'utf8');
    expect((await html('calls.jsonl')).code).toBe(2);
    expect(await readFile(file('calls.jsonl'), 'utf8')).toBe(before);
  });

  it('says why a page cannot be written', async () => {
    const { code, err } = await html(join('no', 'such', 'folder.html'));
    expect(err).toContain('folder.html cannot be written: ENOENT.');
    expect(code).toBe(2);
    expect((await html('x.html', '--json')).err).toContain('Give one of --html and --json.');
  });
});
