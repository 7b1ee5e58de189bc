import { describe, expect, it } from 'vitest';
import type { Played, Weather } from './changing-world.js';
import { playWeather, regretOf, shareOf } from './changing-world.js';

const minutes = (count: number) => count * 60_000;

/** The fastest becomes the slowest, comes back, and is outrun by the one that was last; six minutes each. */
const changing: Weather = atMs => {
  const phase = Math.min(3, Math.floor(atMs / minutes(6)));
  return { a: [400, 4_000, 400, 1_500][phase] as number, b: 900, c: phase === 3 ? 300 : 1_500 };
};
const inPhase = (phase: number) => (one: Played) => Math.floor(one.atMs / minutes(6)) === phase;
const at = (target: string) => (one: Played) => one.target === target;
const usual = (one: Played) => !one.wasExplored;

describe.each(['stream', 'generate'] as const)('fastest, with targets whose speed changes, by %s', mode => {
  it('leaves a target that became slow, and finds it again when it is fast', async () => {
    const { played } = await playWeather(changing, { calls: 2_880, everyMs: 500, mode });
    const left = played.filter(inPhase(1)).filter(usual);
    // Eight of them are under way before the first slow answer is there.
    expect(left.findIndex(one => !at('a')(one))).toBeLessThan(40);
    expect(shareOf(left.slice(60), at('a'))).toBeLessThan(0.02);
    const back = played.filter(inPhase(2)).filter(usual);
    const againAtMs = back.find(at('a'))?.atMs as number;
    expect(againAtMs - minutes(12)).toBeLessThan(minutes(4));
    expect(shareOf(back.slice(480), at('a'))).toBeGreaterThan(0.9);
  }, 60_000);

  it('tries a target without a history, and takes it where it is faster', async () => {
    const weather: Weather = () => ({ old: 900, fresh: 300 });
    const { played } = await playWeather(weather, { calls: 1_200, everyMs: 500, mode });
    const first = played.findIndex(at('fresh'));
    expect(played[first]?.wasExplored).toBe(true);
    expect(first).toBeLessThan(200);
    expect(shareOf(played.slice(first + 60), at('fresh'))).toBeGreaterThan(0.95);
  }, 60_000);

  it.each([
    ['nothing is expected', {}, 500, 0.4],
    ['nothing is expected, calls are rare', {}, 2_000, 0.45],
    ['what is expected is right', { a: 500, b: 900, c: 1_400 }, 500, 0.35],
    ['what is expected is wrong', { a: 1_400, b: 500, c: 900 }, 500, 0.42],
  ])(
    'takes little longer than an oracle would, where %s',
    async (_, expected, everyMs, mostRegret) => {
      const calls = minutes(24) / everyMs;
      const regrets: number[] = [];
      const still: number[] = [];
      for (const seed of [1, 2]) {
        const game = { calls, everyMs, mode, seed, expected };
        regrets.push(regretOf((await playWeather(changing, game)).played, changing));
        const options = { strategy: 'fastest', exploration: false } as const;
        still.push(regretOf((await playWeather(changing, { ...game, options })).played, changing));
      }
      const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
      expect(mean(regrets)).toBeLessThan(mostRegret);
      expect(mean(regrets)).toBeLessThan(mean(still));
    },
    60_000,
  );
});

describe('exploration', () => {
  const still: Weather = () => ({ a: 400, b: 900, c: 1_500 });

  it('is a stated share of the calls, and the same again from the same seed', async () => {
    const game = { calls: 4_000, everyMs: 500 };
    const { played } = await playWeather(still, game);
    const share = shareOf(played, one => one.wasExplored);
    expect(share).toBeGreaterThan(0.013);
    expect(share).toBeLessThan(0.027);
    expect(shareOf(played, at('a'))).toBeGreaterThan(0.95);
    expect((await playWeather(still, game)).played).toEqual(played);
    expect((await playWeather(still, { ...game, seed: 2 })).played).not.toEqual(played);
  }, 60_000);

  it('is less where calls are many: a target that is well known is not measured more', async () => {
    const { played } = await playWeather(still, { calls: 12_000, everyMs: 20 });
    const late = played.slice(6_000);
    expect(shareOf(late, one => one.wasExplored)).toBeLessThan(0.013);
  }, 60_000);

  it('brings maxLatencyMs back to a target that was late once', async () => {
    const weather: Weather = atMs => ({ a: atMs < minutes(5) ? 3_000 : 400, b: 900 });
    const options = { strategy: 'tiered' } as const;
    const settings = { maxLatencyMs: 2_000 };
    const { played } = await playWeather(weather, { calls: 2_400, everyMs: 500, options, settings });
    expect(shareOf(played.slice(60, 600).filter(usual), at('a'))).toBeLessThan(0.05);
    expect(shareOf(played.slice(1_200), at('a'))).toBeGreaterThan(0.9);
  }, 60_000);
});
