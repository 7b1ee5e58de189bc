import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

let folder: string;
const file = (name: string) => join(folder, name);
const model = (inputUsdPerMTok: number) => ({
  preset: 'openai',
  price: { inputUsdPerMTok, outputUsdPerMTok: 4 * inputUsdPerMTok },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routed-'));
  const targets = { small: model(1), large: model(10), unknown: { preset: 'openai' } };
  const routes = { simple: ['small'], medium: ['small', 'large'], complex: ['large'] };
  await writeFile(file('own.json'), JSON.stringify({ targets, routes }));
  await writeFile(
    file('unknown.json'),
    JSON.stringify({ targets, routes: { ...routes, complex: ['unknown'] } }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('compare', () => {
  it('tells what a month costs at each target and routed, and what that saves', async () => {
    const { code, out } = await runCli(['compare', '--tokens', '1M', '--mix', '60/25/15']);
    expect(code).toBe(0);
    const routedUsd = 0.6 * 0.315 + 0.25 * 0.85 + 0.15 * 6;
    expect(out).toMatch(/claude-sonnet-4\.5 +\$6\.00 +171\.4 %/);
    expect(out).toMatch(new RegExp(`routed +\\$${routedUsd.toFixed(2).replace('.', '\\.')} `));
    expect(out).toContain('routed: 60 % simple at deepseek-v3.2');
    expect(out).toContain('Routing saves $2.20 a month against all at gpt-4.1, 62.8 %.');
    const order = ['claude-sonnet-4.5', 'gpt-4.1', 'routed', 'gemini-2.5-flash', 'deepseek-v3.2'];
    const places = order.map(name => out.indexOf(`\n${name} `));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('takes one’s own targets, shows those without a price, and compares with the dearest', async () => {
    const { code, out } = await runCli(['compare', '--config', file('own.json'), '--json']);
    expect(code).toBe(0);
    const compared = JSON.parse(out);
    // 750,000 tokens in and 250,000 out.
    expect(compared).toMatchObject({
      baseline: 'large',
      baselineUsd: 17.5,
      routingUsd: 0.85 * 1.75 + 0.15 * 17.5,
    });
    expect(compared.rows.at(-1)).toEqual({ name: 'unknown', costUsd: null, isRouting: false });
    const shown = await runCli(['compare', '--config', file('own.json')]);
    expect(shown.out).toMatch(/unknown +no price/);
  });

  it('says that the cost of routing is unknown, with exit code 1, rather than leave a tier out', async () => {
    const { code, out } = await runCli(['compare', '--config', file('unknown.json')]);
    expect(code).toBe(1);
    expect(out).toContain('What routing costs is not known');
  });

  it('shows amounts in the currency that is paid', async () => {
    const { out } = await runCli(['compare', '--tokens', '1B', '--currency', 'cny', '--rate', '1']);
    expect(out).toMatch(/gpt-4\.1 +CNY 3,500\.00 /);
    expect(out).not.toContain('$');
  });

  it.each([
    [['--mix', '60/25'], /--mix must be three shares/],
    [['--tokens', 'many'], /--tokens must be an amount/],
    [['--currency', 'CNY'], /needs a --rate/],
    [['--currency', 'yuan', '--rate', '1'], /three letters/],
    [['--rate', '7'], /needs a --currency/],
    [['--currency', 'usd', '--rate', '7'], /other than USD/],
    [['--currency', 'CNY', '--rate', '0'], /--rate must be a number above 0/],
    [['--baseline', 'gpt-9'], /no target "gpt-9"/],
    [['--output', '101'], /--output must be/],
  ])('%j is wrong usage', async (args, words) => {
    const { code, out, err } = await runCli(['compare', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err.replaceAll('\n', ' ')).toMatch(words);
  });
});
