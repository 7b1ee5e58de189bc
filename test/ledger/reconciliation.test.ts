import { writeSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HistoryOptions } from './history.js';
import { play } from './history.js';
import { expectSound, reconcile } from './reconcile.js';

/** Whatever an upstream may say of its tokens and its cost. */
const garbage = fc.oneof(
  fc.anything(),
  fc.record({
    inputTokens: fc.oneof(
      fc.anything(),
      fc.record({ total: figure(), cacheRead: figure(), cacheWrite: figure() }),
    ),
    outputTokens: fc.oneof(fc.anything(), fc.record({ total: figure(), reasoning: figure() })),
    raw: fc.oneof(fc.anything(), fc.record({ cost: figure(), cost_in_usd_ticks: figure() })),
  }),
);
function figure() {
  return fc.oneof(
    fc.double(),
    fc.integer(),
    fc.string(),
    fc.maxSafeNat(),
    fc.constantFrom(1e9, 1e8, 1e7, null),
  );
}

const judges = ['priced', 'unpriced', 'none'] as const;

it('names one sum in every book, after 10,000 concurrent calls that met everything', async () => {
  const calls = 10_000;
  const history = await play({ seed: 7, calls, judge: 'priced' });
  const figures = reconcile(history, calls);
  writeSync(1, `reconciled: ${JSON.stringify({ ...figures, mostInFlight: history.mostInFlight })}\n`);
  expect(history.mostInFlight).toBeGreaterThan(calls / 2);
  // Else it would prove nothing.
  for (const [name, figure] of Object.entries(figures)) expect([name, figure > 50]).toEqual([name, true]);
}, 120_000);

it('names one sum in every book, whatever the history', async () => {
  const histories = fc.record<HistoryOptions>({
    seed: fc.nat(1_000_000),
    calls: fc.integer({ min: 1, max: 40 }),
    judge: fc.constantFrom(...judges),
  });
  await fc.assert(
    fc.asyncProperty(histories, async history => {
      reconcile(await play(history), history.calls);
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('stays with whole numbers that can be added, whatever upstreams say of their tokens and costs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000), fc.array(garbage, { minLength: 1 }), async (seed, told) => {
      const usage = (random: () => number) => told[Math.floor(random() * told.length)];
      const { routed, sunk } = await play({ seed, calls: 12, judge: 'priced', usage });
      for (const record of sunk) expectSound(record);
      const { totals } = routed.report();
      const sums = [totals.costNanoUsd, totals.inputTokens, totals.outputTokens];
      expect(sums.every(sum => Number.isSafeInteger(sum) && sum >= 0)).toBe(true);
      // Nobody pays a fortune for a sentence, whatever its target claims.
      expect(totals.costUsd).toBeLessThan(12 * 5 * 160);
    }),
    { numRuns: 25 },
  );
}, 120_000);
