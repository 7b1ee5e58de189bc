import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/outcome.js';
import type { Price, PriceVariant, Rates } from '../../src/core/target.js';
import { costOf } from '../../src/price/cost-of.js';
import { expectedCostNanoUsd } from '../../src/price/expected-cost.js';
import { largestOutputTokens, upperBoundNanoUsd } from '../../src/price/largest-output.js';
import { pricedAtMs, ratesAt } from '../../src/price/rates-at.js';
import { toPrice } from '../../src/price/to-price.js';

const rates = (inputPicoUsd: number): Rates => ({
  inputPicoUsd,
  outputPicoUsd: 5 * inputPicoUsd,
  cacheReadPicoUsd: inputPicoUsd,
  cacheWritePicoUsd: inputPicoUsd,
  reasoningPicoUsd: 5 * inputPicoUsd,
});
const at = (time: string) => Date.parse(`2026-12-31T${time}Z`);
const usage = (inputTokens: number, outputTokens = 0): Usage => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
});

describe('which rates apply', () => {
  const tiered: Price = {
    ...rates(1),
    variants: [
      { ...rates(2), aboveInputTokens: 100 },
      { ...rates(3), aboveInputTokens: 200 },
    ],
  };
  const dated: Price = { ...rates(1), variants: [{ ...rates(2), fromMs: Date.parse('2027-01-01') }] };
  const peak: Price = {
    ...rates(1),
    variants: [
      {
        ...rates(2),
        minutes: [
          [60, 240],
          [360, 600],
        ],
      },
    ],
  };
  const night: Price = { ...rates(1), variants: [{ ...rates(2), minutes: [[1_380, 30]] }] };
  const all: Price = {
    ...rates(1),
    variants: [{ ...rates(2), aboveInputTokens: 100, fromMs: at('12:00'), minutes: [[780, 840]] }],
  };

  it.each<[string, Price, number, number, number]>([
    ['one price, whatever the time', rates(1), 0, 1e9, 1],
    ['up to a tier', tiered, 0, 100, 1],
    ['above it', tiered, 0, 101, 2],
    ['up to the next', tiered, 0, 200, 2],
    ['above that', tiered, 0, 201, 3],
    ['the last moment before a change', dated, Date.parse('2027-01-01') - 1, 0, 1],
    ['the moment of the change', dated, Date.parse('2027-01-01'), 0, 2],
    ['before the peak', peak, at('00:59:59.999'), 0, 1],
    ['as it begins', peak, at('01:00'), 0, 2],
    ['in its last moment', peak, at('03:59:59.999'), 0, 2],
    ['as it ends', peak, at('04:00'), 0, 1],
    ['in the second', peak, at('09:59'), 0, 2],
    ['after the second', peak, at('10:00'), 0, 1],
    ['past midnight: before', night, at('22:59'), 0, 1],
    ['past midnight: late', night, at('23:00'), 0, 2],
    ['past midnight: early', night, at('00:29'), 0, 2],
    ['past midnight: after', night, at('00:30'), 0, 1],
    ['every condition holds', all, at('13:00'), 101, 2],
    ['but the size', all, at('13:00'), 100, 1],
    ['but the hour', all, at('12:59'), 101, 1],
    ['but the day', all, at('13:00') - 86_400_000, 101, 1],
  ])('%s', (_, price, atMs, inputTokens, expected) => {
    expect(ratesAt(price, atMs, inputTokens).inputPicoUsd).toBe(expected);
  });

  it('are the price itself where there is one, and no clock is asked', () => {
    const flat = toPrice({ inputUsdPerMTok: 1, outputUsdPerMTok: 2 });
    expect(ratesAt(flat, 0, 0)).toBe(flat);
    const never = () => expect.unreachable('a clock was asked');
    expect([pricedAtMs(flat, never), pricedAtMs(null, never)]).toEqual([0, 0]);
    expect(pricedAtMs(tiered, () => 7)).toBe(7);
  });

  it('are of tiers in any order, absent cache prices as the input of that tier', () => {
    const price = toPrice({
      inputUsdPerMTok: 1,
      outputUsdPerMTok: 2,
      tiers: [
        { aboveInputTokens: 200, inputUsdPerMTok: 3, outputUsdPerMTok: 4 },
        { aboveInputTokens: 100, inputUsdPerMTok: 2, outputUsdPerMTok: 3, cacheReadUsdPerMTok: 0.5 },
      ],
    });
    expect(ratesAt(price, 0, 201)).toMatchObject({ inputPicoUsd: 3e6, cacheReadPicoUsd: 3e6 });
    expect(ratesAt(price, 0, 150)).toMatchObject({ inputPicoUsd: 2e6, cacheReadPicoUsd: 0.5e6 });
    expect(ratesAt(price, 0, 100)).toMatchObject({ inputPicoUsd: 1e6 });
    expect(toPrice({ inputUsdPerMTok: 1, outputUsdPerMTok: 2, tiers: [] }).variants).toBeUndefined();
  });
});

