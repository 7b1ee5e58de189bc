import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelUsage, ProviderMetadata } from '../../src/core/model.js';
import { reportedCostNanoUsd } from '../../src/price/reported-cost.js';

const usageWith = (raw: unknown) => ({ inputTokens: {}, outputTokens: {}, raw }) as unknown as ModelUsage;
const read = (raw: unknown, metadata?: unknown) =>
  reportedCostNanoUsd(usageWith(raw), metadata as ProviderMetadata | undefined);

const trap = (name: string) => {
  const thing = {};
  Object.defineProperty(thing, name, {
    enumerable: true,
    get() {
      throw new Error('a trap');
    },
  });
  return thing;
};

describe('the cost that a target reports', () => {
  it.each([
    [
      'OpenRouter',
      { cost: 0.00011018, is_byok: false, cost_details: { upstream_inference_cost: 0.5 } },
      110_180,
    ],
    [
      'OpenRouter with the user’s own key',
      { cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.02 } },
      21_000_000,
    ],
    ['OpenRouter with the user’s own key, the rest unknown', { cost: 0.001, is_byok: true }, 1_000_000],
    [
      'Perplexity',
      { cost: { input_tokens_cost: 0.00144, request_cost: 0.008, total_cost: 0.05178 } },
      51_780_000,
    ],
    ['HolySheep', { cost_usd: 0.000042 }, 42_000],
    ['xAI', { cost_in_usd_ticks: 37_756_000 }, 3_775_600],
    ['a decimal in a string', { cost: '0.25' }, 250_000_000],
    ['a free model', { cost: 0 }, 0],
    ['the dearest that is believed', { cost: 10_000 }, 10_000_000_000_000],
    ['another field, where the first is none', { cost: 'free', cost_usd: 0.5 }, 500_000_000],
  ])('is read from the usage as it came: %s', (_, raw, nanoUsd) => {
    expect(read(raw)).toBe(nanoUsd);
  });

  it.each([
    ['the AI Gateway', { gateway: { cost: '0.0012' } }, 1_200_000],
    [
      'OpenRouter',
      { openrouter: { usage: { cost: 0.5, costDetails: { upstreamInferenceCost: 0 } } } },
      500_000_000,
    ],
    ['xAI', { xai: { costInUsdTicks: 10_000_000_000 } }, 1_000_000_000],
  ])('is read from the metadata of a provider: %s', (_, metadata, nanoUsd) => {
    expect(read(undefined, metadata)).toBe(nanoUsd);
  });

  it('is the gateway’s own, whatever the vendor behind it says', () => {
    expect(read({ cost_in_usd_ticks: 1e10 }, { gateway: { cost: '2' } })).toBe(2_000_000_000);
    expect(read({ cost_in_usd_ticks: 1e10 }, { gateway: { cost: '' } })).toBe(1_000_000_000);
    expect(read({ cost: 1 }, { openrouter: { usage: { cost: 3 } } })).toBe(1_000_000_000);
  });

  it.each([
    [undefined],
    [null],
    ['cost'],
    [{}],
    [{ cost: null }],
    [{ cost: -0.01 }],
    [{ cost: Number.NaN }],
    [{ cost: Number.POSITIVE_INFINITY }],
    [{ cost: 10_000.01 }],
    [{ cost: '-1' }],
    [{ cost: '$1' }],
    [{ cost: '1e9' }],
    [{ cost: '' }],
    [{ cost: ' ' }],
    [{ cost: true }],
    [{ cost: 1n }],
    [{ cost: [1] }],
    [{ cost: { total_cost: 'NaN' } }],
    [{ cost_in_usd_ticks: -1 }],
  ])('is not told where it cannot be: %o', raw => {
    expect(read(raw)).toBeUndefined();
  });

  it('is not told by a trap in the place of usage or metadata', () => {
    expect(read(trap('cost'))).toBeUndefined();
    expect(read({ cost: trap('total_cost') })).toBeUndefined();
    expect(reportedCostNanoUsd(trap('raw') as ModelUsage, undefined)).toBeUndefined();
    expect(read(undefined, trap('gateway'))).toBeUndefined();
    expect(reportedCostNanoUsd(undefined, undefined)).toBeUndefined();
    expect(reportedCostNanoUsd(null as never, null as never)).toBeUndefined();
  });

  it('is a whole number of nano-dollars up to 10,000 USD, or none, whatever is told', () => {
    const amount = fc.oneof(fc.double(), fc.string(), fc.anything(), fc.float({ min: 0, max: 1 }));
    const told = fc.record(
      {
        cost: fc.oneof(amount, fc.record({ total_cost: amount })),
        cost_usd: amount,
        cost_in_usd_ticks: amount,
        is_byok: fc.boolean(),
        cost_details: fc.record({ upstream_inference_cost: amount }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(told, fc.record({ gateway: fc.record({ cost: amount }) }), (raw, metadata) => {
        const nanoUsd = read(raw, metadata);
        if (nanoUsd === undefined) return;
        expect(Number.isSafeInteger(nanoUsd)).toBe(true);
        expect(nanoUsd).toBeGreaterThanOrEqual(0);
        expect(nanoUsd).toBeLessThanOrEqual(2e13);
      }),
    );
  });
});
