import { describe, expect, it } from 'vitest';
import type { RoutedEvent } from '../../src/core/events.js';
import type { ModelPart, ModelResult, ModelUsage } from '../../src/core/model.js';
import { BudgetExceededError, createRouted } from '../../src/index.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask, harness, readAll, reportIn } from './routed-harness.js';

type Figures = Record<string, number | undefined>;
const usage = (input: Figures, output: Figures): ModelUsage =>
  ({
    inputTokens: {
      total: undefined,
      noCache: undefined,
      cacheRead: undefined,
      cacheWrite: undefined,
      ...input,
    },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined, ...output },
    raw: { as: 'it came' },
  }) as ModelUsage;
const stop = { unified: 'stop', raw: 'stop' } as const;
const hello = [{ type: 'text', text: 'hello' }] as const;
const warned = { type: 'other', message: 'a told a usage that cannot be; it was estimated.' };

async function generated(told: ModelUsage, more: object = {}) {
  const result: ModelResult = { content: [...hello], finishReason: stop, usage: told, warnings: [] };
  const { routed } = harness({ a: { result } });
  const answer = await routed('auto').doGenerate(ask('Hi', more));
  return { ...answer, report: reportIn(answer) };
}

async function streamed(told: ModelUsage, more: object = {}) {
  const parts: ModelPart[] = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'hello' },
    { type: 'finish', finishReason: stop, usage: told },
  ];
  const { routed, eventsOf } = harness({ a: { parts } });
  const read = await readAll((await routed('auto').doStream(ask('Hi', more))).stream);
  const last = read.at(-1) as ModelPart & { type: 'finish' };
  return { usage: last.usage, report: reportIn(last as never), warnings: eventsOf('warning') };
}

describe('a usage that cannot be', () => {
  const absurd = usage(
    { total: -5, noCache: -5, cacheRead: 0 },
    { total: 99_999, text: 99_999, reasoning: 0 },
  );

  it('is estimated, flagged and warned of, and the SDK is told what was counted', async () => {
    const { warnings, usage: told, report } = await generated(absurd, { maxOutputTokens: 100 });
    expect(report).toMatchObject({ estimated: true, usage: { outputTokens: 100 } });
    expect(report.usage.inputTokens).toBeGreaterThan(0);
    expect(report.costUsd).toBeLessThan(0.001);
    expect(warnings).toEqual([warned]);
    expect(told.inputTokens.total).toBe(report.usage.inputTokens);
    expect(told.outputTokens.total).toBe(100);
    expect(JSON.stringify(told)).not.toMatch(/99999|-5/);
  });

  it('is so at the finish of a stream too', async () => {
    const { usage: told, report, warnings } = await streamed(absurd, { maxOutputTokens: 100 });
    expect(report.estimated).toBe(true);
    expect([told.inputTokens.total, told.outputTokens.total]).toEqual([report.usage.inputTokens, 100]);
    expect(warnings).toMatchObject([{ message: warned.message, target: 'a' }]);
  });

  it('of an input that no prompt of that length can be is estimated, but not where a vendor searches', async () => {
    const told = usage({ total: 8_200_000 }, { total: 1 });
    expect((await generated(told)).report).toMatchObject({ estimated: true });
    expect((await generated(told)).report.usage.inputTokens).toBeLessThan(100);
    const search = { type: 'provider', id: 'anthropic.web_search', name: 'search', args: {} };
    expect((await generated(told, { tools: [search] })).report).toMatchObject({
      estimated: false,
      usage: { inputTokens: 8_200_000 },
    });
  });

  it('in one of its parts leaves the other side as it was told', async () => {
    const { usage: told } = await generated(
      usage({ total: 10, noCache: -5, cacheRead: 15 }, { total: 2, text: 2, reasoning: 0 }),
    );
    expect(told).toEqual({
      inputTokens: { total: 10, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: 2, text: 2, reasoning: 0 },
      raw: { as: 'it came' },
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5])('as %s never reaches the SDK', async figure => {
    const { usage: told } = await generated(usage({ total: figure }, { total: figure }));
    expect(told.inputTokens.total).toBeGreaterThan(0);
    expect(told.outputTokens.total).toBe(2);
  });
});

describe('what was not told', () => {
  it('stays so for the SDK, and is an estimate in the report', async () => {
    const { usage: told, report } = await generated(usage({}, { total: 2 }));
    expect(told).toEqual(usage({}, { total: 2 }));
    expect(report).toMatchObject({ estimated: true, usage: { outputTokens: 2 } });
    expect(report.usage.inputTokens).toBeGreaterThan(0);
  });

  it('has its place all the same where a model leaves the whole out', async () => {
    for (const bare of [undefined, {}, { inputTokens: null }]) {
      const { usage: told } = await generated(bare as never);
      expect(told).toMatchObject({ inputTokens: { total: undefined }, outputTokens: { total: undefined } });
    }
  });
});

it('a usage that makes sense is handed on as it came', async () => {
  const told = usage({ total: 10, cacheRead: 4 }, { total: 2, reasoning: 1 });
  expect((await generated(told)).usage).toBe(told);
  expect((await streamed(told)).usage).toBe(told);
});

it('believes a Claude that thought for longer than the answer may be: its adapter adds what it may think', async () => {
  const result: ModelResult = {
    content: [...hello],
    finishReason: stop,
    usage: usage({ total: 700 }, { total: 9_000 }),
    warnings: [],
  };
  const model = scriptedModel({
    script: { result },
    modelId: 'claude-sonnet-4-5',
    provider: 'anthropic.messages',
  });
  const events: RoutedEvent[] = [];
  const routed = createRouted({
    targets: { c: { model, price: { inputUsdPerMTok: 3, outputUsdPerMTok: 15 } } },
    routes: { simple: ['c'], medium: ['c'], complex: ['c'] },
    budget: { overall: { perDayUsd: 10 } },
    world: fakeWorld(),
    onEvent: event => events.push(event),
  });
  const options = (budgetTokens: number) =>
    ask('Hi', {
      maxOutputTokens: 1_000,
      providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens } } },
    });
  const answer = await routed('auto').doGenerate(options(16_000));
  const costNanoUsd = 700 * 3_000 + 9_000 * 15_000;
  expect(reportIn(answer)).toMatchObject({ costNanoUsd });
  expect(answer.warnings).toEqual([]);
  const settled = events.find(({ type }) => type === 'budget-settled');
  expect(settled).toMatchObject({ chargedNanoUsd: costNanoUsd, estimated: false });
  // It may not think for more than the budget pays for.
  const error = await routed('auto')
    .doGenerate(options(1_000_000))
    .then(null, thrown => thrown);
  expect(BudgetExceededError.isInstance(error)).toBe(true);
});

it('believes an answer longer than a limit that was never said to the model', async () => {
  const result: ModelResult = {
    content: [...hello],
    finishReason: stop,
    usage: usage({ total: 5 }, { total: 9_000, reasoning: 8_990 }),
    warnings: [],
  };
  const { routed } = harness({ a: { result } }, { extras: { a: { maxOutputTokens: 1_000 } } });
  const answer = await routed('auto').doGenerate(ask('Hi'));
  expect(reportIn(answer).costNanoUsd).toBe(5 * 1_000 + 9_000 * 2_000);
  expect(answer.warnings).toEqual([]);
});
