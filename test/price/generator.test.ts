import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { genaiPrice } from '../../scripts/catalogue/genai-price.js';
import { join } from '../../scripts/catalogue/join.js';
import { generate, main } from '../../scripts/catalogue/main.js';
import type { GenaiModel, ModelsDevModel, Sources } from '../../scripts/catalogue/sources.js';
import type { Vendor } from '../../scripts/catalogue/vendors.js';

const vendor: Vendor = {
  name: 'maker',
  title: 'Maker',
  genai: 'maker-genai',
  modelsDev: 'maker-dev',
  gateway: 'maker-gateway',
  alsoNamed: [],
  aliases: {},
};

interface Given {
  readonly listed?: readonly string[];
  readonly genai?: readonly GenaiModel[];
  readonly modelsDev?: Readonly<Record<string, ModelsDevModel>>;
  readonly vercel?: Readonly<Record<string, ModelsDevModel>>;
  readonly vendor?: Partial<Vendor>;
}

function joined({ listed = ['m-1'], genai = [], modelsDev = {}, vercel = {}, vendor: more }: Given) {
  const sources: Sources = {
    genai: new Map([['maker-genai', genai]]),
    modelsDev: new Map([
      ['maker-dev', modelsDev],
      ['vercel', vercel],
    ]),
    gatewayIds: listed.map(id => `maker-gateway/${id}`),
    genaiDate: '2026-09-23',
    genaiVersion: '0.1.8',
    modelsDevDate: '2026-07-02',
  };
  return join(sources, [{ ...vendor, ...more }]);
}

const priced = (input: number, output: number, more = {}) => ({
  input_mtok: input,
  output_mtok: output,
  ...more,
});
const row = (id: string, input = 1, output = 2): GenaiModel => ({ id, prices: priced(input, output) });

