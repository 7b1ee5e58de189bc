import { NoSuchModelError } from '@ai-sdk/provider';
import { createProviderRegistry, customProvider, generateText, streamText, wrapLanguageModel } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoutedOptions } from '../src/index.js';
import {
  createRouted,
  routed as defaultRouted,
  defaultTargets,
  InvalidOptionsError,
  NoTargetFitsError,
  routedReport,
} from '../src/index.js';
import type { Sandbox } from '../src/sandbox/index.js';
import { startSandbox } from '../src/sandbox/index.js';
import { scriptedModel } from '../src/testing/index.js';
import { ask, asking, harness, outcomeOf, reportIn } from './layers/routed-harness.js';

const model = scriptedModel({ script: 'hello' });
const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
const thrownBy = (options: unknown): InvalidOptionsError => {
  try {
    createRouted(options as RoutedOptions);
  } catch (error) {
    if (InvalidOptionsError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('createRouted refuses', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['an unknown key', { tragets: {} }, 'tragets', /targets/],
    ['an unknown key further in', { retry: { maxAttemps: 3 } }, 'retry.maxAttemps', /maxAttempts/],
    [
      'a negative limit',
      { targets: { a: { model, limits: { maxConcurrent: -1 } } } },
      'targets.a.limits.maxConcurrent',
      /./,
    ],
    ['a fraction where a count is due', { retry: { maxAttempts: 1.5 } }, 'retry.maxAttempts', /./],
    ['a number written as text', { timeout: { idleMs: '5' } }, 'timeout.idleMs', /./],
    ['an unknown strategy', { strategy: 'dearest' }, 'strategy', /tiered.*cheapest.*fastest.*balanced/],
    ['an unknown preset', { targets: { a: { preset: 'acme' } } }, 'targets.a.preset', /holysheep.*openai/],
    [
      'a route that names no target',
      { targets: { a: model }, routes: { simple: ['a'], medium: ['a'], complex: ['b'] } },
      'routes.complex[0]',
      /a/,
    ],
    [
      'an empty route',
      { routes: { simple: [], medium: ['gpt-4.1'], complex: ['gpt-4.1'] } },
      'routes.simple',
      /./,
    ],
    ['a missing tier', { routes: { simple: ['gpt-4.1'], medium: ['gpt-4.1'] } }, 'routes.complex', /./],
    ['an alias loop', { aliases: { a: 'b', b: 'a' } }, 'aliases.a', /./],
    ['an alias of nothing', { aliases: { mine: 'gpt-9' } }, 'aliases.mine', /gpt-4\.1/],
    ['no target at all', { targets: {} }, 'targets', /./],
    ['both a preset and a model', { targets: { a: { preset: 'openai', model } } }, 'targets.a', /not both/],
    [
      'what is no model',
      { targets: { a: { model: { doGenerate() {} } } } },
      'targets.a.model',
      /language model/,
    ],
    [
      'a negative price',
      { targets: { a: { model, price: { inputUsdPerMTok: -1, outputUsdPerMTok: 1 } } } },
      'targets.a.price.inputUsdPerMTok',
      /./,
    ],
    [
      'a price in another unit',
      { targets: { a: { model, price: { inputUsdPerMTok: 10_001, outputUsdPerMTok: 1 } } } },
      'targets.a.price.inputUsdPerMTok',
      /./,
    ],
    ['a base URL with a user', { baseURL: 'https://user:hunter2@x.test/v1' }, 'baseURL', /user name/],
    ['a base URL that is none', { baseURL: 'ftp://x.test' }, 'baseURL', /http/],
    ['a header with a line break', { headers: { 'x-a': 'b\r\nx-evil: 1' } }, 'headers.x-a', /line break/],
    [
      'a header of the connection',
      { targets: { a: { preset: 'openai', headers: { Host: 'x' } } } },
      'targets.a.headers.Host',
      /connection/,
    ],
    ['a baseline that is no target', { baseline: 'gpt-9' }, 'baseline', /gpt-4\.1/],
    [
      'a threshold above one',
      { classifier: { confidenceThreshold: 2 } },
      'classifier.confidenceThreshold',
      /./,
    ],
    ['a ledger that is neither a function nor off', { ledger: 'calls.jsonl' }, 'ledger', /function/],
    ['a ledger that keeps a part of a call', { ledger: { keep: 1.5 } }, 'ledger.keep', /./],
    ['a listener that is none', { onEvent: 'log' }, 'onEvent', /function/],
    ['nothing', null, '', /./],
  ])('%s', (_, options, path, words) => {
    const error = thrownBy(options);
    expect(error.path).toBe(path);
    expect(`${error.message} ${error.allowed.join(' ')}`).toMatch(words);
    expect(error.message).not.toContain('hunter2');
    expect(error.isRetryable).toBe(false);
  });

  it('an unknown model id, and names the nearest', () => {
    const routed = createRouted();
    for (const id of ['gpt-4.2', 'claude-sonet-4.5', 'atuo', 'nope/gpt-4.1', '']) {
      expect(() => routed(id)).toThrow(NoSuchModelError);
    }
    expect(() => routed('gpt-4.2')).toThrow(/gpt-4\.1/);
    expect(() => routed('claude-sonet-4.5')).toThrow(/claude-sonnet-4\.5/);
    expect(() => routed('atuo')).toThrow(/auto/);
  });

  it.each(['imageModel', 'transcriptionModel', 'speechModel', 'rerankingModel'] as const)('any %s', kind => {
    expect(() => createRouted()[kind]('x')).toThrow(NoSuchModelError);
  });

  it('an unknown target, at the place where it was written, and names the nearest', async () => {
    const routed = createRouted();
    const wrong = (path: string) =>
      `Invalid option ${path}: there is no target "gpt-4.2" (near: gpt-4.1, gpt-4). Allowed: deepseek-v3.2, `;
    expect(() => routed('auto', { target: 'gpt-4.2' })).toThrow(wrong('settings.target'));
    expect(() => routed.explain('Hi', { target: 'gpt-4.2' })).toThrow(wrong('settings.target'));
    const call = asking({ target: 'gpt-4.2' });
    await expect(routed('auto').doGenerate(call)).rejects.toThrow(wrong('providerOptions.routed.target'));
  });

  it('wrong settings of a model', () => {
    expect(() => createRouted()('auto', { tier: 'huge' as never })).toThrow(/settings\.tier/);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { prority: 'high' }, /prority.*priority/s],
    ['an unknown tier', { tier: 'huge' }, /tier.*simple.*medium.*complex/s],
    ['an unknown target', { target: 'gpt-9' }, /target/],
    ['a negative deadline', { deadlineMs: -1 }, /deadlineMs/],
    ['a priority out of range', { priority: 4 }, /priority/],
    ['an empty tenant', { tenant: '' }, /tenant/],
    ['tags that are no texts', { tags: { a: 1 } }, /tags/],
    ['a tag that is a page of text', { tags: { page: 'x'.repeat(1_025) } }, /tags/],
    [
      'more tags than a record holds',
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag ${index}`, ''])) },
      /more than 50 tags/,
    ],
  ])('a call with %s, and sends nothing', async (_, routedOptions, words) => {
    const { routed, models } = harness({ a: 'hello' });
    const failing = routed('auto').doGenerate(asking(routedOptions as Record<string, unknown>));
    await expect(failing).rejects.toThrow(words);
    await expect(failing).rejects.toMatchObject({ name: 'InvalidOptionsError' });
    expect(models.a?.calls).toHaveLength(0);
  });
});

describe('a call that no target fits', () => {
  const tooLarge = ask('x'.repeat(10_000));
  it.each<[string, object, Parameters<ReturnType<typeof harness>['routed']['explain']>[0], string]>([
    ['a larger window', { contextTokens: 100 }, tooLarge, 'context-too-small'],
    [
      'tools',
      { supports: { tools: false } },
      ask('Hi', { tools: [{ type: 'function', name: 'f', inputSchema: {} }] }),
      'no-tools',
    ],
    [
      'images',
      { supports: { images: false } },
      {
        prompt: [
          {
            role: 'user',
            content: [{ type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA' } }],
          },
        ],
      },
      'no-images',
    ],
    [
      'files',
      { supports: { files: false } },
      {
        prompt: [
          {
            role: 'user',
            content: [{ type: 'file', mediaType: 'application/pdf', data: { type: 'data', data: 'AA' } }],
          },
        ],
      },
      'no-files',
    ],
  ])('for want of %s says so for each, and sends nothing', async (_, extras, call, reason) => {
    const { routed, models } = harness(
      { a: 'hello', b: 'hello' },
      { extras: { a: extras as never, b: extras as never } },
    );
    const failing = routed('auto').doGenerate(call as never);
    await expect(failing).rejects.toSatisfy(NoTargetFitsError.isInstance);
    await expect(failing).rejects.toMatchObject({
      leftOut: [
        { target: 'a', reason },
        { target: 'b', reason },
      ],
    });
    expect((models.a?.calls.length ?? 0) + (models.b?.calls.length ?? 0)).toBe(0);
    expect(routed.explain(call).leftOut).toMatchObject([{ reason }, { reason }]);
  });

  it('within its price caps', async () => {
    const { routed } = harness({ a: 'hello', b: 'hello' }, { maxOutputUsdPerMTok: 3 });
    expect(routed.explain('Hi').candidates.map(({ target }) => target)).toEqual(['a']);
    expect(routed.explain('Hi').leftOut).toMatchObject([{ target: 'b', reason: 'output-price' }]);
  });

  it('within maxCostUsd, and clamps the answer of one that does fit', async () => {
    const { routed, models } = harness({ a: 'hello', b: 'hello' });
    const { warnings } = await routed('auto').doGenerate(asking({ maxCostUsd: 0.001 }));
    expect(models.a?.calls[0]?.maxOutputTokens).toBeLessThanOrEqual(500);
    expect(models.a?.calls[0]?.maxOutputTokens).toBeGreaterThan(256);
    expect(warnings).toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(/^maxOutputTokens was set to \d+/) }),
    );
    await expect(routed('auto').doGenerate(asking({ maxCostUsd: 0.000_1 }))).rejects.toMatchObject({
      leftOut: [{ reason: 'max-cost' }, { reason: 'max-cost' }],
    });
  });
});

describe('routes', () => {
  const dear = (usd: number) => ({ model, price: { inputUsdPerMTok: usd, outputUsdPerMTok: usd } });
  const first = (options: RoutedOptions, tier: 'simple' | 'medium' | 'complex') =>
    createRouted(options)
      .explain('Hi', { tier })
      .candidates.map(({ target }) => target);

  it('are made of own targets by price, in thirds', () => {
    const targets = { c: dear(3), a: dear(1), b: dear(2) };
    expect(first({ targets }, 'simple')[0]).toBe('a');
    expect(first({ targets }, 'medium')[0]).toBe('b');
    expect(first({ targets }, 'complex')[0]).toBe('c');
  });

  it('of one target serve all tiers', () => {
    for (const tier of ['simple', 'medium', 'complex'] as const)
      expect(first({ targets: { only: model } }, tier)).toEqual(['only']);
  });

  it('are the built-in ones by default', () => {
    expect(first({}, 'simple')).toEqual(['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1']);
    expect(first({}, 'medium')).toEqual(['gemini-2.5-flash', 'gpt-4.1', 'claude-sonnet-4.5']);
    expect(first({}, 'complex')).toEqual(['claude-sonnet-4.5', 'gpt-4.1', 'gemini-2.5-flash']);
    expect(first({ targets: { ...defaultTargets, mine: model } }, 'simple')).toContain('deepseek-v3.2');
  });

  it.each([
    ['cheapest', ['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1']],
    ['fastest', ['gemini-2.5-flash', 'gpt-4.1', 'deepseek-v3.2']],
  ] as const)('ordered by %s', (strategy, order) => {
    expect(first({ strategy }, 'simple')).toEqual(order);
  });

  it('ordered by a function of the application', () => {
    expect(first({ strategy: candidates => [...candidates].reverse() }, 'simple')[0]).toBe('gpt-4.1');
  });

  it('ordered by balance put a target that is cheap and quick before one that is only cheap', () => {
    const targets = {
      slow: { model, price, expectedFirstContentMs: 10_000 },
      quick: { model, price: { inputUsdPerMTok: 1.1, outputUsdPerMTok: 2.2 }, expectedFirstContentMs: 100 },
    };
    const routes = { simple: ['slow', 'quick'], medium: ['slow'], complex: ['slow'] };
    expect(first({ targets, routes, strategy: 'balanced' }, 'simple')).toEqual(['quick', 'slow']);
  });

  it('put those that will be in time first', () => {
    const routed = createRouted();
    expect(routed.explain('Hi', { tier: 'simple', maxLatencyMs: 600 }).candidates[0]?.target).toBe(
      'gemini-2.5-flash',
    );
    const none = routed.explain('Hi', { tier: 'simple', maxLatencyMs: 1 });
    expect(none.candidates[0]?.target).toBe('gemini-2.5-flash');
    expect(none.reasons.join(' ')).toMatch(/maxLatencyMs/);
  });

  it('learn how quick a target is', async () => {
    const { routed, world } = harness(
      { a: { text: 'slow', afterMs: 500 }, b: { text: 'quick', afterMs: 50 } },
      { strategy: 'fastest' },
    );
    for (const target of ['a', 'b']) {
      const outcome = outcomeOf(routed('auto').doGenerate(asking({ target, fallback: false })));
      await world.advance(501);
      expect(outcome.value).toBeDefined();
    }
    expect(routed.explain('Hi').candidates.map(({ target }) => target)).toEqual(['b', 'a']);
  });

  it('take reasoning and defaults of an entry where the call has none', async () => {
    const targets = {
      a: { model: scriptedModel({ script: 'x' }), defaults: { temperature: 0.3, topP: 0.5 } },
    };
    const entry = { target: 'a', reasoning: 'low' as const, defaults: { temperature: 0.1 } };
    const routed = createRouted({ targets, routes: { simple: [entry], medium: ['a'], complex: ['a'] } });
    await routed('simple').doGenerate(ask());
    await routed('simple').doGenerate(ask('Hi', { temperature: 0.9, reasoning: 'high' }));
    expect(targets.a.model.calls).toMatchObject([
      { temperature: 0.1, topP: 0.5, reasoning: 'low' },
      { temperature: 0.9, reasoning: 'high' },
    ]);
  });
});

describe('a pinned target', () => {
  it.each([
    ['gpt-4', 'gpt-4.1'],
    ['holysheep-claude', 'claude-sonnet-4.5'],
    ['claude-sonnet-4-5', 'claude-sonnet-4.5'],
    ['deepseek-chat', 'deepseek-v3.2'],
  ])('is found by its alias %s', (alias, target) => {
    expect(createRouted().explain('Hi', { target: alias }).candidates[0]?.target).toBe(target);
  });

  it('of a preset is made on the spot, with the catalogue’s price', () => {
    const [candidate] = createRouted().explain('Hi', { target: 'openai/gpt-4.1' }).candidates;
    expect(candidate).toMatchObject({ target: 'openai/gpt-4.1', provider: 'openai', model: 'gpt-4.1' });
    expect(candidate?.expectedCostUsd).toBeGreaterThan(0);
  });

  it('of a preset is the instance’s own where it has it', () => {
    const { candidates } = createRouted().explain('Hi', { target: 'holysheep/gpt-4.1' });
    expect(candidates.map(({ target }) => target)).toEqual(['gpt-4.1', 'gemini-2.5-flash', 'deepseek-v3.2']);
  });

  it('shares its state with the others once there were a thousand of them', async () => {
    const seen: string[] = [];
    const routed = createRouted({
      targets: { own: { preset: 'openai', apiKey: 'sk-0123456789' } },
      retry: false,
      fetch: async (_, init) => {
        seen.push(JSON.parse(String(init?.body)).model);
        return new Response('{}', { status: 401 });
      },
    });
    const alone = { ...ask(), providerOptions: { routed: { fallback: false } } };
    const failing = async (name: string) => {
      await expect(routed(name).doGenerate(alone)).rejects.toBeDefined();
    };
    process.env.OPENAI_API_KEY = 'sk-0123456789';
    try {
      for (let index = 0; index < 1_000; index++) routed(`openai/kept-${index}`);
      await failing('openai/kept-0');
      await failing('openai/kept-1');
      await failing('openai/made-anew-0');
      // Its key was refused, so the account is left alone for a while.
      await failing('openai/made-anew-1');
    } finally {
      delete process.env.OPENAI_API_KEY;
    }
    expect(seen).toEqual(['kept-0', 'kept-1', 'made-anew-0']);
  });

  it('is found under the vendor’s dated name', () => {
    const { candidates } = createRouted().explain('Hi', { target: 'claude-sonnet-4-5-20250929' });
    expect(candidates[0]?.target).toBe('claude-sonnet-4.5');
  });
});

describe('what is told', () => {
  it('a listener that throws, or rejects, breaks no call', async () => {
    const { routed } = harness(
      { a: 'hello' },
      {
        onEvent() {
          throw new Error('mine');
        },
      },
    );
    await expect(routed('auto').doGenerate(ask())).resolves.toBeDefined();
    const rejecting = harness(
      { a: 'hello' },
      { onEvent: (() => Promise.reject(new Error('mine'))) as never },
    );
    await expect(rejecting.routed('auto').doGenerate(ask())).resolves.toBeDefined();
  });

  it('events come in order, with one call-end that carries the report, and hold no prompt', async () => {
    const { routed, events } = harness({ a: { error: new Error('x') }, b: 'an answer' });
    const result = await routed('auto').doGenerate(asking({ tags: { feature: 'search' }, tenant: 'acme' }));
    expect(events.map(({ type }) => type)).toEqual([
      'call-start',
      'classified',
      'planned',
      'attempt-start',
      'attempt-end',
      'failover',
      'attempt-start',
      'attempt-end',
      'call-end',
    ]);
    expect(new Set(events.map(({ callId }) => callId)).size).toBe(1);
    expect(events.at(-1)).toMatchObject({
      outcome: 'ok',
      tenant: 'acme',
      tags: { feature: 'search' },
      report: reportIn(result),
    });
    expect(JSON.stringify(events)).not.toMatch(/Hello world|an answer/);
  });

  it('instances of one name share what they know; others do not', async () => {
    const target = { a: { model, price } };
    const [one, other] = [
      createRouted({ name: 'shared-test', targets: target }),
      createRouted({ name: 'shared-test', targets: target }),
    ];
    const apart = createRouted({ targets: target });
    await one('auto').doGenerate(ask());
    expect(other.report().totals.calls).toBe(1);
    expect(apart.report().totals.calls).toBe(0);
  });

  it('the report adds up calls, money, tokens and targets', async () => {
    const { routed } = harness({
      a: { text: 'hello', usage: { inputTokens: 1_000, outputTokens: 500 } },
      b: 'x',
    });
    await routed('auto').doGenerate(ask());
    await routed('auto').doGenerate(ask());
    expect(routed.report()).toMatchObject({
      scope: 'process',
      totals: {
        calls: 2,
        succeeded: 2,
        failed: 0,
        costNanoUsd: 4_000_000,
        costUsd: 0.004,
        baselineCostUsd: 0.008,
        savedUsd: 0.004,
        savedRatio: 0.5,
        inputTokens: 2_000,
        outputTokens: 1_000,
      },
      targets: { a: { requests: 2, errors: 0, circuit: 'closed', costUsd: 0.004 } },
      tiers: { simple: { calls: 2, costUsd: 0.004 } },
      queue: { active: 0, waiting: 0, completed: 2, successRatio: 1 },
    });
  });

  it('a target without a price makes a call without a cost, and the report counts it', async () => {
    const routed = createRouted({ targets: { only: scriptedModel({ script: 'x' }) } });
    const report = reportIn(await routed('auto').doGenerate(ask()));
    expect(report).toMatchObject({ costNanoUsd: null, costUsd: null, savedUsd: null });
    expect(routed.report().totals.unpricedCalls).toBe(1);
  });

  it('a failed attempt that may have cost money is charged', async () => {
    const finish = {
      type: 'finish' as const,
      finishReason: { unified: 'error' as const, raw: 'x' },
      usage: {
        inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 50, text: 50, reasoning: 0 },
      },
    };
    const { routed } = harness({ a: { parts: [{ type: 'stream-start', warnings: [] }, finish] }, b: 'x' });
    const report = reportIn(await routed('auto').doGenerate(ask()));
    expect(report.attempts).toMatchObject([
      { target: 'a', outcome: 'failed' },
      { target: 'b', outcome: 'ok' },
    ]);
    expect(report.attempts[0]?.costNanoUsd).toBeGreaterThan(0);
    expect(report.costNanoUsd).toBe(
      report.attempts.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0),
    );
  });

  it('two calls at the same time cannot see each other', async () => {
    const { routed, world } = harness({
      a: (call: number) => ({ text: `answer ${call}`, afterMs: 100 - call }),
    });
    const shared = routed('auto');
    const outcomes = Array.from({ length: 20 }, (_, index) =>
      outcomeOf(shared.doGenerate(asking({ tags: { index: String(index) } }))),
    );
    await world.advance(200);
    for (const [index, { value }] of outcomes.entries())
      expect(value?.content).toEqual([{ type: 'text', text: `answer ${index}` }]);
    expect(new Set(outcomes.map(({ value }) => reportIn(value ?? {}).callId)).size).toBe(20);
  });
});

describe('as a provider of the AI SDK', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ latencyRatio: 0.02 });
  });
  afterAll(() => sandbox.close());
  const make = (options: RoutedOptions = {}) =>
    createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url, ...options });

  it('works in a registry, a custom provider, a wrapped model and by name', async () => {
    const routed = make();
    const registry = createProviderRegistry({ routed });
    const custom = customProvider({ languageModels: { mine: routed('simple') }, fallbackProvider: routed });
    const wrapped = wrapLanguageModel({ model: routed('auto'), middleware: { specificationVersion: 'v4' } });
    globalThis.AI_SDK_DEFAULT_PROVIDER = routed;
    try {
      for (const one of [
        registry.languageModel('routed:auto'),
        custom.languageModel('mine'),
        custom.languageModel('gpt-4.1'),
        wrapped,
        'auto',
      ])
        expect((await generateText({ model: one, prompt: 'Hi' })).text).toContain('simulated');
    } finally {
      globalThis.AI_SDK_DEFAULT_PROVIDER = undefined;
    }
    expect(routed.specificationVersion).toBe('v4');
    expect(routed('auto').provider).toBe('routed.chat');
    expect(routed('auto').modelId).toBe('auto');
  });

  it('honours options written for another provider, on the wire', async () => {
    const bodies: Record<string, unknown>[] = [];
    const routed = make({
      fetch: async (input, init) => {
        bodies.push(JSON.parse(String(init?.body)));
        return fetch(input, init);
      },
    });
    const { warnings } = await generateText({
      model: routed('auto'),
      prompt: 'Hi',
      providerOptions: { openai: { reasoningEffort: 'low', logitBias: { '50256': -100 } } },
    });
    expect(bodies[0]).toMatchObject({ reasoning_effort: 'low' });
    expect(warnings).toContainEqual(expect.objectContaining({ feature: 'providerOptions.openai.logitBias' }));
  });

  it('embeds through the first preset, or the one that is named', async () => {
    const { embeddings } = await make()
      .embeddingModel('text-embedding-3-large')
      .doEmbed({ values: ['one', 'two'] });
    expect(embeddings).toHaveLength(2);
    expect(make().embeddingModel('openai/text-embedding-3-small').modelId).toBe('text-embedding-3-small');
  });

  it('adds up a streamed tool loop', async () => {
    const { tool, isStepCount } = await import('ai');
    const { z } = await import('zod');
    const result = streamText({
      model: make()('auto'),
      prompt: 'What is the weather in Paris?',
      tools: { weather: tool({ inputSchema: z.object({ city: z.string() }), execute: async () => 'Sunny' }) },
      stopWhen: isStepCount(3),
    });
    await result.consumeStream();
    const report = await routedReport(result);
    expect(report).toMatchObject({ calls: 2, attempts: [{ outcome: 'ok' }, { outcome: 'ok' }] });
    await expect(routedReport({ steps: [{}] })).rejects.toThrow(TypeError);
  });

  it('asks the SDK to download what not every target can fetch', async () => {
    expect(await make()('auto').supportedUrls).toEqual({});
    const https = /^https:/;
    const able = {
      ...scriptedModel({ script: 'x' }),
      supportedUrls: { 'image/*': [https], 'audio/*': [https] },
    };
    const lesser = {
      ...scriptedModel({ script: 'x' }),
      supportedUrls: Promise.resolve({ 'image/*': [https] }),
    };
    expect(await createRouted({ targets: { able, lesser } })('auto').supportedUrls).toEqual({
      'image/*': [https],
    });
  });

  it('comes ready made', () => {
    expect(defaultRouted('auto').modelId).toBe('auto');
    expect(() => defaultRouted.explain('Hi')).not.toThrow();
  });
});
