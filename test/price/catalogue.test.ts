import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../src/presets/catalogue.js';
import { defaultTargets } from '../../src/presets/default-targets.js';
import { normaliseModelId } from '../../src/presets/normalise-model-id.js';
import { catalogueAsOf, catalogueRows } from '../../src/price/catalogue.generated.js';
import { holysheepPrices } from '../../src/price/holysheep.js';

const rows = Object.entries(catalogueRows).flatMap(([vendor, models]) =>
  Object.keys(models).map(id => [vendor, id] as const),
);

describe('the catalogue', () => {
  it('has current models of every large vendor', () => {
    expect(rows.length).toBeGreaterThan(60);
    for (const vendor of ['openai', 'anthropic', 'google', 'deepseek', 'xai', 'mistral'])
      expect(Object.keys(catalogueRows[vendor] ?? {}).length).toBeGreaterThan(2);
  });

  it('has what the built-in targets are, at their vendors', () => {
    for (const [vendor, id] of [
      ['openai', 'gpt-4.1'],
      ['anthropic', 'claude-sonnet-4.5'],
      ['google', 'gemini-2.5-flash'],
      ['deepseek', 'deepseek-chat'],
    ])
      expect(catalogueEntry(vendor as string, id as string)).not.toBeNull();
  });

  it.each(rows)(
    '%s/%s is whole pico-dollars, and longer or later is never cheaper by accident',
    (vendor, id) => {
      const entry = catalogueEntry(vendor, id) ?? expect.unreachable();
      const { variants = [], ...base } = entry.price;
      for (const { aboveInputTokens, fromMs, minutes, ...rates } of [base, ...variants] as typeof variants) {
        for (const rate of Object.values(rates)) expect(Number.isSafeInteger(rate) && rate >= 0).toBe(true);
        if (aboveInputTokens !== undefined) {
          expect(rates.inputPicoUsd).toBeGreaterThanOrEqual(base.inputPicoUsd);
          expect(aboveInputTokens).toBeLessThan(entry.contextTokens ?? 0);
        }
        if (fromMs !== undefined) expect(fromMs).toBeGreaterThan(Date.parse(catalogueAsOf));
        for (const [from, to] of minutes ?? []) expect(from >= 0 && from < to && to <= 1_440).toBe(true);
      }
      expect(base.outputPicoUsd).toBeGreaterThanOrEqual(base.inputPicoUsd);
      expect(base.cacheReadPicoUsd).toBeLessThanOrEqual(base.inputPicoUsd);
    },
  );

  it('is written to docs/prices.md, row for row', () => {
    const report = readFileSync(new URL('../../docs/prices.md', import.meta.url), 'utf8');
    const listed = report.split('\n').filter(line => /^\| [a-z]/.test(line) && !line.startsWith('| model'));
    expect(listed.map(line => line.split(' | ')[0]?.slice(2))).toEqual(rows.map(([, id]) => id));
  });
});

describe('what is known of a model', () => {
  it.each<[string, string, number | null]>([
    ['openai', 'gpt-4.1', 2],
    ['openai', 'GPT-4.1-2025-04-14', 2],
    ['openai', 'gpt-4o-2024-08-06', 2.5],
    ['openai', 'gpt-4o-2024-05-13', 5],
    ['anthropic', 'claude-sonnet-4-5-20250929', 3],
    ['anthropic', 'claude-sonnet-4.5', 3],
    ['anthropic', 'claude-opus-5-5', 4],
    ['deepseek', 'deepseek-chat', 0.22],
    ['mistral', 'mistral-small-latest', 0.15],
    ['holysheep', 'claude-sonnet-4-5', 3],
    ['holysheep', 'gpt-5.4', null],
    ['openai', 'claude-sonnet-4.5', null],
    ['openai', 'gpt-4.1-ultra', null],
    ['openai', 'constructor', null],
    ['holysheep', 'toString', null],
    ['__proto__', 'gpt-4.1', null],
    ['nobody', 'gpt-4.1', null],
  ])('%s %s costs %s', (vendor, modelId, inputUsdPerMTok) => {
    const entry = catalogueEntry(vendor, modelId);
    expect(entry === null ? null : entry.price.inputPicoUsd / 1e6).toBe(inputUsdPerMTok);
  });

  it('tells limits and abilities, and only those that are known', () => {
    expect(catalogueEntry('openai', 'gpt-4.1')).toMatchObject({
      contextTokens: 1_047_576,
      maxOutputTokens: 32_768,
      supports: { tools: true, images: true, files: true, jsonSchema: true, reasoning: false },
    });
    expect(catalogueEntry('openai', 'gpt-6-sol')).toMatchObject({ supports: {} });
    expect(catalogueEntry('openai', 'gpt-6-sol')).not.toHaveProperty('maxOutputTokens');
  });

  it('is a tier, a date or hours where the list has them', () => {
    expect(catalogueEntry('openai', 'gpt-5.4')?.price.variants).toMatchObject([
      { aboveInputTokens: 271_999, inputPicoUsd: 5e6, outputPicoUsd: 22.5e6, cacheReadPicoUsd: 0.5e6 },
    ]);
    expect(catalogueEntry('google', 'gemini-3.6-flash')?.price.variants).toMatchObject([
      { fromMs: Date.UTC(2027, 0, 1), inputPicoUsd: 1.5e6 },
    ]);
    expect(catalogueEntry('deepseek', 'deepseek-v4-pro')?.price.variants).toMatchObject([
      {
        minutes: [
          [60, 240],
          [360, 600],
        ],
        outputPicoUsd: 3.96e6,
      },
    ]);
    expect(catalogueEntry('anthropic', 'claude-sonnet-4.5')?.price).not.toHaveProperty('variants');
  });
});

describe('HolySheep’s prices', () => {
  it('are those of the built-in targets, input and output apart: the figures that it publishes are of output', () => {
    const published = {
      'gpt-4.1': 8,
      'claude-sonnet-4.5': 15,
      'gemini-2.5-flash': 2.5,
      'deepseek-v3.2': 0.42,
    };
    expect(Object.keys(holysheepPrices).sort()).toEqual(Object.keys(defaultTargets).sort());
    for (const [id, output] of Object.entries(published)) {
      const price = holysheepPrices[id as keyof typeof published];
      expect(price.outputUsdPerMTok).toBe(output);
      expect(price.inputUsdPerMTok).toBeLessThan(output);
      expect(defaultTargets[id as keyof typeof published].price).toBe(price);
      expect(normaliseModelId(id)).toBe(id);
    }
  });
});
