import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/outcome.js';
import type { Family } from '../../src/core/target.js';
import { baselineCostNanoUsd } from '../../src/price/baseline-cost.js';
import { outputTokensBeyondLimit } from '../../src/price/beyond-limit.js';
import { costOf, costPicoUsd, toNanoUsd } from '../../src/price/cost-of.js';
import { fillUsage, type UsageFacts } from '../../src/price/fill-usage.js';
import { largestOutputTokens, upperBoundNanoUsd } from '../../src/price/largest-output.js';
import { toPrice } from '../../src/price/to-price.js';
import { usageOf } from '../../src/price/usage-of.js';

const tokens = (told: Partial<Usage>): Usage => ({
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
  ...told,
});
const price = toPrice({
  inputUsdPerMTok: 3,
  outputUsdPerMTok: 15,
  cacheReadUsdPerMTok: 0.3,
  cacheWriteUsdPerMTok: 3.75,
});

describe('what tokens cost', () => {
  it.each<[string, Usage, number]>([
    ['input and output', tokens({ inputTokens: 1_000, outputTokens: 100 }), 4_500_000],
    [
      'a cache read is a part of the input',
      tokens({ inputTokens: 1_000, outputTokens: 0, cacheReadTokens: 900 }),
      570_000,
    ],
    [
      'a cache write too',
      tokens({ inputTokens: 1_000, outputTokens: 0, cacheWriteTokens: 1_000 }),
      3_750_000,
    ],
    [
      'reasoning is a part of the output',
      tokens({ inputTokens: 0, outputTokens: 100, reasoningTokens: 80 }),
      1_500_000,
    ],
    ['nothing', tokens({}), 0],
  ])('%s', (_, usage, nanoUsd) => {
    expect(costOf(usage, price, 0)).toBe(nanoUsd);
    expect(baselineCostNanoUsd(usage, price, 0)).toBe(nanoUsd);
  });

  it('has reasoning at its own price where there is one', () => {
    const dear = toPrice({ inputUsdPerMTok: 1, outputUsdPerMTok: 2, reasoningUsdPerMTok: 10 });
    expect(costOf(tokens({ outputTokens: 100, reasoningTokens: 40 }), dear, 0)).toBe(520_000);
  });

  it('rounds half up, once', () => {
    expect([0, 499, 500, 1_499, 1_500].map(toNanoUsd)).toEqual([0, 0, 1, 1, 2]);
    const odd = toPrice({ inputUsdPerMTok: 0.000_3, outputUsdPerMTok: 0 });
    expect(costPicoUsd(tokens({ inputTokens: 5 }), odd)).toBe(1_500);
    expect(costOf(tokens({ inputTokens: 5 }), odd, 0)).toBe(2);
  });

  it('is null without a price', () => {
    expect(costOf(tokens({ inputTokens: 1 }), null, 0)).toBeNull();
  });

  it('is what exact arithmetic says', () => {
    const count = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, count, (fresh, read, write, output) => {
        const usage = tokens({
          inputTokens: fresh + read + write,
          cacheReadTokens: read,
          cacheWriteTokens: write,
          outputTokens: output,
        });
        const pico =
          BigInt(fresh) * 3_000_000n +
          BigInt(read) * 300_000n +
          BigInt(write) * 3_750_000n +
          BigInt(output) * 15_000_000n;
        expect(BigInt(costOf(usage, price, 0) as number)).toBe((pico + 500n) / 1_000n);
      }),
    );
  });
});

