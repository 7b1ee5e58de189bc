import { generateText, streamText } from 'ai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BudgetExceededError, createRouted, type RoutedEvent } from '../../../../src/index.js';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { startSandbox } from '../../../../src/sandbox/index.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.5 });
});
afterAll(() => sandbox.close());

const prompt = 'Translate: Hello world to Vietnamese';
const maxOutputTokens = 300;

async function reservationOfOneCall(): Promise<number> {
  let reserved = 0;
  const onEvent = (event: RoutedEvent) => {
    if (event.type === 'budget-reserved') reserved = event.reservedNanoUsd;
  };
  const routed = createRouted({
    apiKey: sandbox.apiKey,
    baseURL: sandbox.url,
    onEvent,
    budget: { overall: { perMonthUsd: 1 } },
  });
  await generateText({ model: routed('deepseek-v3.2'), prompt, maxOutputTokens });
  return reserved;
}

it('97: of 200 calls at once on a budget for 50, 50 are sent, and what they cost is what is told', async () => {
  const reservedNanoUsd = await reservationOfOneCall();
  const before = sandbox.requests().total;
  const charges: number[] = [];
  let overall = 0;
  let most = 0;
  const budgetUsd = (50 * reservedNanoUsd) / 1e9;
  const routed = createRouted({
    apiKey: sandbox.apiKey,
    baseURL: sandbox.url,
    budget: { overall: { perMonthUsd: budgetUsd } },
    onEvent(event) {
      if (event.type === 'budget-reserved') overall += event.reservedNanoUsd;
      if (event.type === 'budget-settled') {
        overall += event.chargedNanoUsd - event.reservedNanoUsd;
        charges.push(event.chargedNanoUsd);
      }
      most = Math.max(most, overall);
    },
  });
  const model = routed('deepseek-v3.2', { fallback: false });
  const calls = Array.from({ length: 200 }, (_, index) =>
    index % 2 === 0
      ? generateText({ model, prompt, maxOutputTokens }).then(({ text }) => text)
      : streamed(streamText({ model, prompt, maxOutputTokens, onError: () => {} })),
  );
  const results = await Promise.allSettled(calls);
  const answered = results.filter(({ status }) => status === 'fulfilled');
  const refused = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []));
  expect(answered).toHaveLength(50);
  expect(refused).toHaveLength(150);
  for (const error of refused) expect(BudgetExceededError.isInstance(error)).toBe(true);
  expect(sandbox.requests().total - before).toBe(50);
  expect(charges).toHaveLength(50);
  expect(most).toBe(50 * reservedNanoUsd);
  expect(overall).toBe(routed.report().totals.costNanoUsd);
}, 30_000);

async function streamed({ fullStream }: { fullStream: AsyncIterable<{ type: string; error?: unknown }> }) {
  for await (const part of fullStream) if (part.type === 'error') throw part.error;
}
