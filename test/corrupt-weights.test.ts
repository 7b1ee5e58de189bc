import { generateText } from 'ai';
import { expect, it, vi } from 'vitest';
import { byRules } from '../src/classify/by-rules.js';
import type { RoutedEvent } from '../src/index.js';
import { createRouted } from '../src/index.js';
import { traitsOfText } from '../src/prompt/traits-of.js';
import { scriptedModel } from '../src/testing/index.js';

vi.mock(import('../src/classify/learned/weights.generated.js'), async original => {
  const { weights } = await original();
  return { weights: { ...weights, base64: weights.base64.replace('A', 'B') } };
});

it('corrupt weights: the rules route the calls, and one event says so', async () => {
  const events: RoutedEvent[] = [];
  const routed = createRouted({
    targets: { one: scriptedModel({ script: 'hello' }) },
    onEvent: event => events.push(event),
  });
  const prompt = 'Prove that there are infinitely many primes.';
  await generateText({ model: routed('auto'), prompt });
  await generateText({ model: routed('auto'), prompt });
  expect(routed.classify(prompt)).toMatchObject(byRules.classify(traitsOfText(prompt)));
  const told = events.filter(({ type }) => type === 'warning');
  expect(told).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/learned classifier.*checksum.*rules judge/) }),
  ]);
});
