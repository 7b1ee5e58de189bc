import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/core/target.js';
import type { RoutedEvent, RoutedOptions } from '../../src/index.js';
import { calibrate, replay } from '../../src/node.js';
import { createRouted } from '../../src/routed.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import type { Script } from '../../src/testing/scripted-model.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask, reportIn } from '../layers/routed-harness.js';
import { record } from '../record/fixtures.js';

const usage = { inputTokens: 1_000, outputTokens: 100 };
const long = 'word '.repeat(1_000);

/** One target, the vendor's model behind the vendor's own adapter, at a moment of our choice. */
function at(
  when: string,
  [provider, modelId]: readonly [string, string],
  more: RoutedOptions & { price?: NonNullable<Target['price']> | object; script?: Script } = {},
) {
  const world = fakeWorld({ startWallMs: Date.parse(when) });
  const { price, script = { text: 'yes', usage, afterMs: 10 }, ...options } = more;
  const model = scriptedModel({ world, provider, modelId, script });
  const events: RoutedEvent[] = [];
  const target = (price === undefined ? model : { model, price }) as never;
  const routed = createRouted({
    ...options,
    world,
    targets: { one: target },
    onEvent: event => events.push(event),
  });
  async function report() {
    const answering = routed('one').doGenerate(ask(long));
    await world.advance(100);
    return reportIn(await answering);
  }
  const expectedUsd = () => routed.explain(long, { target: 'one' }).candidates[0]?.expectedCostUsd;
  return { routed, world, model, report, events, expectedUsd };
}

const deepseek = ['deepseek.chat', 'deepseek-v4-flash'] as const;
const gemini = ['google.generative-ai', 'gemini-3.6-flash'] as const;

describe('what a call costs follows the clock', () => {
  it('in the peak hours twice as much, and again less after them', async () => {
    const { report, world, expectedUsd } = at('2026-12-01T00:59:00Z', deepseek);
    const offPeak = await report();
    const expectedOffPeak = expectedUsd() as number;
    expect(offPeak.costNanoUsd).toBe(1_000 * 220 + 100 * 660);
    world.jumpWallClock(60_000);
    expect((await report()).costNanoUsd).toBe(1_000 * 440 + 100 * 1_320);
    expect(expectedUsd()).toBeCloseTo(2 * expectedOffPeak, 12);
    world.jumpWallClock(3 * 3_600_000);
    expect((await report()).costNanoUsd).toBe(offPeak.costNanoUsd);
  });

  it('from the day of a change on at the new price', async () => {
    const { report, world, expectedUsd } = at('2026-12-31T23:59:00Z', gemini);
    const before = expectedUsd() as number;
    expect((await report()).costNanoUsd).toBe(1_000 * 750 + 100 * 3_750);
    world.jumpWallClock(60_000);
    expect((await report()).costNanoUsd).toBe(1_000 * 1_500 + 100 * 7_500);
    expect(expectedUsd()).toBeCloseTo(2 * before, 12);
  });

  it('pays the price of its beginning, though it ends in the peak, and is compared at that price, too', async () => {
    const { routed, world } = at('2026-12-01T00:59:59.950Z', deepseek, {
      baseline: 'one',
      script: { text: 'yes', usage, afterMs: 100 },
    });
    const answering = routed('one').doGenerate(ask(long));
    await world.advance(200);
    const report = reportIn(await answering);
    expect(report.costNanoUsd).toBe(1_000 * 220 + 100 * 660);
    expect(report.savedUsd).toBe(0);
  });

  it('is not above maxCostUsd, whatever the hour', async () => {
    for (const when of ['2026-12-01T00:00:00Z', '2026-12-01T01:00:00Z']) {
      const { routed, world, model } = at(when, deepseek);
      const answering = routed('one').doGenerate(
        ask(long, { providerOptions: { routed: { maxCostUsd: 0.01 } } }),
      );
      await world.advance(100);
      await answering;
      const { maxOutputTokens = Number.NaN } = model.calls[0] ?? {};
      // 5,000 characters are at most so many tokens, and a few of framing.
      expect(maxOutputTokens * 1_320 + 5_000 * 440).toBeLessThanOrEqual(0.01 * 1e9);
      expect(maxOutputTokens * 1_320 + 5_000 * 440).toBeGreaterThan(0.0098 * 1e9);
    }
  });

  it('leaves a target out while its price is above a cap', () => {
    const caps = { maxOutputUsdPerMTok: 1 };
    const { routed, world } = at('2026-12-01T00:59:00Z', deepseek, caps);
    const leftOut = () => routed.explain(long, { target: 'one' }).leftOut.map(({ reason }) => reason);
    expect(leftOut()).toEqual([]);
    world.jumpWallClock(60_000);
    expect(leftOut()).toEqual(['output-price']);
  });
});