describe('which models are listed', () => {
  it('the current ones that have a price, in order, by normalised id', () => {
    const genai = [row('m-2'), row('m-1-20250101'), row('old'), row('m-3-batch'), row('m-3-image')];
    const { models } = joined({ listed: ['m-2', 'm-1', 'm-3-batch', 'm-3-image', 'unpriced'], genai });
    expect(models.map(({ vendor: of, id }) => `${of}/${id}`)).toEqual(['maker/m-1', 'maker/m-2']);
  });

  it('those that the vendor’s row names, and not those that its API no longer serves', () => {
    const genai = [row('m-1'), row('m-2'), row('m-3')];
    const more = { alsoNamed: ['m-3'], notServed: /^m-2/ };
    const { models } = joined({ listed: ['m-1', 'm-2'], genai, vendor: more });
    expect(models.map(({ id }) => id)).toEqual(['m-1', 'm-3']);
  });

  it('a name for another model has that one’s price and its own limits', () => {
    const { models } = joined({
      listed: [],
      genai: [row('m-1', 9, 9), row('m-2', 3, 4)],
      modelsDev: { 'm-1': { limit: { context: 10, output: 5 } } },
      vendor: { aliases: { 'm-1': 'm-2' } },
    });
    expect(models).toMatchObject([{ id: 'm-1', price: { input: 3, output: 4 }, contextTokens: 10 }]);
  });

  it('a name for another model has that one’s limits where the row of that name is of an older one, as its price tells', () => {
    const given = {
      listed: [],
      genai: [row('m-2', 3, 4), row('m-3', 5, 6)],
      vendor: { aliases: { 'm-1': 'm-2' } },
    };
    const older = { cost: { input: 1, output: 1 }, limit: { context: 10 }, tool_call: false };
    const meant = { cost: { input: 3, output: 4 }, limit: { context: 20 }, tool_call: true };
    const row1 = (modelsDev: Given['modelsDev'], vercel: Given['vercel'] = {}) =>
      joined({ ...given, modelsDev: modelsDev ?? {}, vercel }).models[0];
    expect(row1({ 'm-1': older, 'm-2': meant })).toMatchObject({ contextTokens: 20, abilities: 't' });
    expect(row1({ 'm-1': older })).toMatchObject({ contextTokens: null, abilities: '' });
    expect(row1({ 'm-1': { ...meant, limit: { context: 30 } } })).toMatchObject({ contextTokens: 30 });
    expect(row1({}, { 'maker-gateway/m-1': older })).toMatchObject({ contextTokens: null });
    expect(row1({}, { 'maker-gateway/m-1': older, 'maker-gateway/m-2': meant })).toMatchObject({
      contextTokens: 20,
    });
    const unpriced = { limit: { context: 40 } };
    expect(row1({ 'm-1': unpriced, 'm-2': meant })).toMatchObject({ contextTokens: 40 });
    // Where the two lists differ in what it costs, that the two rows agree is enough.
    const stale = { ...older, limit: { context: 30 } };
    expect(row1({ 'm-1': stale, 'm-2': { ...meant, cost: older.cost } })).toMatchObject({
      contextTokens: 30,
    });
  });

  it('a name that an entry lists as its own, but not one that only begins like it', () => {
    const match = { or: [{ equals: 'm-1' }, { starts_with: 'm-2' }] } as GenaiModel['match'];
    const { models } = joined({
      listed: ['m-1', 'm-2-big'],
      genai: [{ ...row('m'), ...(match && { match }) }],
    });
    expect(models.map(({ id }) => id)).toEqual(['m-1']);
  });

  it('a snapshot at another price has a row of its own, and its own limits', () => {
    const { models } = joined({
      genai: [row('m-1-2024-05-13', 5, 15), row('m-1', 2, 10), row('m-1-2024-08-06', 2, 10)],
      modelsDev: {
        'm-1': { limit: { context: 100, output: 16 }, tool_call: true },
        'm-1-2024-05-13': { limit: { context: 100, output: 4 }, tool_call: false },
      },
    });
    expect(models).toMatchObject([
      { id: 'm-1', price: { input: 2 }, maxOutputTokens: 16, abilities: 't' },
      { id: 'm-1-2024-05-13', price: { input: 5 }, maxOutputTokens: 4, abilities: 'T' },
    ]);
  });
});

describe('what is no longer current', () => {
  const ids = (given: Given) => joined(given).models.map(({ id }) => id);
  const released = (release_date: string): ModelsDevModel => ({ release_date });

  it('is deprecated, unless the vendor’s row names it', () => {
    const genai = [{ ...row('m-1'), deprecated: true }, row('m-2')];
    const listed = ['m-1', 'm-2'];
    expect(ids({ listed, genai })).toEqual(['m-2']);
    expect(ids({ listed, genai, vendor: { alsoNamed: ['m-1'] } })).toEqual(['m-1', 'm-2']);
    expect(ids({ listed, genai, vendor: { aliases: { 'm-1': 'm-1' } } })).toEqual(['m-1', 'm-2']);
  });

  it('was released more than eighteen months before the prices; a model without a date was not', () => {
    const listed = ['a', 'b', 'c', 'd'];
    const genai = listed.map(id => row(id));
    const modelsDev = { a: released('2025-03-22'), b: released('2025-03-23'), c: {} };
    const vercel = { 'maker-gateway/d': released('2024-01-01') };
    expect(ids({ listed, genai, modelsDev, vercel })).toEqual(['b', 'c']);
    expect(ids({ listed, genai, modelsDev, vercel, vendor: { alsoNamed: ['a'] } })).toEqual(['a', 'b', 'c']);
  });

  it('is surpassed by three newer ones of its line that cost no more', () => {
    const of = (...versions: [string, number, number][]) => ({
      listed: versions.map(([id]) => id),
      genai: versions.map(([id, input, output]) => row(id, input, output)),
    });
    const four = of(['m-4.5', 2, 9], ['m-4.6', 2, 9], ['m-5', 1, 9], ['m-10', 2, 8]);
    expect(ids(four)).toEqual(['m-10', 'm-4.6', 'm-5']);
    expect(ids({ ...four, vendor: { alsoNamed: ['m-4-5'] } })).toEqual(['m-10', 'm-4.5', 'm-4.6', 'm-5']);
    const dearerIn = of(['m-4.5', 2, 9], ['m-4.6', 3, 9], ['m-5', 1, 9], ['m-6', 2, 8]);
    const dearerOut = of(['m-4.5', 2, 9], ['m-4.6', 2, 10], ['m-5', 1, 9], ['m-6', 2, 8]);
    const otherLine = of(['m-4.5', 2, 9], ['m-4.6-mini', 2, 9], ['m-5', 1, 9], ['m-6', 2, 8]);
    for (const given of [dearerIn, dearerOut, otherLine]) expect(ids(given)).toHaveLength(4);
  });
});

