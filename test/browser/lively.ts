import { APICallError } from '@ai-sdk/provider';
import type { ModelPart } from '../../src/core/model.js';
import type { DashboardSource } from '../../src/dashboard/index.js';
import type { RoutedProvider } from '../../src/index.js';
import { createRouted } from '../../src/index.js';
import { type FakeWorld, fakeWorld, type Script, scriptedModel } from '../../src/testing/index.js';

export interface Lively extends DashboardSource {
  readonly routed: RoutedProvider;
  readonly world: FakeWorld;
  /** Calls for as long as this, some a second. */
  live(forMs: number, onStep?: (stepMs: number) => Promise<unknown>): Promise<void>;
}

const prompts = [
  'Translate: Good morning to Vietnamese',
  'Summarize the following minutes of a meeting in three sentences: first we spoke of the budget, then of hiring.',
  'Prove that the square root of 2 is irrational, and generalise to every prime.',
  'What is the capital of Peru?',
  'Write a TypeScript function that parses RFC 3339 dates, with tests, and handle leap seconds.',
];

/** A provider whose targets are played, in a world whose time is moved: two minutes of calls take a moment. */
export function lively(): Lively {
  const world = fakeWorld({ startWallMs: 1_795_000_000_000 });
  const failsFromMs = 55_000;
  const failsUntilMs = 90_000;
  const target = (modelId: string, input: number, output: number, firstMs: number, failing = false) => ({
    model: scriptedModel({
      world,
      modelId,
      provider: 'demo.chat',
      script: (): Script => {
        const nowMs = world.monotonicMs();
        if (failing && nowMs > failsFromMs && nowMs < failsUntilMs)
          return { error: unavailable(), afterMs: 80 };
        const outputTokens = 60 + Math.floor(world.random() * 400);
        // Three parts to the first content, and as many words as make it three times as long.
        return {
          parts: partsOf(120, outputTokens),
          eachAfterMs: (firstMs / 3) * (0.7 + world.random() * 0.9),
        };
      },
    }),
    price: { inputUsdPerMTok: input, outputUsdPerMTok: output },
  });
  const routed = createRouted({
    world,
    baseline: 'gpt-4.1',
    breaker: { minimumAttempts: 3, windowMs: 10_000 },
    targets: {
      'deepseek-v3.2': target('deepseek-v3.2', 0.28, 0.42, 420),
      'gemini-2.5-flash': target('gemini-2.5-flash', 0.3, 2.5, 310),
      'claude-sonnet-4.5': target('claude-sonnet-4.5', 3, 15, 900, true),
      'gpt-4.1': target('gpt-4.1', 2, 8, 640),
    },
    routes: {
      simple: ['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1'],
      medium: ['gemini-2.5-flash', 'gpt-4.1', 'claude-sonnet-4.5'],
      complex: ['claude-sonnet-4.5', 'gpt-4.1', 'gemini-2.5-flash'],
    },
  });
  let asked = 0;

  async function ask(): Promise<void> {
    const text = prompts[asked++ % prompts.length] as string;
    const settings = { tenant: asked % 3 === 0 ? 'acme' : 'globex', tags: { feature: 'chat' } };
    const { stream } = await routed('auto').doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
      providerOptions: { routed: settings },
    });
    const reader = stream.getReader();
    while (!(await reader.read()).done);
  }

  return {
    routed,
    world,
    report: () => routed.report(),
    ledger: routed.ledger,
    nowMs: () => world.wallMs(),
    async live(forMs, onStep) {
      const untilMs = world.monotonicMs() + forMs;
      const open: Promise<void>[] = [];
      while (world.monotonicMs() < untilMs) {
        open.push(ask().catch(() => {}));
        const busy = 0.6 + 0.4 * Math.sin(world.monotonicMs() / 14_000);
        const stepMs = 90 + (world.random() * 420) / busy;
        await world.advance(stepMs);
        await onStep?.(stepMs);
      }
      if (onStep !== undefined) return;
      await world.advance(5_000);
      await Promise.all(open);
    },
  };
}

const words = ['Here ', 'it ', 'is, ', 'as ', 'you ', 'asked.'];
const partsOf = (inputTokens: number, outputTokens: number): ModelPart[] => [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
  ...words.map(delta => ({ type: 'text-delta' as const, id: '0', delta })),
  { type: 'text-end', id: '0' },
  {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: { total: inputTokens, noCache: inputTokens, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: outputTokens, text: outputTokens, reasoning: 0 },
    },
  },
];

const unavailable = () =>
  new APICallError({
    message: 'Service Unavailable',
    url: 'https://upstream.example/v1',
    requestBodyValues: {},
    statusCode: 503,
    isRetryable: true,
  });
