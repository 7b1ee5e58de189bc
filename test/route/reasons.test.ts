import { expect, it } from 'vitest';
import { asking, harness, reportIn } from '../layers/routed-harness.js';

it('the reasons of a plan are told of a forced target too', async () => {
  const { routed } = harness({ a: 'hello' }, { extras: { a: { expectedFirstContentMs: 900 } } });
  const reasonsOf = async (settings: Record<string, unknown>) =>
    reportIn(await routed('a').doGenerate(asking(settings))).reasons;
  expect(await reasonsOf({ maxLatencyMs: 10 })).toEqual([expect.stringContaining('maxLatencyMs (10)')]);
  expect(await reasonsOf({})).toEqual([]);
});