describe('which source says what', () => {
  const dev = (input: number, output: number): ModelsDevModel => ({ cost: { input, output } });

  it('genai-prices the price, models.dev limits and abilities; a difference is reported', () => {
    const { models, notes } = joined({
      genai: [{ ...row('m-1', 2, 8), context_window: 1_000 }],
      modelsDev: {
        'm-1': {
          ...dev(2, 9),
          tool_call: true,
          structured_output: false,
          limit: { context: 1_047, output: 32 },
          modalities: { input: ['text', 'pdf'] },
        },
      },
    });
    expect(models).toEqual([
      {
        vendor: 'maker',
        id: 'm-1',
        price: { input: 2, output: 8, variants: [] },
        priceFrom: 'genai-prices',
        contextTokens: 1_047,
        maxOutputTokens: 32,
        abilities: 'tIfJ',
      },
    ]);
    expect(notes).toEqual(['maker/m-1: output 8 and 9 (genai-prices and models.dev)']);
  });

  it('models.dev the price where genai-prices has none, or only by other units', () => {
    const hourly: GenaiModel = { id: 'm-1', prices: { audio_hours: 3 } };
    for (const genai of [[], [hourly], [{ id: 'm-1', prices: {} }]])
      expect(joined({ genai, modelsDev: { 'm-1': dev(1, 2) } }).models).toMatchObject([
        { price: { input: 1, output: 2 }, priceFrom: 'models.dev' },
      ]);
  });

  it('a gateway no price, but a window, and what a model can do, not what it cannot', () => {
    const vercel = {
      'maker-gateway/m-1': { ...dev(9, 9), tool_call: false, reasoning: true, limit: { context: 7 } },
    };
    expect(joined({ vercel }).models).toEqual([]);
    expect(joined({ genai: [row('m-1')], vercel }).models).toMatchObject([
      { price: { input: 1 }, contextTokens: 7, abilities: 'r' },
    ]);
  });

  it('of two rows, the one without a date, else the last updated', () => {
    const modelsDev = {
      'm-1-20240101': { last_updated: '2024', limit: { context: 1 } },
      'm-1-20250101': { last_updated: '2025', limit: { context: 2 } },
    };
    const genai = [row('m-1-20240101', 1), row('m-1', 2), row('m-1-latest', 3)];
    expect(joined({ genai, modelsDev }).models[0]).toMatchObject({ price: { input: 2 }, contextTokens: 2 });
    const undated = { ...modelsDev, 'm-1': { last_updated: '2023', limit: { context: 3 } } };
    expect(joined({ genai, modelsDev: undated }).models[0]).toMatchObject({ contextTokens: 3 });
  });

  it('leaves out what two sources price ten times apart', () => {
    const { models, notes } = joined({ genai: [row('m-1', 1, 2)], modelsDev: { 'm-1': dev(1, 21) } });
    expect(models).toEqual([]);
    expect(notes.at(-1)).toMatch(/maker\/m-1 is left out/);
    const within = joined({ genai: [row('m-1', 1, 2)], modelsDev: { 'm-1': dev(1, 20) } });
    expect(within.models).toHaveLength(1);
  });
});

