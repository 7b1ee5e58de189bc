import { describe, expect, it } from 'vitest';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask } from '../routed-harness.js';

const calls = 4_000;
const everyMs = 25;

/** Two targets, each of which answers in 0.3 to 0.5 s, and a few of its answers in 4 to 8 s. */
async function run(slowRatio: number, hedge: false | { maxRatio: number }) {
  const world = fakeWorld();
  let requests = 0;
  const script = (): Script => {
    requests++;
    const isSlow = world.random() < slowRatio;
    return { text: 'hello', afterMs: isSlow ? 4_000 + world.random() * 4_000 : 300 + world.random() * 200 };
  };
  const routed = createRouted({
    world,
    hedge,
    targets: { a: scriptedModel({ script, world }), b: scriptedModel({ script, world, modelId: 'b' }) },
    routes: { simple: ['a', 'b'], medium: ['a', 'b'], complex: ['a', 'b'] },
  });
  const latencies: number[] = [];
  for (let call = 0; call < calls; call++) {
    const sinceMs = world.monotonicMs();
    void routed('auto')
      .doGenerate(ask())
      .then(() => latencies.push(world.monotonicMs() - sinceMs));
    await world.advance(everyMs);
  }
  await world.advance(60_000);
  latencies.sort((one, other) => one - other);
  const quantile = (ratio: number) => Math.round(latencies[Math.ceil(ratio * calls) - 1] as number);
  return {
    answered: latencies.length,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    p999Ms: quantile(0.999),
    extraRatio: requests / calls - 1,
  };
}

describe('a tail of slow answers', () => {
  // At 5 % the slow answers are the p95 themselves, so that some hedges come later than they should.
  it.each([
    [0.02, 1_000],
    [0.05, 2_000],
  ])(
    'of %d of all is cut off by hedging a twentieth of the calls: p99 below %i ms',
    async (slowRatio, mostMs) => {
      const without = await run(slowRatio, false);
      const hedged = await run(slowRatio, { maxRatio: 0.05 });
      console.log(
        `${slowRatio} slow\n without ${JSON.stringify(without)}\n hedged  ${JSON.stringify(hedged)}`,
      );
      expect([without.answered, hedged.answered]).toEqual([calls, calls]);
      expect(without.extraRatio).toBe(0);
      expect(hedged.extraRatio).toBeLessThanOrEqual(0.05);
      expect(without.p99Ms).toBeGreaterThan(4_000);
      expect(hedged.p99Ms).toBeLessThan(mostMs);
    },
    120_000,
  );
});
