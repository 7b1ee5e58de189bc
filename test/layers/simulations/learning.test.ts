import { describe, expect, it, vi } from 'vitest';
import type { Classifier } from '../../../src/core/classification.js';
import type { ModelOptions } from '../../../src/core/model.js';
import type { RoutedOptions } from '../../../src/options.js';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { result, calls as toolCall, tools, user } from '../../prompt/step/prompts.js';
import { ask, reportIn } from '../routed-harness.js';

const byWord: Classifier = {
  name: 'by-word',
  classify: ({ ask: text }) => ({
    tier: 'simple',
    score: 0.1,
    confidence: 1,
    task: text.split(' ')[0] as string,
    reasons: [],
  }),
};

const two: Pick<RoutedOptions, 'routes'> & { readonly ids: readonly string[] } = {
  ids: ['cheap', 'dear'],
  routes: { simple: ['cheap', 'dear'], medium: ['dear'], complex: ['dear'] },
};
const three: typeof two = {
  ids: ['cheap', 'middle', 'dear'],
  routes: { simple: ['cheap', 'middle', 'dear'], medium: ['middle', 'dear'], complex: ['dear'] },
};

/** Targets whose answers are good so often; each answer is judged by its reader, 1 or 0. */
function setUp(explorationRatio: number, seed = 1, { ids, routes } = two) {
  const world = fakeWorld({ seed });
  const reader = fakeWorld({ seed: seed + 1_000 });
  const routed = createRouted({
    world,
    classifier: byWord,
    learning: { explorationRatio },
    targets: Object.fromEntries(ids.map(id => [id, scriptedModel({ script: 'x', world, modelId: id })])),
    routes,
  });
  const targetOf = async (options: ModelOptions) => reportIn(await routed('auto').doGenerate(options)).target;

  /** Who answered each of so many calls. */
  async function play(count: number, goodRatio: Readonly<Record<string, number>>, text = 'write this') {
    const answeredBy: string[] = [];
    for (let at = 0; at < count; at++) {
      const { callId, target } = reportIn(await routed('auto').doGenerate(ask(text)));
      answeredBy.push(target as string);
      const score = reader.random() < (goodRatio[target as string] as number) ? 1 : 0;
      await routed.feedback(callId, { score });
    }
    return answeredBy;
  }

  const shareOfCheap = (answeredBy: readonly string[]) =>
    answeredBy.filter(target => target === 'cheap').length / answeredBy.length;
  return { world, routed, play, shareOfCheap, targetOf };
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('two targets, and readers who say how good each answer was', () => {
  it.each(seeds)(
    'a task at which the cheap one is bad is left to the other within 40 calls (seed %d)',
    async seed => {
      const { play, shareOfCheap } = setUp(0, seed);
      await play(40, { cheap: 0.3, dear: 0.95 });
      expect(shareOfCheap(await play(200, { cheap: 0.3, dear: 0.95 }))).toBeLessThan(0.2);
      expect(shareOfCheap(await play(50, { cheap: 0.95, dear: 0.95 }, 'count this'))).toBe(1);
    },
  );

  it.each(seeds)(
    'readers who are content nine times of ten move nobody, whatever their luck (seed %d)',
    async seed => {
      const { play, shareOfCheap } = setUp(0, seed);
      expect(shareOfCheap(await play(1_000, { cheap: 0.9, dear: 0.95 }))).toBe(1);
    },
  );

  it.each(seeds)('what has got well comes back where calls explore (seed %d)', async seed => {
    const { play, shareOfCheap } = setUp(0.1, seed);
    await play(100, { cheap: 0.1, dear: 0.95 });
    expect(shareOfCheap(await play(100, { cheap: 0.1, dear: 0.95 }))).toBeLessThan(0.15);
    await play(3_000, { cheap: 0.95, dear: 0.95 });
    expect(shareOfCheap(await play(300, { cheap: 0.95, dear: 0.95 }))).toBeGreaterThan(0.85);
  });

  it('explores in no more calls than it may, and in none of those that must not', async () => {
    const { play, shareOfCheap, targetOf, routed, world } = setUp(0.1);
    const share = shareOfCheap(await play(1_000, { cheap: 0.95, dear: 0.95 }));
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1);
    const drawn = vi.spyOn(world, 'random').mockReturnValue(0.01);
    const loop: ModelOptions = { prompt: [user('write this'), toolCall('c'), result('c')], tools };
    const said = (routedOptions: object) =>
      ask('write this', { providerOptions: { routed: routedOptions as never } });
    // The first call of a session may, its others not: it is begun where nothing is drawn.
    routed.explain('write this');
    for (const options of [loop, said({ priority: 'critical' }), said({ target: 'cheap' })])
      expect(await targetOf(options)).toBe('cheap');
    expect(drawn).not.toHaveBeenCalled();
    await targetOf(said({ session: 's' }));
    const before = drawn.mock.calls.length;
    expect(before).toBeGreaterThan(0);
    await targetOf(said({ session: 's' }));
    expect(drawn).toHaveBeenCalledTimes(before);
  });

  it('repeats with its seed, and takes no chance where it does not explore', async () => {
    const run = async (seed: number) => setUp(0.1, seed).play(600, { cheap: 0.7, dear: 0.95 });
    expect(await run(5)).toEqual(await run(5));
    expect(await run(6)).not.toEqual(await run(5));
    const { play, world } = setUp(0);
    const drawn = vi.spyOn(world, 'random');
    await play(50, { cheap: 0.3, dear: 0.95 });
    expect(drawn).not.toHaveBeenCalled();
  });
});

describe('three targets', () => {
  it('of which two are always bad: the third has every call after a dozen, though nothing is drawn', async () => {
    const { play } = setUp(0, 1, three);
    const answeredBy = await play(60, { cheap: 0, middle: 0, dear: 1 });
    expect(answeredBy.slice(12).filter(target => target !== 'dear')).toEqual([]);
  });

  it.each(seeds)(
    'of which the first is always bad and the second every other time: the third has every call in the end (seed %d)',
    async seed => {
      const { play } = setUp(0, seed, three);
      const lot = { cheap: 0, middle: 0.5, dear: 1 };
      const first = await play(60, lot);
      expect(first.filter(target => target === 'cheap').length).toBeLessThan(10);
      expect(new Set(await play(100, lot))).toEqual(new Set(['dear']));
    },
  );

  it.each(seeds)('that are good nine times of ten stay as they are (seed %d)', async seed => {
    const { play, shareOfCheap } = setUp(0, seed, three);
    expect(shareOfCheap(await play(1_000, { cheap: 0.9, middle: 0.95, dear: 0.95 }))).toBe(1);
  });

  it.each(seeds)(
    'of which two are bad are left to the third where calls explore, too (seed %d)',
    async seed => {
      const { play } = setUp(0.1, seed, three);
      await play(40, { cheap: 0, middle: 0, dear: 0.95 });
      const next = await play(200, { cheap: 0, middle: 0, dear: 0.95 });
      expect(next.filter(target => target === 'dear').length).toBeGreaterThan(170);
    },
  );
});
