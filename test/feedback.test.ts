import { generateText, streamText } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoutedReport } from '../src/index.js';
import { createRouted } from '../src/index.js';
import type { Sandbox } from '../src/sandbox/index.js';
import { startSandbox } from '../src/sandbox/index.js';
import { createRouted as createRoutedV1 } from '../src/v1.js';
import { createRouted as createRoutedV2 } from '../src/v2.js';
import { createRouted as createRoutedV3 } from '../src/v3.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyRatio: 0.02 });
});
afterAll(() => sandbox.close());

const prompt = 'Translate: Hello world to Vietnamese';
const at = () => ({ apiKey: sandbox.apiKey, baseURL: sandbox.url });
const reportIn = ({ providerMetadata }: { providerMetadata: unknown }) =>
  (providerMetadata as { routed: RoutedReport }).routed;

it('what an application says of answers, by the callId that the SDK hands it, moves its next call', async () => {
  const routed = createRouted({ ...at(), learning: {} });
  const first = reportIn(await generateText({ model: routed('auto'), prompt }));
  expect(await routed.feedback(first.callId, { score: 0 })).toBe(true);
  const answeredBy = [first.target];
  while (answeredBy.length < 6 && answeredBy.at(-1) === first.target) {
    const stream = streamText({ model: routed('auto'), prompt });
    await stream.consumeStream();
    const { callId, target } = reportIn({ providerMetadata: await stream.providerMetadata });
    answeredBy.push(target);
    if (target === first.target) expect(await routed.feedback(callId, { score: 0 })).toBe(true);
  }
  expect(answeredBy.length).toBeGreaterThan(3);
  const last = reportIn(await generateText({ model: routed('auto'), prompt }));
  expect(last.target).not.toBe(first.target);
  expect(last.task).toBe(first.task);
  expect(last.reasons.join()).toContain('learned from use at this task');
});

it('two bad targets in a row keep no call from the third that is good, of the targets that come along', async () => {
  const routed = createRouted({ ...at(), learning: {} });
  const answeredBy: string[] = [];
  for (let count = 0; count < 25; count++) {
    const ask = `Translate to Vietnamese: Hello world number ${count}`;
    const { callId, target } = reportIn(await generateText({ model: routed('auto'), prompt: ask }));
    answeredBy.push(target as string);
    await routed.feedback(callId, { score: target === 'gpt-4.1' ? 1 : 0 });
  }
  expect(new Set(answeredBy)).toEqual(new Set(['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1']));
  expect(new Set(answeredBy.slice(15))).toEqual(new Set(['gpt-4.1']));
});

describe.each([
  ['v1', createRoutedV1],
  ['v2', createRoutedV2],
  ['v3', createRoutedV3],
] as const)('the door %s', (_, create) => {
  it('takes feedback of a call that was made through another copy of the instance', async () => {
    const name = `feedback-${_}`;
    const routed = createRouted({ ...at(), name, learning: {} });
    const { callId } = reportIn(await generateText({ model: routed('auto'), prompt }));
    const door = create({ ...at(), name, learning: {} });
    expect(await door.feedback(callId, { score: 1 })).toBe(true);
    expect(await create({ ...at(), name }).feedback(callId, { score: 1 })).toBe(false);
    await expect(door.feedback(callId, { score: 2 })).rejects.toThrow('feedback.score');
  });
});
