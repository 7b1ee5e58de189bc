import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock, count, duration, percent, usd, visible } from '../../../src/dashboard/plots/index.js';

describe('figures', () => {
  it.each([
    [0, '$0'],
    [12.345, '$12.35'],
    [1_234_567.891, '$1,234,567.89'],
    [0.5, '$0.50'],
    [0.0123456, '$0.0123'],
    [0.001, '$0.001'],
    [0.00000184, '$0.00000184'],
    [0.000000001, '$0.000000001'],
    [-0.25, '−$0.25'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%s USD reads %s', (value, text) => expect(usd(value)).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [5, '5 ms'],
    [840.4, '840 ms'],
    [1_000, '1 s'],
    [1_240, '1.24 s'],
    [12_340, '12.3 s'],
    [60_000, '1 min'],
    [185_000, '3 min 5 s'],
    [7_500_000, '2 h 5 min'],
    [null, '–'],
  ])('%s ms reads %s', (value, text) => expect(duration(value)).toBe(text));

  it.each([
    [0, '0'],
    [0.25, '0.25'],
    [0.5, '0.5'],
    [10, '10'],
    [100, '100'],
    [12.34, '12.3'],
    [12_345, '12,345'],
    [1_200_000, '1.2M'],
    [3_000_000_000, '3B'],
    [null, '–'],
  ])('a count of %s reads %s', (value, text) => expect(count(value)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.1234, '12.3 %'],
    [1, '100 %'],
    [-0.5, '−50.0 %'],
    [null, '–'],
  ])('a ratio of %s reads %s', (value, text) => expect(percent(value)).toBe(text));

  it('never says NaN, Infinity, or an exponent of money', () => {
    fc.assert(
      fc.property(fc.double(), value => {
        for (const text of [usd(value), duration(value), count(value), percent(value)])
          expect(text).not.toMatch(/NaN|Infinity|undefined/);
        if (Math.abs(value) < 1e20) expect(usd(value)).not.toMatch(/e/);
      }),
    );
  });

  it('USD keep to within half a percent of what they tell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 15 }), nano => {
        const told = Number(usd(nano / 1e9).replace(/[$,]/g, ''));
        expect(Math.abs(told - nano / 1e9)).toBeLessThanOrEqual((nano / 1e9) * 0.0051);
      }),
    );
  });

  it('a clock tells seconds only where ticks are closer than a minute, and days where they are days', () => {
    const at = new Date(2026, 10, 27, 14, 5, 30).getTime();
    expect([clock(at), clock(at, 60_000), clock(at, 86_400_000)]).toEqual(['14:05:30', '14:05', '27 Nov']);
  });
});

describe('a name', () => {
  it.each([
    ['gpt-4.1', 'gpt-4.1'],
    ['abc\u202Etxt', 'abc⟨U+202E⟩txt'],
    ['a\u0000\n\u200B', 'a⟨U+0000⟩⟨U+000A⟩⟨U+200B⟩'],
    ['模型 👩‍🔬', '模型 👩‍🔬'],
  ])('%j is shown as %j', (given, shown) => expect(visible(given)).toBe(shown));

  it('is cut when it is long', () => {
    expect(visible('x'.repeat(1_000_000))).toHaveLength(200);
  });
});