describe('a row that cannot be', () => {
  it.each<[string, object, RegExp]>([
    ['negative', priced(-1, 2), /input is negative/],
    ['absurd', priced(1, 2_001), /absurd/],
    ['no number', priced(1, 2, { cache_read_mtok: '0.1' }), /cacheRead is no number/],
    ['too fine', priced(0.000_000_1, 2), /more than six decimals/],
    ['in a tier', priced(1, 2, { output_mtok: { base: 1, tiers: [{ start: 5, price: -1 }] } }), /negative/],
  ])('is not used, and reported: %s', (_, prices, problem) => {
    const genai = [{ id: 'm-1', prices } as GenaiModel];
    const alone = joined({ genai });
    expect(alone.models).toEqual([]);
    expect(alone.notes[0]).toMatch(problem);
    const other = joined({ genai, modelsDev: { 'm-1': { cost: { input: 3, output: 4 } } } });
    expect(other.models).toMatchObject([{ price: { input: 3 }, priceFrom: 'models.dev' }]);
  });

  it('is not one whose price is zero', () => {
    expect(joined({ genai: [row('m-1', 0, 0)] }).models).toMatchObject([{ price: { input: 0, output: 0 } }]);
  });
});

describe('tiers, dates and hours of genai-prices', () => {
  const price = (prices: unknown) => genaiPrice({ prices: prices as GenaiModel['prices'] }, '2026-09-23');
  const from = (start_date: string) => ({ type: 'start_date', start_date });
  const hours = (start_time: string, end_time: string) => ({ type: 'time_of_date', start_time, end_time });

  it('a tier has the base of what has no tier', () => {
    const output = { base: 10, tiers: [{ start: 200, price: 15 }] };
    expect(price({ input_mtok: 1, cache_read_mtok: 0.1, output_mtok: output })).toEqual({
      input: 1,
      cacheRead: 0.1,
      output: 10,
      variants: [{ input: 1, cacheRead: 0.1, output: 15, aboveInputTokens: 200 }],
    });
  });

  it('what has begun is the base, without the tiers before it; what has not is dated', () => {
    const tiered = priced(1, { base: 2, tiers: [{ start: 200, price: 4 }] } as never);
    expect(
      price([
        { prices: tiered },
        { constraint: from('2026-09-23'), prices: priced(3, 4) },
        { constraint: from('2026-09-24'), prices: priced(5, 6) },
      ]),
    ).toEqual({ input: 3, output: 4, variants: [{ input: 5, output: 6, from: '2026-09-24' }] });
  });

  it('hours at one price are one variant', () => {
    expect(
      price([
        { prices: priced(1, 2) },
        { constraint: hours('01:00:00Z', '04:00:00Z'), prices: priced(2, 4) },
        { constraint: hours('06:30:00Z', '10:00:00Z'), prices: priced(2, 4) },
        { constraint: hours('11:00:00Z', '12:00:00Z'), prices: priced(3, 4) },
      ]),
    ).toMatchObject({
      input: 1,
      variants: [
        {
          input: 2,
          minutes: [
            [60, 240],
            [390, 600],
          ],
        },
        { input: 3, minutes: [[660, 720]] },
      ],
    });
  });

  it.each([
    [{ type: 'day_of_week' }, /not known here: day_of_week/],
    [hours('01:00:30Z', '04:00:00Z'), /no whole minute/],
    [hours('01:00:00', '04:00:00Z'), /no whole minute/],
  ])('stops at a constraint that it cannot say: %j', (constraint, problem) => {
    expect(() => price([{ prices: priced(1, 2) }, { constraint, prices: priced(2, 4) }])).toThrow(problem);
  });

  it('drops a tier that the window does not reach', () => {
    const tiered = { id: 'm-1', prices: priced(1, { base: 2, tiers: [{ start: 200, price: 4 }] } as never) };
    const within = (context: number) => joined({ genai: [{ ...tiered, context_window: context }] }).models[0];
    expect(within(200)?.price.variants).toEqual([]);
    expect(within(201)?.price.variants).toHaveLength(1);
  });
});

