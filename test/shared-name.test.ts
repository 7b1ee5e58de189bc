import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateText, streamText } from 'ai';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Package from '../src/index.js';
import { fakeWorld, type Script, scriptedModel } from '../src/testing/index.js';

type Copy = typeof Package;

// As a bundler makes one per route, and hot reload one per save: each with all that the package imports inside.
const folder = mkdtempSync(join(tmpdir(), 'shared-name-'));
let one: Copy;
let other: Copy;

beforeAll(async () => {
  const copies = ['one', 'other'].map(name => join(folder, `${name}.mjs`));
  for (const outfile of copies)
    await build({
      entryPoints: [fileURLToPath(new URL('../dist/index.js', import.meta.url))],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    });
  [one, other] = (await Promise.all(copies.map(path => import(pathToFileURL(path).href)))) as [Copy, Copy];
});
afterAll(() => rmSync(folder, { recursive: true }));

const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
const outage = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** Two targets, the first of which plays `script`. The line and the circuit are as they are by default. */
function optionsOf(name: string | undefined, script: Script, more: Partial<Package.RoutedOptions> = {}) {
  const first = scriptedModel({ script });
  const second = scriptedModel({ script: 'from the second' });
  const targets = { first: { model: first, price }, second: { model: second, price } };
  const chain = ['first', 'second'];
  const routes = { simple: chain, medium: chain, complex: chain };
  return { first, options: { ...(name === undefined ? {} : { name }), targets, routes, ...more } };
}
const ask = (routed: Package.RoutedProvider) => generateText({ model: routed('auto'), prompt: 'Hi' });

describe('two copies of the module in one process', () => {
  it('are copies: neither knows the classes of the other', () => {
    expect(other.createRouted).not.toBe(one.createRouted);
    expect(other.InvalidOptionsError).not.toBe(one.InvalidOptionsError);
  });

  it('count in one report and in one ledger when their instances have one name', async () => {
    const { options } = optionsOf('one report', { text: 'from the first', usage: { inputTokens: 1_000 } });
    const [here, there] = [one.createRouted(options), other.createRouted(options)];
    await ask(here);
    const stream = streamText({ model: there('auto'), prompt: 'Hi' });
    await stream.consumeStream();

    expect(here.report().totals).toMatchObject({ calls: 2, succeeded: 2, inputTokens: 2_000 });
    expect(there.report()).toEqual(here.report());
    expect(there.report().targets.first).toMatchObject({ requests: 2, errors: 0 });
    expect(there.ledger.recent().map(({ instance, mode }) => ({ instance, mode }))).toEqual([
      { instance: 'one report', mode: 'stream' },
      { instance: 'one report', mode: 'generate' },
    ]);
  });

  it('open one circuit: what failed through one is left alone by the other, which asks it not once', async () => {
    const breaker = { consecutiveFailures: 3, openMs: 60_000 };
    const { options, first } = optionsOf('one circuit', { error: outage }, { breaker });
    const [here, there] = [one.createRouted(options), other.createRouted(options)];
    for (let call = 0; call < 3; call++) expect((await ask(here)).text).toBe('from the second');
    expect(there.report().targets.first).toMatchObject({ circuit: 'open', errors: 3 });
    expect(there.ledger.circuits().map(({ target, to }) => ({ target, to }))).toEqual([
      { target: 'first', to: 'open' },
    ]);

    const { text, providerMetadata } = await ask(there);
    expect(text).toBe('from the second');
    expect(providerMetadata?.routed).toMatchObject({ target: 'second' });
    expect(first.calls).toHaveLength(3);
  });

  it('share a limit and a line: what one has used up, the other has to wait for', async () => {
    const world = fakeWorld();
    const { options, first } = optionsOf('one limit', 'from the first', { world });
    const limited = {
      ...options,
      targets: { ...options.targets, first: { ...options.targets.first, limits: { requestsPerMinute: 1 } } },
    };
    const [here, there] = [one.createRouted(limited), other.createRouted(limited)];
    expect((await ask(here)).text).toBe('from the first');
    const second = ask(there);
    await world.advance(59_000);
    expect(first.calls).toHaveLength(1);
    expect(here.report().queue).toMatchObject({ waiting: 1, completed: 1 });
    await world.advance(1_000);
    expect((await second).text).toBe('from the first');
    expect(here.report().queue).toMatchObject({ waiting: 0, completed: 2 });
  });

  it('know what happened before they were loaded, as after a save under hot reload', async () => {
    const { options } = optionsOf('reloaded', 'from the first');
    await ask(one.createRouted(options));
    expect(other.createRouted(options).report().totals.calls).toBe(1);
  });

  it.each([
    ['have no name', undefined, undefined],
    ['have other names', 'here', 'there'],
  ])('share nothing when their instances %s', async (_, name, otherName) => {
    const here = one.createRouted(optionsOf(name, 'hello').options);
    const there = other.createRouted(optionsOf(otherName, 'hello').options);
    await ask(here);
    expect(here.report().totals.calls).toBe(1);
    expect(there.report().totals.calls).toBe(0);
    expect(there.ledger.recent()).toEqual([]);
  });
});