describe('recorded calls', () => {
  const model = scriptedModel({ provider: deepseek[0], modelId: deepseek[1], script: 'yes' });
  const options: RoutedOptions = {
    targets: { one: model },
    routes: { simple: ['one'], medium: ['one'], complex: ['one'] },
  };
  const recordedAt = (when: string, more = {}) => record({ at: Date.parse(when), ...more });
  const [offPeakUsd, peakUsd] = [0.000_286, 0.000_572];

  it('are replayed at the prices of their time', () => {
    const records = [recordedAt('2026-12-01T00:59:00Z'), recordedAt('2026-12-01T01:00:00Z')];
    const costs = records.map(
      one => replay({ records: [one], policies: [{ name: 'it', options }] }).policies[0]?.costUsd,
    );
    expect(costs).toEqual([offPeakUsd, peakUsd]);
  });

  it('are calibrated at the prices of their time', () => {
    const half = (when: string) =>
      Array.from({ length: 10 }, (_, index) => recordedAt(when, { score: index / 10 }));
    const { found } = calibrate({
      lines: [...half('2026-12-01T00:59:00Z'), ...half('2026-12-01T01:00:00Z')].map(one => ({
        kind: 'record',
        record: one,
      })),
      wanted: { complexShare: 0.2, simpleShare: 0.5 },
      options,
    });
    expect(found?.costUsdPerCall).toBeCloseTo((offPeakUsd + peakUsd) / 2, 12);
  });
});

describe('a price of the application’s own', () => {
  const flat = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };

  it('goes before the catalogue’s, whatever the hour', async () => {
    const { report } = at('2026-12-01T01:00:00Z', deepseek, { price: flat });
    expect((await report()).costNanoUsd).toBe(1_000 * 1_000 + 100 * 2_000);
  });

  it('may have tiers, which apply to the whole call', async () => {
    const tiers = [{ aboveInputTokens: 999, inputUsdPerMTok: 10, outputUsdPerMTok: 20 }];
    const above = at('2026-12-01T01:00:00Z', deepseek, { price: { ...flat, tiers } });
    expect((await above.report()).costNanoUsd).toBe(1_000 * 10_000 + 100 * 20_000);
    const within = at('2026-12-01T01:00:00Z', deepseek, {
      price: { ...flat, tiers: [{ ...tiers[0], aboveInputTokens: 1_000 }] },
    });
    expect((await within.report()).costNanoUsd).toBe(1_000 * 1_000 + 100 * 2_000);
  });

  it('of zero is counted as 0, and not as unknown', async () => {
    const { report, routed, events } = at('2026-12-01T01:00:00Z', ['own.chat', 'own'], {
      price: { inputUsdPerMTok: 0, outputUsdPerMTok: 0 },
    });
    expect(await report()).toMatchObject({ costNanoUsd: 0, costUsd: 0 });
    expect(routed.report().totals).toMatchObject({ unpricedCalls: 0, costUsd: 0 });
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
  });

  it.each([
    [{ ...flat, tiers: [{ aboveInputTokens: -1, ...flat }] }, /tiers\[0\]\.aboveInputTokens/],
    [{ ...flat, tiers: [{ aboveInputTokens: 1, inputUsdPerMTok: 1 }] }, /tiers\[0\]\.outputUsdPerMTok/],
    [{ ...flat, tiers: [{ aboveInputTokens: 1, ...flat, tiers: [] }] }, /tiers/],
    [{ ...flat, inputUsdPerMTok: Number.NaN }, /inputUsdPerMTok/],
  ])('is refused where it is wrong: %j', (price, problem) => {
    expect(() => at('2026-12-01T01:00:00Z', deepseek, { price })).toThrow(problem);
  });
});

describe('whose list price a model of the application’s own has', () => {
  it.each<[string, string, number | null]>([
    ['openai.responses', 'gpt-4.1', 2e6],
    ['openai.chat', 'gpt-4.1-2025-04-14', 2e6],
    ['anthropic.messages', 'claude-sonnet-4-5-20250929', 3e6],
    ['google.generative-ai', 'gemini-2.5-pro', 1.25e6],
    ['xai.chat', 'grok-4.3', 1.25e6],
    ['google.vertex.chat', 'gemini-2.5-pro', null],
    ['azure.chat', 'gpt-4.1', null],
    ['gateway', 'openai/gpt-4.1', null],
    ['my-proxy.chat', 'gpt-4.1', null],
    ['openai.chat', 'my-finetune', null],
    ['constructor', 'toString', null],
  ])('%s %s', (provider, modelId, inputPicoUsd) => {
    const { routed } = at('2026-12-01T00:00:00Z', [provider, modelId]);
    expect(routed.targets.get('one')?.price?.inputPicoUsd ?? null).toBe(inputPicoUsd);
  });
});

