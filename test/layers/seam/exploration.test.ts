import { describe, expect, it } from 'vitest';
import type { RoutedOptions } from '../../../src/options.js';
import { inputTokensUpperBound } from '../../../src/prompt/tokens-bound.js';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { calls, result, tools, user } from '../../prompt/step/prompts.js';
import { ask, asking, harness, httpError, readAll, reportIn } from '../routed-harness.js';

const always = { strategy: 'fastest', exploration: { ratio: 1 } } as const;
const expectedTimes = { a: { expectedFirstContentMs: 400 }, b: { expectedFirstContentMs: 900 } };
const scripts = { a: 'hello', b: 'hello' };
const learning = (id: string) => `${id} first, to learn how fast it is`;

type Extra = Omit<RoutedOptions, 'targets' | 'world'> & Parameters<typeof harness>[1];
const setUp = (options: Extra = {}, more: Parameters<typeof harness>[0] = scripts) =>
  harness(more, { ...always, extras: expectedTimes, ...options });

describe('a call that is routed by time may be the one to measure a target', () => {
  it.each<[string, Extra, Record<string, unknown>]>([
    ['fastest', {}, {}],
    ['balanced', { strategy: 'balanced' }, {}],
    ['maxLatencyMs, whatever the strategy', { strategy: 'tiered' }, { maxLatencyMs: 1_000 }],
    ['maxLatencyMs that the target is not expected to keep', { strategy: 'tiered' }, { maxLatencyMs: 500 }],
    ['a given tier', {}, { tier: 'complex' }],
    ['any priority but the first', {}, { priority: 'high' }],
  ])('by %s', async (_, options, settings) => {
    const { routed } = setUp(options);
    const { target, reasons } = reportIn(await routed('auto').doGenerate(asking(settings)));
    expect(target).toBe('b');
    expect(reasons.at(-1)).toBe(learning('b'));
  });

  it('and a stream as well', async () => {
    const { routed } = setUp();
    const parts = await readAll((await routed('auto').doStream(ask())).stream);
    expect(reportIn(parts.find(part => part.type === 'finish') ?? {}).target).toBe('b');
  });

  it('and where that target fails, the next one answers', async () => {
    const { routed } = setUp({}, { a: 'hello', b: { error: httpError(500) } });
    const { attempts } = reportIn(await routed('auto').doGenerate(ask()));
    expect(attempts.map(({ target }) => target)).toEqual(['b', 'a']);
  });
});

describe('a call that may not', () => {
  it.each<[string, Extra, Record<string, unknown>]>([
    ['goes by another order', { strategy: 'tiered' }, {}],
    ['goes by cost', { strategy: 'cheapest' }, {}],
    ['goes by an order of the application', { strategy: candidates => candidates }, { maxLatencyMs: 1_000 }],
    ['is critical', {}, { priority: 'critical' }],
    ['names its target', {}, { target: 'a' }],
    ['has a session', {}, { session: 's' }],
    ['has no fallback', {}, { fallback: false }],
    ['may not, since exploration is off', { exploration: false }, {}],
  ])('%s, and asks nothing of chance', async (_, options, settings) => {
    const world = fakeWorld();
    let draws = 0;
    const counting = {
      ...world,
      random: () => {
        draws++;
        return world.random();
      },
    };
    const target = (id: 'a' | 'b', usdPerMTok: number) => ({
      model: scriptedModel({ script: 'hello', world, modelId: id }),
      price: { inputUsdPerMTok: usdPerMTok, outputUsdPerMTok: usdPerMTok },
      ...expectedTimes[id],
    });
    const routed = createRouted({
      ...always,
      ...options,
      world: counting,
      targets: { a: target('a', 1), b: target('b', 2) },
      routes: { simple: ['a', 'b'], medium: ['a', 'b'], complex: ['a', 'b'] },
    });
    const { target: answered, reasons } = reportIn(await routed('auto').doGenerate(asking(settings)));
    expect(answered).toBe('a');
    expect(reasons.join()).not.toContain('to learn');
    expect(draws).toBe(0);
  });

  it('goes on with a tool loop', async () => {
    const { routed } = setUp();
    const loop = { prompt: [user('Go'), calls('c', {}), result('c')], tools };
    expect(reportIn(await routed('auto').doGenerate(loop)).target).toBe('a');
  });

  it('is only asked about', () => {
    const { routed } = setUp();
    const { candidates, reasons } = routed.explain('Hi');
    expect(candidates.map(({ target }) => target)).toEqual(['a', 'b']);
    expect(reasons.join()).not.toContain('to learn');
  });
});