describe('the command', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(joinPath(tmpdir(), 'catalogue-'));
    for (const name of ['genai-prices', 'models.dev', 'gateway', 'root/src/price', 'root/docs'])
      mkdirSync(joinPath(folder, name), { recursive: true });
    write('genai-prices/data-npm-0.1.8.json', [{ id: 'openai', models: [row('gpt-9', 8, 9)] }]);
    write('genai-prices/data-npm-0.1.10.json', [
      {
        id: 'openai',
        models: [
          row('o9', 3, 4),
          { id: 'gpt-9', prices: priced({ base: 1, tiers: [{ start: 9, price: 2 }] } as never, 2) },
        ],
      },
    ]);
    write('models.dev/compiled.json', { openai: { models: { 'gpt-9': { tool_call: true } } } });
    write('gateway/gateway-language-model-ids.json', ['openai/gpt-9', 'openai/o9']);
    writeFileSync(
      joinPath(folder, 'PROVENANCE.md'),
      '| genai-prices/data-npm-0.1.10.json | npm | npm publish 2026-09-23 |\n| models.dev/compiled.json | x | commit 2026-07-02 |\n',
    );
    vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    vi.restoreAllMocks();
  });
  const write = (name: string, value: unknown) =>
    writeFileSync(joinPath(folder, name), JSON.stringify(value));
  const run = (...words: string[]) => main({ root: joinPath(folder, 'root'), words });
  const written = (name: string) => readFileSync(joinPath(folder, 'root', name), 'utf8');

  it('writes the newest of the lists as rows and as a table, the same each time', () => {
    expect(run(folder)).toBe(0);
    const module = written('src/price/catalogue.generated.ts');
    expect(module).toContain("export const catalogueAsOf = '2026-09-23';");
    expect(module).toContain(
      `  openai: {
    'gpt-9': [1, 2, null, null, null, null, null, 't', [[2, 2, null, null, null, 9]]],
    o9: [3, 4, null, null, null, null, null, ''],
  },`,
    );
    const report = written('docs/prices.md');
    expect(report).toContain('| gpt-9 | 1 | 2 | – | – | – | – | 2026-09-23 | genai-prices |');
    expect(report).toContain('| ↳ above 9 input tokens | 2 | 2 | – | – | | | | |');
    for (const text of [module, report]) expect(text).not.toContain(folder);
    expect(generate(folder)).toEqual(generate(folder));
  });

  it('tells with --check whether the files are what the folder gives', () => {
    run(folder);
    expect(run(folder, '--check')).toBe(0);
    writeFileSync(joinPath(folder, 'root/docs/prices.md'), 'old');
    expect(run(folder, '--check')).toBe(1);
    expect(written('docs/prices.md')).toBe('old');
  });

  it('says how it is used', () => {
    expect([run(), run('--check'), run(folder, 'more')]).toEqual([1, 1, 1]);
    expect(console.error).toHaveBeenCalledWith('npm run catalogue -- <folder> [--check]');
  });

  it.each([
    ['genai-prices/data-npm-0.1.10.json', '{', /0\.1\.10\.json is not JSON/],
    ['PROVENANCE.md', '| models.dev/compiled.json | commit 2026-07-02 |', /does not say when genai-prices/],
  ])('stops at a broken %s', (name, content, problem) => {
    writeFileSync(joinPath(folder, name), content);
    expect(() => run(folder)).toThrow(problem);
  });

  it('stops at a folder that holds something else', () => {
    expect(() => run(joinPath(folder, 'root'))).toThrow(/cannot be read: the folder must hold/);
    rmSync(joinPath(folder, 'gateway'), { recursive: true });
    expect(() => run(folder)).toThrow(/gateway-language-model-ids\.json cannot be read/);
  });
});
