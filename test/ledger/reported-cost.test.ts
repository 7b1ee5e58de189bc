import { generateText, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import type { ModelResult, ModelUsage } from '../../src/core/model.js';
import { createRouted } from '../../src/index.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask, connectionError, harness, readAll, reportIn } from '../layers/routed-harness.js';
import { start } from '../sandbox/start.js';

const usage: ModelUsage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};
/** At the harness's `a`: 1 and 2 USD per million tokens. */
const costNanoUsd = 20_000;

const saying = (raw: unknown, providerMetadata?: unknown): { result: ModelResult } => ({
  result: {
    content: [{ type: 'text', text: 'fine' }],
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: { ...usage, raw: raw as never },
    warnings: [],
    ...(providerMetadata === undefined ? {} : { providerMetadata: providerMetadata as never }),
  },
});

const overSandbox = ({ url: baseURL, apiKey }: Sandbox, route: string[] = ['dear']) => {
  const target = (modelId: string, preset: 'holysheep' | 'openai') => ({
    ...{ preset, modelId, baseURL, apiKey },
    price: { inputUsdPerMTok: 1, outputUsdPerMTok: 2 },
  });
  return createRouted({
    targets: { dear: target('dear', 'openai'), quiet: target('quiet', 'holysheep') },
    routes: { simple: route, medium: route, complex: route },
  });
};

describe('what a target says that a call cost', () => {
  it.each(['generate', 'stream'] as const)('stands beside what it is charged with: %s', async mode => {
    const { routed } = harness({ a: saying({ cost: 0.00005 }) });
    if (mode === 'generate') await routed('auto').doGenerate(ask());
    else await readAll((await routed('auto').doStream(ask())).stream);
    expect(routed.ledger.recent()).toMatchObject([
      {
        costNanoUsd,
        reportedCostNanoUsd: 50_000,
        reportedDifferenceNanoUsd: 30_000,
        attempts: [{ costNanoUsd, reportedCostNanoUsd: 50_000 }],
      },
    ]);
    const { totals, targets } = routed.report();
    expect(totals).toMatchObject({ costNanoUsd, reportedCostUsd: 0.00005, reportedDifferenceUsd: 0.00003 });
    expect(targets.a?.costUsd).toBe(0.00002);
  });

  it('is read from the metadata of a provider, too, and hands that on', async () => {
    const { routed } = harness({ a: saying(undefined, { gateway: { cost: '0.00001' } }) });
    const result = await routed('auto').doGenerate(ask());
    expect(result.providerMetadata).toMatchObject({ gateway: { cost: '0.00001' } });
    expect(reportIn(result).attempts).toMatchObject([{ reportedCostNanoUsd: 10_000 }]);
    expect(routed.report().totals.reportedDifferenceUsd).toBe(-0.00001);
  });

  it('is absent where nobody said anything, or nothing that can be', async () => {
    const { routed } = harness({ a: [saying(undefined), saying({ cost: -1 }), saying({ cost: 'free' })] });
    for (let call = 0; call < 3; call++) await routed('auto').doGenerate(ask());
    for (const record of routed.ledger.recent()) {
      expect(record).toMatchObject({ reportedCostNanoUsd: null, reportedDifferenceNanoUsd: null });
      expect(record.attempts[0]).not.toHaveProperty('reportedCostNanoUsd');
    }
    expect(routed.report().totals).toMatchObject({ reportedCostUsd: null, reportedDifferenceUsd: null });
  });

  it('is kept of a target without a price, with nothing to compare it with', async () => {
    const routed = createRouted({ targets: { only: scriptedModel({ script: saying({ cost: 0.5 }) }) } });
    await routed('auto').doGenerate(ask());
    expect(routed.ledger.recent()).toMatchObject([
      { costNanoUsd: null, reportedCostNanoUsd: 500_000_000, reportedDifferenceNanoUsd: null },
    ]);
    expect(routed.report().totals).toMatchObject({ reportedCostUsd: 0.5, reportedDifferenceUsd: null });
  });

  it('is that of the attempts that were answered: one that failed said nothing', async () => {
    const { routed } = harness({ a: { error: connectionError() }, b: saying({ cost_usd: 0.001 }) });
    await routed('auto').doGenerate(ask());
    expect(routed.ledger.recent()).toMatchObject([
      { reportedCostNanoUsd: 1_000_000, reportedDifferenceNanoUsd: 1_000_000 - 2 * costNanoUsd },
    ]);
  });

  it('is charged to no budget', async () => {
    const { routed, eventsOf } = harness(
      { a: saying({ cost: 9_999 }) },
      { budget: { overall: { perDayUsd: 1 } } },
    );
    await routed('auto').doGenerate(ask('Hi', { maxOutputTokens: 100 }));
    expect(eventsOf('budget-settled')).toMatchObject([{ chargedNanoUsd: costNanoUsd }]);
  });

  it('comes through a preset over a socket, whole and as a stream', async () => {
    const sandbox = await start({ models: { dear: { reportedCostUsd: 0.125 }, quiet: {} } });
    const routed = overSandbox(sandbox);
    await generateText({ model: routed('auto'), prompt: 'Say hello' });
    await streamText({ model: routed('auto'), prompt: 'Say hello' }).consumeStream();
    await generateText({ model: routed('quiet'), prompt: 'Say hello' });
    const [quiet, stream, whole] = routed.ledger.recent();
    expect(quiet).toMatchObject({ target: 'quiet', reportedCostNanoUsd: null });
    for (const record of [stream!, whole!])
      expect(record).toMatchObject({
        target: 'dear',
        reportedCostNanoUsd: 125_000_000,
        reportedDifferenceNanoUsd: 125_000_000 - record.costNanoUsd!,
      });
    expect(stream?.mode).toBe('stream');
    expect(routed.report().totals.reportedCostUsd).toBe(0.25);
  });
});

it('over sockets each record’s attempts are the requests that were made, and each sum the sum of records', async () => {
  const sandbox = await start({ models: { dear: { reportedCostUsd: 0.001 }, quiet: {} } });
  sandbox.setFault('dear', { kind: 'status', status: 500, probabilityRatio: 0.3 });
  const routed = overSandbox(sandbox, ['dear', 'quiet']);
  await Promise.allSettled(
    Array.from({ length: 60 }, (_, number) =>
      number % 2 === 0
        ? generateText({ model: routed('auto'), prompt: `Say ${number}`, maxRetries: 0 })
        : streamText({ model: routed('auto'), prompt: `Say ${number}`, onError: () => {} }).consumeStream(),
    ),
  );
  const records = routed.ledger.recent();
  expect(records).toHaveLength(60);
  const sent = records.flatMap(({ attempts }) => attempts).filter(({ outcome }) => outcome !== 'skipped');
  const { byModel } = sandbox.requests();
  for (const id of ['dear', 'quiet'])
    expect([id, sent.filter(({ target }) => target === id).length]).toEqual([id, byModel[id]?.total ?? 0]);
  const sum = (figures: readonly (number | null | undefined)[]) =>
    figures.reduce<number>((total, figure) => total + (figure ?? 0), 0);
  const { totals } = routed.report();
  expect(totals.costNanoUsd).toBe(sum(records.map(record => record.costNanoUsd)));
  expect(totals.costNanoUsd).toBe(sum(sent.map(attempt => attempt.costNanoUsd)));
  expect(sum(sent.map(attempt => attempt.reportedCostNanoUsd))).toBe(
    1_000_000 * sent.filter(({ target, outcome }) => target === 'dear' && outcome === 'ok').length,
  );
  expect(byModel.dear?.byStatus['500']).toBeGreaterThan(5);
});