describe('a vendor’s adapter with an address of its own', () => {
  const model = scriptedModel({ script: 'yes', modelId: 'gpt-4.1', provider: 'openai.chat' });
  const priceWith = (config: unknown) =>
    createRouted({ targets: { one: Object.assign(Object.create(model), { config }) } }).targets.get('one')
      ?.price?.inputPicoUsd ?? null;

  it.each<[string, unknown, number | null]>([
    ['the vendor’s', { baseURL: 'https://api.openai.com/v1' }, 2e6],
    ['the vendor’s in another region', { baseURL: 'https://eu.api.openai.com/v1' }, 2e6],
    ['the vendor’s, as a function', { url: () => 'https://api.openai.com/v1' }, 2e6],
    ['a proxy', { baseURL: 'https://proxy.example/v1' }, null],
    ['a proxy, as a function', { url: () => 'https://proxy.example/v1' }, null],
    ['a proxy that ends alike', { baseURL: 'https://myopenai.com/v1' }, null],
    [
      'none that can be read',
      {
        url: () => {
          throw new Error('not yet');
        },
      },
      2e6,
    ],
    ['nonsense', { baseURL: 'nonsense' }, 2e6],
    ['none', undefined, 2e6],
  ])('has the list price only at %s', (_, config, inputPicoUsd) => {
    expect(priceWith(config)).toBe(inputPicoUsd);
  });
});

describe('a preset’s model that no list has', () => {
  const json = {
    id: '1',
    model: 'gpt-99',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'yes' } }],
    usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
  };
  const answer = async () =>
    new Response(JSON.stringify(json), { headers: { 'content-type': 'application/json' } });
  const make = (modelIds: readonly string[]) => {
    const events: RoutedEvent[] = [];
    const routed = createRouted({
      fetch: answer,
      targets: Object.fromEntries(
        modelIds.map(modelId => [modelId, { preset: 'openai' as const, modelId, apiKey: 'sk-test' }]),
      ),
      onEvent: event => events.push(event),
    });
    return { routed, warnings: () => events.filter(({ type }) => type === 'warning') };
  };

  it('costs null, is counted as unpriced, and is named in one warning', async () => {
    const { routed, warnings } = make(['gpt-99', 'gpt-98']);
    for (const id of ['gpt-99', 'gpt-99', 'gpt-98', 'gpt-99']) {
      const result = await routed(id).doGenerate(ask('Hi'));
      expect(reportIn(result)).toMatchObject({ costNanoUsd: null, costUsd: null, savedUsd: null });
    }
    expect(warnings()).toMatchObject([{ target: 'gpt-99' }, { target: 'gpt-98' }]);
    expect(warnings()[0]).toMatchObject({ message: expect.stringMatching(/gpt-99 has no price/) });
    expect(routed.report().totals).toMatchObject({ unpricedCalls: 4, costUsd: 0 });
    expect(routed.explain('Hi', { target: 'gpt-99' }).candidates[0]?.expectedCostUsd).toBeNull();
  });

  it('says nothing of a model that a list has', async () => {
    const { routed, warnings } = make(['gpt-4.1']);
    expect(reportIn(await routed('gpt-4.1').doGenerate(ask('Hi')))).toMatchObject({ costNanoUsd: 28_000 });
    expect(warnings()).toEqual([]);
  });

  it('is named likewise behind its vendor’s own adapter, and by an adapter that shows another address; not by a maker that nobody knows', async () => {
    const events: RoutedEvent[] = [];
    const world = fakeWorld();
    const modelOf = (provider: string, modelId: string, more = {}) => ({
      ...scriptedModel({ world, provider, modelId, script: { text: 'yes', usage } }),
      ...more,
    });
    const routed = createRouted({
      world,
      targets: {
        listed: modelOf('openai.chat', 'gpt-4.1'),
        unknown: modelOf('openai.chat', 'gpt-99'),
        proxied: modelOf('openai.chat', 'gpt-4.1', { config: { baseURL: 'http://localhost:4000/v1' } }),
        ours: modelOf('ours', 'gpt-99'),
      },
      onEvent: event => events.push(event),
    });
    for (const id of ['listed', 'unknown', 'proxied', 'ours', 'unknown'])
      expect(reportIn(await routed(id).doGenerate(ask('Hi'))).costNanoUsd).toBe(
        id === 'listed' ? 1_000 * 2_000 + 100 * 8_000 : null,
      );
    expect(events.filter(({ type }) => type === 'warning')).toMatchObject([
      { target: 'unknown', message: expect.stringMatching(/has no price/) },
      { target: 'proxied' },
    ]);
  });
});

describe('a price that cannot be', () => {
  const withInput = (inputUsdPerMTok: unknown) => () =>
    createRouted({
      targets: { one: { preset: 'openai', price: { inputUsdPerMTok, outputUsdPerMTok: 8 } } },
    } as RoutedOptions);

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '2', null])('%s is refused', input => {
    expect(withInput(input)).toThrow(/targets\.one\.price\.inputUsdPerMTok/);
  });

  it.each([0.000_002, 0.000_099])('%s USD per million tokens is taken for one per token', input => {
    expect(withInput(input)).toThrow(/it may be one per token/);
  });

  it.each([0, 0.000_1, 600])('%s is a price', input => {
    expect(withInput(input)().targets.get('one')?.price?.inputPicoUsd).toBe(input * 1e6);
  });
});