describe('a target is not measured by a call', () => {
  it('whose money it would take', async () => {
    const { routed, models } = setUp({ extras: { ...expectedTimes, b: { price: undefined } } });
    await routed('auto').doGenerate(asking({ maxCostUsd: 1 }));
    expect(models.b?.calls).toHaveLength(0);
  });

  it.each([
    ['whose answer it would cut short', {}, 'a'],
    ['unless the call asks for no more than that', { maxOutputTokens: 300 }, 'b'],
  ])('%s, as maxCostUsd does at its price', async (_, options, target) => {
    const at = (usd: number) => ({ inputUsdPerMTok: usd, outputUsdPerMTok: usd });
    const { routed } = setUp({
      extras: { a: { ...expectedTimes.a, price: at(1) }, b: { ...expectedTimes.b, price: at(100) } },
    });
    const made = await routed('auto').doGenerate({ ...asking({ maxCostUsd: 0.04 }), ...options });
    expect(reportIn(made).target).toBe(target);
  });

  it('whose schema it takes only in words', async () => {
    const { routed } = setUp({ extras: { ...expectedTimes, b: { supports: { jsonSchema: false } } } });
    const schema = { type: 'json', schema: { type: 'object' } } as const;
    const { target, reasons } = reportIn(
      await routed('auto').doGenerate(ask('Hi', { responseFormat: schema })),
    );
    expect(target).toBe('a');
    expect(reasons.join()).not.toContain('to learn');
  });

  it('whose answer the budget would cut short there', async () => {
    const maxOutputTokens = 1_000;
    const boundNanoUsd = (inputTokensUpperBound(ask()) + 2 * maxOutputTokens) * 1_000;
    const { routed } = setUp({ budget: { overall: { perDayUsd: boundNanoUsd / 1e9 } } });
    const report = reportIn(await routed('auto').doGenerate(ask(undefined, { maxOutputTokens })));
    expect(report.target).toBe('a');
    expect(report.reasons.join()).not.toContain('to learn');
  });

  it('while it asks to be left alone', async () => {
    const { routed, models } = setUp(
      {},
      { a: 'hello', b: { error: httpError(429, { headers: { 'retry-after': '20' } }) } },
    );
    await routed('auto').doGenerate(ask());
    await routed('auto').doGenerate(ask());
    expect(models.b?.calls).toHaveLength(1);
  });
});

describe('times of whole answers and of first contents', () => {
  it('are kept apart: a call is planned by those of its own form', async () => {
    const { routed, world, models } = harness(
      { a: { text: 'slow', afterMs: 500 }, b: { text: 'quick', afterMs: 50 } },
      { strategy: 'fastest', exploration: false },
    );
    const played = async <Result>(result: PromiseLike<Result>): Promise<Result> => {
      await world.advance(1_000);
      return result;
    };
    for (const target of ['a', 'b']) await played(routed('auto').doGenerate(asking({ target })));
    expect(routed.explain('Hi').candidates.map(({ target }) => target)).toEqual(['b', 'a']);
    expect(reportIn(await played(routed('auto').doGenerate(ask()))).target).toBe('b');
    const streamed = await played(routed('auto').doStream(ask()));
    await played(readAll(streamed.stream));
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([2, 2]);
  });
});

describe('expected times', () => {
  const timesIn = (candidates: ReadonlyArray<{ expectedFirstContentMs: number | null }>) =>
    candidates.map(({ expectedFirstContentMs }) => expectedFirstContentMs);

  it('are told by explain, whatever the strategy', () => {
    const { routed } = setUp({ strategy: 'tiered' });
    expect(timesIn(routed.explain('Hi').candidates)).toEqual([400, 900]);
  });

  it('are handed to a strategy of the application', async () => {
    const seen: (number | null)[][] = [];
    const { routed } = setUp({
      strategy: candidates => {
        seen.push(timesIn(candidates));
        return candidates;
      },
    });
    await routed('auto').doGenerate(ask());
    expect(seen).toEqual([[400, 900]]);
  });
});
