import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfMonthUsd, costOfRoutingUsd } from '../../../src/cli/compare/cost-of-month.js';
import { mixOf, tokensOf } from '../../../src/cli/compare/read-amounts.js';
import { toPrice } from '../../../src/price/to-price.js';

const price = toPrice({ inputUsdPerMTok: 2, outputUsdPerMTok: 8, cacheReadUsdPerMTok: 0.5 });
const month = { tokens: 1_000_000, outputRatio: 0.25, cachedRatio: 0 };

describe('a month at one target', () => {
  it.each([
    ['input and output at their prices', month, 0.75 * 2 + 0.25 * 8],
    ['input alone', { ...month, outputRatio: 0 }, 2],
    ['output alone', { ...month, outputRatio: 1 }, 8],
    ['half of the input from a cache', { ...month, cachedRatio: 0.5 }, 0.375 * 2 + 0.375 * 0.5 + 2],
    ['one token, which is input', { ...month, tokens: 1 }, 2e-6],
  ])('costs %s', (_, volume, costUsd) => {
    expect(costOfMonthUsd(price, volume, 0)).toBe(costUsd);
  });

  it('costs nothing where prices are zero, and is unknown where there are none', () => {
    expect(costOfMonthUsd(toPrice({ inputUsdPerMTok: 0, outputUsdPerMTok: 0 }), month, 0)).toBe(0);
    expect(costOfMonthUsd(null, month, 0)).toBeNull();
  });

  it.each([
    ['one that has begun', { fromMs: 1_000 }, 2],
    ['not one that has not', { fromMs: 1_001 }, 1],
    ['not that of long calls', { fromMs: 1_000, aboveInputTokens: 10 }, 1],
    ['not that of certain hours', { fromMs: 1_000, minutes: [[0, 1_440]] as const }, 1],
  ])('is at the usual price of the moment: %s', (_, conditions, costUsd) => {
    const usual = toPrice({ inputUsdPerMTok: 1, outputUsdPerMTok: 1 });
    const dearer = toPrice({ inputUsdPerMTok: 2, outputUsdPerMTok: 2 });
    const price = { ...usual, variants: [{ ...dearer, ...conditions }] };
    expect(costOfMonthUsd(price, { tokens: 1e6, outputRatio: 0.25, cachedRatio: 0 }, 1_000)).toBe(costUsd);
  });

  it('costs as many times more as it has more tokens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        (thousands, times) => {
          const tokens = thousands * 1_000;
          const one = costOfMonthUsd(price, { ...month, tokens }, 0)!;
          expect(costOfMonthUsd(price, { ...month, tokens: tokens * times }, 0)).toBeCloseTo(one * times, 9);
        },
      ),
    );
  });
});

describe('a month of routing', () => {
  const perTier = { simple: 1, medium: 10, complex: 100 };

  it('costs each tier’s share of what all at its target costs', () => {
    expect(costOfRoutingUsd(perTier, { simple: 0.5, medium: 0.25, complex: 0.25 })).toBe(0.5 + 2.5 + 25);
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [least, most] = [Math.min(one, other), Math.max(one, other)];
        const mix = mixOf(`${least}/${most - least}/${100 - most}`);
        const cost = costOfRoutingUsd(perTier, mix)!;
        expect(cost).toBeCloseTo((least + 10 * (most - least) + 100 * (100 - most)) / 100, 9);
        expect(cost).toBeGreaterThanOrEqual(1);
        expect(cost).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('is unknown where a tier that has a share has no price, and only there', () => {
    const unknown = { ...perTier, complex: null };
    expect(costOfRoutingUsd(unknown, mixOf('60/25/15'))).toBeNull();
    expect(costOfRoutingUsd(unknown, mixOf('50/50/0'))).toBe(5.5);
  });
});

describe('amounts', () => {
  it.each([
    ['1M', 1e6],
    ['250k', 250_000],
    ['1.5B', 1.5e9],
    ['1,000,000', 1e6],
    ['2_000', 2_000],
    ['42', 42],
  ])('%s', (text, tokens) => {
    expect(tokensOf(text)).toBe(tokens);
  });

  it.each(['', '0', '-1M', 'many', '1MM', '1e6x', 'NaN', '9999T', '0.2'])('%j is none', text => {
    expect(() => tokensOf(text)).toThrow(/--tokens must be/);
  });

  it.each(['60/25', '60/25/14', '60/25/15/0', '-10/60/50', 'a/b/c', '', '60//40'])('%j is no mix', text => {
    expect(() => mixOf(text)).toThrow(/--mix must be/);
  });
});