const pico = fc.nat({ max: 50_000_000 });
const anyRates: fc.Arbitrary<Rates> = fc.record({
  inputPicoUsd: pico,
  outputPicoUsd: pico,
  cacheReadPicoUsd: pico,
  cacheWritePicoUsd: pico,
  reasoningPicoUsd: pico,
});
const minute = fc.nat({ max: 1_440 });
const anyTime = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') });
const anyVariant: fc.Arbitrary<PriceVariant> = fc
  .tuple(
    anyRates,
    fc.record(
      {
        aboveInputTokens: fc.nat({ max: 100_000 }),
        fromMs: anyTime,
        minutes: fc.array(fc.tuple(minute, minute), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([one, conditions]) => ({ ...one, ...conditions }));
const anyPrice: fc.Arbitrary<Price> = fc
  .tuple(anyRates, fc.array(anyVariant, { maxLength: 4 }))
  .map(([base, variants]) => ({ ...base, variants }));
/** Parts of a whole that is not above the bound. */
const anyUsage = (inputTokens: number, outputTokens: number, [read, write, reasoning]: number[]): Usage => {
  const cacheReadTokens = Math.floor(inputTokens * (read as number));
  return {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens: Math.floor((inputTokens - cacheReadTokens) * (write as number)),
    reasoningTokens: Math.floor(outputTokens * (reasoning as number)),
  };
};
const share = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.array(share, { minLength: 3, maxLength: 3 });
const count = fc.nat({ max: 150_000 });

describe('with tiers, dates and hours', () => {
  it('no cost is above the upper bound, at any time and for any mix of no more tokens', () => {
    fc.assert(
      fc.property(anyPrice, anyTime, count, count, share, shares, (price, atMs, input, output, less, mix) => {
        const used = anyUsage(Math.floor(input * less), output, mix);
        const most = upperBoundNanoUsd({ price, inputTokensBound: input, maxOutputTokens: output });
        expect(costOf(used, price, atMs)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 2_000 },
    );
  });

  it('no answer that an allowance pays for costs more than the allowance', () => {
    const left = fc.nat({ max: 1e10 });
    fc.assert(
      fc.property(anyPrice, anyTime, count, left, shares, (price, atMs, input, leftNanoUsd, mix) => {
        const most = largestOutputTokens({ price, inputTokensBound: input, leftNanoUsd });
        if (most < 0 || most > 1e6) return;
        expect(costOf(anyUsage(input, most, mix), price, atMs)).toBeLessThanOrEqual(leftNanoUsd);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the bound is met, so that no answer is cut short for a price that cannot apply', () => {
    const price: Price = {
      ...rates(1_000),
      variants: [
        { ...rates(2_000), aboveInputTokens: 100 },
        { ...rates(9_000), aboveInputTokens: 200 },
      ],
    };
    const bound = (inputTokensBound: number) =>
      upperBoundNanoUsd({ price, inputTokensBound, maxOutputTokens: 10 });
    expect(bound(100)).toBe(100 + 50);
    expect(bound(101)).toBe(2 * 101 + 100);
    expect(bound(200)).toBe(2 * 200 + 100);
    expect(bound(201)).toBe(9 * 201 + 450);
  });

  it('a cost is what exact arithmetic says, of the whole call at one price', () => {
    fc.assert(
      fc.property(anyPrice, anyTime, count, count, shares, (price, atMs, input, output, mix) => {
        const used = anyUsage(input, output, mix);
        const applied = ratesAt(price, atMs, input);
        const of = (tokens: number | null, each: number) => BigInt(tokens ?? 0) * BigInt(each);
        const fresh = input - (used.cacheReadTokens ?? 0) - (used.cacheWriteTokens ?? 0);
        const total =
          of(fresh, applied.inputPicoUsd) +
          of(used.cacheReadTokens, applied.cacheReadPicoUsd) +
          of(used.cacheWriteTokens, applied.cacheWritePicoUsd) +
          of(output - (used.reasoningTokens ?? 0), applied.outputPicoUsd) +
          of(used.reasoningTokens, applied.reasoningPicoUsd);
        expect(BigInt(costOf(used, price, atMs) as number)).toBe((total + 500n) / 1_000n);
      }),
    );
  });

  it('more tokens never cost less within a tier', () => {
    fc.assert(
      fc.property(
        anyPrice,
        anyTime,
        count,
        count,
        fc.nat(99),
        fc.nat(99),
        (price, atMs, input, output, i, o) => {
          if (ratesAt(price, atMs, input) !== ratesAt(price, atMs, input + i)) return;
          expect(costOf(usage(input + i, output + o), price, atMs)).toBeGreaterThanOrEqual(
            costOf(usage(input, output), price, atMs) as number,
          );
        },
      ),
    );
  });

  it('the expected cost is the cost of what is expected', () => {
    fc.assert(
      fc.property(anyPrice, anyTime, count, count, (price, atMs, input, output) => {
        const expected = { price, atMs, estimatedInputTokens: input, expectedOutputTokens: output };
        expect(expectedCostNanoUsd(expected)).toBe(costOf(usage(input, output), price, atMs));
      }),
    );
  });
});

describe('a price of zero', () => {
  const free = toPrice({ inputUsdPerMTok: 0, outputUsdPerMTok: 0 });

  it('is a price: it costs 0, and every allowance pays for it', () => {
    expect(costOf(usage(1_000, 1_000), free, 0)).toBe(0);
    expect(upperBoundNanoUsd({ price: free, inputTokensBound: 1e6, maxOutputTokens: 1e6 })).toBe(0);
    const bounds = { price: free, inputTokensBound: 1e6, leftNanoUsd: 0 };
    expect(largestOutputTokens(bounds)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('may end at a tier', () => {
    const price = { ...free, variants: [{ ...rates(1_000), aboveInputTokens: 100 }] };
    expect([costOf(usage(100), price, 0), costOf(usage(101), price, 0)]).toEqual([0, 101]);
  });
});
