import { describe, expect, it } from 'vitest';
import { asking, harness, httpError, outcomeOf, reportIn } from '../routed-harness.js';

const priced = (usd: number) => ({ price: { inputUsdPerMTok: usd, outputUsdPerMTok: usd } });
/** Came with a good status, so that its tokens may have been billed. */
const charged = { error: httpError(200) };
/** Pays for one attempt at 1,000 USD per million tokens at its upper bound, and for no second after the first was charged. */
const maxCostUsd = 0.31;

describe('what is left of maxCostUsd', () => {
  it('passes over a target that it does not pay for any more, to one that it does', async () => {
    const { routed, models, eventsOf } = harness(
      { a: charged, b: 'from b', c: 'from c' },
      { extras: { a: priced(1_000), b: priced(1_000), c: priced(1) } },
    );
    const result = await routed('auto').doGenerate(asking({ maxCostUsd }));
    expect(reportIn(result).attempts).toMatchObject([
      { target: 'a', outcome: 'failed' },
      { target: 'b', outcome: 'skipped', errorClass: 'budget' },
      { target: 'c', outcome: 'ok' },
    ]);
    expect(models.b?.calls).toHaveLength(0);
    expect(eventsOf('failover')).toMatchObject([{ from: 'a', to: 'c' }]);
  });

  it('where it pays for nobody, leaves the failure that used it up', async () => {
    const { routed, models, world, events } = harness(
      { a: charged, b: 'from b' },
      { extras: { a: priced(1_000), b: priced(1_000) } },
    );
    const outcome = outcomeOf(routed('auto').doGenerate(asking({ maxCostUsd })));
    await world.settle();
    expect(events.some(({ type }) => type === 'retry-wait' || type === 'failover')).toBe(false);
    expect(outcome.error).toMatchObject({ statusCode: 200, isRetryable: false });
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 0]);
  });
});