describe('usage', () => {
  const facts = (told: Usage | null, more: Partial<UsageFacts> = {}): UsageFacts => ({
    told,
    estimatedInputTokens: 50,
    inputTokensBound: null,
    outputCharacters: 41,
    maxOutputTokens: null,
    ...more,
  });

  it('is taken as told where it makes sense', () => {
    const told = tokens({ inputTokens: 7, outputTokens: 3, cacheReadTokens: 2, reasoningTokens: 1 });
    expect(fillUsage(facts(told))).toMatchObject({ usage: told, isEstimated: false });
  });

  it.each<[string, Usage | null, Partial<Usage>]>([
    ['missing', null, { inputTokens: 50, outputTokens: 11 }],
    ['negative', tokens({ inputTokens: -5, outputTokens: -1e9 }), { inputTokens: 50, outputTokens: 11 }],
    [
      'zero, as the SDK fills what is left out',
      tokens({ inputTokens: 0, outputTokens: 0 }),
      { inputTokens: 50, outputTokens: 11 },
    ],
    ['huge', tokens({ inputTokens: 1e308, outputTokens: 5 }), { inputTokens: 50, outputTokens: 5 }],
    [
      'longer than any model writes',
      tokens({ inputTokens: 100_000_001, outputTokens: 10_000_001 }),
      { inputTokens: 50, outputTokens: 11 },
    ],
    [
      'not whole',
      tokens({ inputTokens: 1.5, outputTokens: Number.NaN }),
      { inputTokens: 50, outputTokens: 11 },
    ],
    [
      'more cached than there is',
      tokens({ inputTokens: 5, outputTokens: 5, cacheReadTokens: 6 }),
      { inputTokens: 5, cacheReadTokens: null },
    ],
    [
      'both caches together too much',
      tokens({ inputTokens: 5, outputTokens: 5, cacheReadTokens: 3, cacheWriteTokens: 3 }),
      { cacheReadTokens: 3, cacheWriteTokens: null },
    ],
    [
      'more reasoned than written',
      tokens({ inputTokens: 5, outputTokens: 5, reasoningTokens: 9 }),
      { reasoningTokens: null },
    ],
  ])('is estimated where it is %s', (_, told, expected) => {
    const { usage, isEstimated } = fillUsage(facts(told));
    expect(usage).toMatchObject(expected);
    expect(isEstimated).toBe(true);
  });

  it.each<[string, number, number, Partial<UsageFacts>]>([
    ['far above the limit is the limit', 99_999, 100, { maxOutputTokens: 100 }],
    ['a little above it is believed', 110, 110, { maxOutputTokens: 100 }],
    [
      'above it, of an answer that long, is believed',
      300,
      300,
      { maxOutputTokens: 100, outputCharacters: 1_200 },
    ],
    ['without a limit is believed', 99_999, 99_999, {}],
  ])('output that is told %s', (_, told, counted, more) => {
    const { usage, isEstimated } = fillUsage(facts(tokens({ inputTokens: 1, outputTokens: told }), more));
    expect(usage.outputTokens).toBe(counted);
    expect(isEstimated).toBe(counted !== told);
  });

  it.each<[string, number, number, UsageFacts['inputTokensBound']]>([
    ['above all that the prompt can be is estimated', 8_000_000, 50, () => 30_000],
    ['far above our guess, and within what the prompt can be, is believed', 29_000, 29_000, () => 30_000],
    ['a little above all that it can be is believed', 900, 900, () => 200],
    ['where a vendor searches is believed', 8_000_000, 8_000_000, null],
  ])('input that is told %s', (_, told, counted, inputTokensBound) => {
    const { usage, isEstimated } = fillUsage(
      facts(tokens({ inputTokens: told, outputTokens: 1 }), { inputTokensBound }),
    );
    expect(usage.inputTokens).toBe(counted);
    expect(isEstimated).toBe(counted !== told);
  });

  it('never makes a negative or broken cost, whatever was told', () => {
    const figure = fc.oneof(fc.double(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(figure, figure, figure, figure, figure, (input, output, read, write, reasoning) => {
        const { usage } = fillUsage(
          facts({
            inputTokens: input,
            outputTokens: output,
            cacheReadTokens: read,
            cacheWriteTokens: write,
            reasoningTokens: reasoning,
          }),
        );
        const cost = costOf(usage, price, 0) as number;
        expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
      }),
    );
  });

  it('is read out of any shape without a throw', () => {
    expect(usageOf(undefined)).toBeNull();
    for (const shape of [{}, { inputTokens: null }, { inputTokens: 5 }, { inputTokens: { total: '7' } }])
      expect(usageOf(shape as never)).toBeNull();
    expect(
      usageOf({
        inputTokens: { total: 3, noCache: 2, cacheRead: 1, cacheWrite: undefined },
        outputTokens: { total: 4, text: 4, reasoning: undefined },
      }),
    ).toEqual(tokens({ inputTokens: 3, outputTokens: 4, cacheReadTokens: 1 }));
  });
});

describe('what an allowance pays for', () => {
  it('is never exceeded by any mix of tokens within the bounds', () => {
    const usd = fc.integer({ min: 0, max: 50_000_000 }).map(micro => micro / 1e6);
    fc.assert(
      fc.property(
        usd,
        usd,
        usd,
        usd,
        usd,
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (input, output, read, write, reasoning, inputTokens, leftNanoUsd, share) => {
          const any = toPrice({
            inputUsdPerMTok: input,
            outputUsdPerMTok: output,
            cacheReadUsdPerMTok: read,
            cacheWriteUsdPerMTok: write,
            reasoningUsdPerMTok: reasoning,
          });
          const most = largestOutputTokens({ price: any, inputTokensBound: inputTokens, leftNanoUsd });
          if (most < 0 || most > 1e9) return;
          const usage = tokens({
            inputTokens,
            outputTokens: most,
            cacheReadTokens: Math.floor(inputTokens * share),
            reasoningTokens: Math.floor(most * share),
          });
          const cost = costPicoUsd(usage, any);
          expect(cost).toBeLessThanOrEqual(leftNanoUsd * 1_000);
          expect(cost).toBeLessThanOrEqual(
            upperBoundNanoUsd({ price: any, inputTokensBound: inputTokens, maxOutputTokens: most }) * 1_000,
          );
        },
      ),
    );
  });

  it('is below zero where it does not pay for the input', () => {
    expect(largestOutputTokens({ price, inputTokensBound: 1_000, leftNanoUsd: 100 })).toBeLessThan(0);
  });
});

describe('what may be billed beyond maxOutputTokens', () => {
  const family = (vendor: Family['vendor'], modelId: string, isCompatible = false): Family => ({
    vendor,
    modelId,
    isCompatible,
    reads: isCompatible ? ['holysheep', 'openaiCompatible'] : [vendor],
  });
  const claude = family('anthropic', 'claude-sonnet-4-5');
  const thinking = { type: 'enabled', budgetTokens: 16_000 };

  it.each<[string, Parameters<typeof outputTokensBeyondLimit>[0], Family | null, number]>([
    ['nothing was said', {}, claude, 0],
    ['what Claude may think', { providerOptions: { anthropic: { thinking } } }, claude, 16_000],
    ['the same behind a gateway', { providerOptions: { anthropic: { thinking } } }, null, 16_000],
    ['it is off', { providerOptions: { anthropic: { thinking: { type: 'disabled' } } } }, claude, 0],
    ['it is adaptive', { providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } }, claude, 0],
    [
      'no number',
      { providerOptions: { anthropic: { thinking: { ...thinking, budgetTokens: '9' } } } },
      claude,
      0,
    ],
    [
      'not for another vendor',
      { providerOptions: { anthropic: { thinking } } },
      family('openai', 'gpt-5'),
      0,
    ],
    ['an effort', { reasoning: 'high' }, claude, 38_400],
    ['the least effort', { reasoning: 'minimal' }, claude, 1_280],
    ['no effort', { reasoning: 'none' }, claude, 0],
    ['the model’s own effort', { reasoning: 'provider-default' }, claude, 0],
    [
      'an effort of older Claude',
      { reasoning: 'low' },
      family('anthropic', 'claude-3-7-sonnet-latest'),
      6_400,
    ],
    ['an effort by date', { reasoning: 'low' }, family('anthropic', 'claude-sonnet-4-20250514'), 6_400],
    ['an effort of newer Claude', { reasoning: 'high' }, family('anthropic', 'claude-opus-4-7'), 0],
    ['an effort over a preset', { reasoning: 'high' }, family('anthropic', 'claude-sonnet-4-5', true), 0],
    ['an effort of GPT', { reasoning: 'high' }, family('openai', 'gpt-5'), 0],
    [
      'a limit in OpenAI’s own words',
      { providerOptions: { openai: { maxCompletionTokens: 9_000 } } },
      family('openai', 'gpt-5'),
      9_000,
    ],
    [
      'a limit that a preset hands on',
      { providerOptions: { holysheep: { max_tokens: 9_000 } } },
      family('openai', 'gpt-5', true),
      9_000,
    ],
  ])('%s', (_, options, of, beyond) => {
    expect(outputTokensBeyondLimit(options, of)).toBe(beyond);
  });

  it('is paid for before what is limited', () => {
    const bounds = { price, inputTokensBound: 100, outputTokensBeyond: 1_000 };
    const most = upperBoundNanoUsd({ ...bounds, maxOutputTokens: 500 });
    expect(most).toBe(100 * 3_750 + 1_500 * 15_000);
    expect(largestOutputTokens({ ...bounds, leftNanoUsd: most })).toBe(500);
  });
});
