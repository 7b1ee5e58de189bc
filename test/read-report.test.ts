import { describe, expect, it } from 'vitest';
import { createRouted } from '../src/index.js';
import { fakeWorld } from '../src/testing/index.js';
import { ask, harness, httpError, outcomeOf } from './layers/routed-harness.js';

describe('what the report says of circuits', () => {
  it.each([
    ['closed', httpError(429, { headers: { 'retry-after': '7' } }), 'closed', 'closed'],
    ['open, then half-open, while a refused key cools', httpError(401), 'open', 'half-open'],
    ['open, then half-open, while a spent quota cools', httpError(402), 'open', 'half-open'],
  ])('is %s', async (_, error, atOnce, later) => {
    const { routed, world } = harness({ a: { error } });
    outcomeOf(routed('auto').doGenerate(ask()));
    await world.settle();
    const { circuit, retryAfterMs } = routed.report().targets.a ?? {};
    expect(circuit).toBe(atOnce);
    expect(retryAfterMs).toBeGreaterThan(4_000);
    await world.advance(6_000);
    expect(routed.report().targets.a).toMatchObject({ circuit: later });
    expect(routed.report().targets.a?.retryAfterMs).toBeGreaterThan(500);
  });

  it('knows those of targets that were named on the spot, once they were used', async () => {
    const world = fakeWorld();
    const routed = createRouted({
      world,
      apiKey: 'key-of-the-test',
      retry: false,
      fetch: async () => new Response('{"error":{"message":"no"}}', { status: 500 }),
    });
    const model = routed('holysheep/some-model');
    routed('holysheep/another-model');
    for (let number = 0; number < 5; number++) {
      outcomeOf(model.doGenerate(ask()));
      await world.settle();
    }
    const { targets } = routed.report();
    expect(targets['holysheep/some-model']).toMatchObject({ requests: 5, errors: 5, circuit: 'open' });
    expect(targets['holysheep/some-model']?.retryAfterMs).toBeGreaterThan(4_000);
    expect(targets).not.toHaveProperty('holysheep/another-model');
  });
});

it('adds what a call cost that its caller left to its target, and does not count it as a request', async () => {
  const parts = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'a few words that were paid for' },
  ] as const;
  const { routed } = harness({ a: { parts, thenHang: true } });
  const { stream } = await routed('auto').doStream(ask());
  await stream.cancel(new Error('enough'));
  const { totals, targets } = routed.report();
  expect(totals).toMatchObject({ calls: 1, cancelled: 1 });
  expect(totals.costUsd).toBeGreaterThan(0);
  expect(targets.a).toMatchObject({ requests: 0, errors: 0, costUsd: totals.costUsd });
});
