import { context, diag, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RoutedEvent } from '../../src/core/events.js';
import { otelListener } from '../../src/otel.js';
import {
  ask,
  asking,
  connectionError,
  harness,
  httpError,
  outcomeOf,
  readAll,
} from '../layers/routed-harness.js';
import { asObject } from '../layers/seam/cascade/setting.js';
import { always } from '../layers/seam/hedge/play.js';
import { childrenOf, idOf, msOf, spanTree, telemetry } from './ground.js';

const used = { text: 'fine', usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4 } };

function ground(scripts: Parameters<typeof harness>[0], options: Parameters<typeof harness>[1] = {}) {
  const sdk = telemetry();
  const listener = otelListener({ tracer: sdk.tracer, meter: sdk.meter });
  const made = harness(scripts, { onEvent: listener, ...options });
  const tree = (...keys: string[]) => spanTree(sdk.spans(), keys);
  const spanOf = (name: string) => sdk.spans().find(span => span.name === name)!;
  return { ...made, sdk, tree, spanOf };
}

describe('the spans of a call', () => {
  it('are one for the call, which no backend takes for an inference, and one for its attempt', async () => {
    const { routed, tree, spanOf } = ground({ a: used }, { baseline: 'a' });
    await routed('auto').doGenerate({
      ...asking({ tenant: 'acme', session: 'one', tags: { team: 'red' }, priority: 'high' }),
      temperature: 0.5,
      maxOutputTokens: 100,
      seed: 7,
    });
    expect(tree()).toBe('routed auto [INTERNAL] 0..0 ms\n  chat a-model [CLIENT] 0..0 ms');
    const call = spanOf('routed auto').attributes;
    expect(call).toMatchObject({
      'routed.call.id': 'call-1',
      'routed.requested': 'auto',
      'routed.mode': 'generate',
      'routed.tenant': 'acme',
      'routed.priority': 1,
      'routed.tag.team': 'red',
      'gen_ai.conversation.id': 'one',
      'routed.outcome': 'ok',
      'routed.target': 'a',
      'routed.tier': 'simple',
      'routed.task': 'translate',
      'routed.attempts': 1,
      'routed.cost.nano_usd': 20_000,
      'routed.cost.usd': 0.00002,
      'routed.baseline.usd': 0.00002,
      'routed.saved.usd': 0,
      'routed.estimated': false,
    });
    expect(call['routed.reasons']).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(Object.keys(call).filter(name => name.startsWith('gen_ai.'))).toEqual(['gen_ai.conversation.id']);
    expect(spanOf('chat a-model').attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'a',
      'gen_ai.request.model': 'a-model',
      'gen_ai.conversation.id': 'one',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.seed': 7,
      'gen_ai.response.model': 'a-model',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'routed.call.id': 'call-1',
      'routed.target': 'a',
      'routed.attempt.number': 1,
      'routed.attempt.role': 'answer',
      'routed.attempt.outcome': 'ok',
      'routed.attempt.cost.usd': 0.00002,
      'routed.attempt.cost.nano_usd': 20_000,
      'routed.attempt.estimated': false,
    });
  });

  it('show a failed attempt, the failover and the attempt that answered', async () => {
    const { routed, tree, world } = ground(
      { a: { error: httpError(401), afterMs: 30 }, b: { ...used, afterMs: 50 } },
      { retry: { maxAttempts: 3 } },
    );
    const answering = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(5_000);
    expect(answering.isDone).toBe(true);
    const text = tree('error.type', 'http.response.status_code', 'routed.target').replace(
      /(retry_after_ms=)[\d.]+/,
      '$1…',
    );
    expect(text).toBe(
      [
        'routed auto [INTERNAL] 0..80 ms routed.target="b"',
        '  · 30 ms routed.circuit-open routed.target="a" routed.retry_after_ms=… routed.reason="its configuration or account was refused"',
        '  · 30 ms routed.failover routed.from="a" routed.to="b" error.type="auth"',
        '  chat a-model [CLIENT] 0..30 ms ERROR error.type="auth" http.response.status_code=401 routed.target="a"',
        '  chat b-model [CLIENT] 30..80 ms routed.target="b"',
      ].join('\n'),
    );
  });

  it('of a stream say when its first content came', async () => {
    const parts = [
      { type: 'response-metadata', id: 'answer-1', modelId: 'a-model-2026' },
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'fine' },
      { type: 'text-end', id: '0' },
      {
        type: 'finish',
        finishReason: { unified: 'length', raw: 'max' },
        usage: {
          inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 2 },
          outputTokens: { total: 1, text: 1, reasoning: 0 },
        },
      },
    ] as never;
    const { routed, world, spanOf } = ground({ a: { parts, eachAfterMs: 100 } });
    const reading = routed('auto')
      .doStream(ask())
      .then(({ stream }) => readAll(stream));
    await world.advance(1_000);
    await reading;
    expect(spanOf('chat a-model').attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.id': 'answer-1',
      'gen_ai.response.model': 'a-model-2026',
      'gen_ai.response.finish_reasons': ['length'],
      'gen_ai.response.time_to_first_chunk': 0.3,
      'gen_ai.usage.cache_write.input_tokens': 2,
      'gen_ai.usage.cache_creation.input_tokens': 2,
    });
    expect(spanOf('routed auto').attributes).toMatchObject({ 'routed.first_content_ms': 300 });
  });

  it('of a hedge overlap, and name the one that was outrun', async () => {
    const { routed, world, tree } = ground(
      { a: { ...used, afterMs: 2_000 }, b: { ...used, afterMs: 100 } },
      always,
    );
    const answering = routed('auto').doGenerate(ask());
    await world.advance(600);
    await answering;
    const lines = tree('routed.attempt.role', 'routed.attempt.outcome').split('\n');
    expect(lines.filter(line => line.includes('['))).toEqual([
      'routed auto [INTERNAL] 0..600 ms',
      '  chat a-model [CLIENT] 0..600 ms routed.attempt.role="outrun" routed.attempt.outcome="cancelled"',
      '  chat b-model [CLIENT] 500..600 ms routed.attempt.role="answer" routed.attempt.outcome="ok"',
    ]);
    expect(lines).toContain(
      '  · 500 ms routed.hedge-start routed.from="a" routed.to="b" routed.after_ms=500',
    );
  });

  it('of a judge are its own, without the settings of the call', async () => {
    const judge = harness({ j: { ...used, text: 'simple' } }).models.j!;
    const unsure = { tier: 'medium' as const, score: 0.5, confidence: 0.5, task: 'chat', reasons: [] };
    const { routed, sdk } = ground(
      { a: used },
      { classifier: { use: { name: 'mine', classify: () => unsure }, judge: judge as never } },
    );
    await routed('auto').doGenerate({ ...ask(), temperature: 0.9 });
    const [call] = childrenOf(sdk.spans(), null);
    const [asked, answered] = childrenOf(sdk.spans(), call!);
    expect(asked!.name).toBe('chat j-model');
    expect(asked!.attributes).toMatchObject({ 'routed.attempt.role': 'judge', 'routed.attempt.number': 0 });
    expect(asked!.attributes).not.toHaveProperty(['gen_ai.request.temperature']);
    expect(answered!.attributes).toMatchObject({ 'gen_ai.request.temperature': 0.9 });
  });

  it('of a cascade tell why the tier was raised', async () => {
    const { routed, tree } = ground(
      { a: 'no JSON at all', b: '{"city":"Hanoi"}' },
      { routes: { simple: ['a'], medium: ['b'], complex: ['b'] }, cascade: { routes: ['simple'] } },
    );
    await routed('simple').doGenerate(asObject());
    expect(tree()).toMatch(/routed\.escalated routed\.from="simple" routed\.to="medium"/);
    expect(tree().match(/chat \w-model/g)).toEqual(['chat a-model', 'chat b-model']);
  });

  it('of a call whose caller left are no error, and one that stood in line has none', async () => {
    const { routed, world, tree } = ground(
      { a: 'hang' },
      { extras: { a: { limits: { maxConcurrent: 1 } } }, retry: false },
    );
    const left = new AbortController();
    const calls = [1, 2].map(() =>
      outcomeOf(routed('auto').doGenerate(ask(undefined, { abortSignal: left.signal }))),
    );
    await world.advance(10);
    left.abort();
    await world.advance(10);
    expect(calls.every(({ isDone }) => isDone)).toBe(true);
    expect(
      tree('routed.outcome', 'error.type')
        .split('\n')
        .filter(line => line.includes('[')),
    ).toEqual([
      'routed auto [INTERNAL] 0..10 ms routed.outcome="cancelled" error.type="AbortError"',
      '  chat a-model [CLIENT] 0..10 ms error.type="aborted"',
      'routed auto [INTERNAL] 0..10 ms routed.outcome="cancelled" error.type="AbortError"',
    ]);
  });

  it('end as errors where all targets failed', async () => {
    const { routed, tree } = ground(
      { a: { error: connectionError() }, b: { error: connectionError() } },
      { retry: { maxAttempts: 2 }, breaker: { minimumAttempts: 1 } },
    );
    await routed('auto')
      .doGenerate(ask())
      .then(null, () => {});
    expect(
      tree('error.type')
        .split('\n')
        .filter(line => line.includes('[')),
    ).toEqual([
      'routed auto [INTERNAL] 0..0 ms ERROR error.type="AllTargetsFailedError"',
      '  chat a-model [CLIENT] 0..0 ms ERROR error.type="connection"',
      '  chat b-model [CLIENT] 0..0 ms ERROR error.type="connection"',
    ]);
  });
});

describe('the parent of a call', () => {
  afterEach(() => context.disable());

  it('is what is active where the call is made, also of calls side by side', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const { routed, sdk, world } = ground({ a: { ...used, afterMs: 20 } });
    const calls = ['one', 'two', 'three'].map(name =>
      sdk.tracer.startActiveSpan(name, async span => {
        await Promise.resolve();
        await routed('auto').doGenerate(ask());
        span.end();
      }),
    );
    await world.advance(100);
    await Promise.all(calls);
    for (const name of ['one', 'two', 'three']) {
      const parent = sdk.spans().find(span => span.name === name)!;
      const children = childrenOf(sdk.spans(), parent);
      expect(children.map(span => span.name)).toEqual(['routed auto']);
      expect(childrenOf(sdk.spans(), children[0]!).map(span => span.name)).toEqual(['chat a-model']);
      expect(children[0]!.spanContext().traceId).toBe(parent.spanContext().traceId);
    }
  });
});

describe('the listener', () => {
  const started = (callId: string): RoutedEvent => ({
    type: 'call-start',
    at: 5,
    callId,
    requested: 'auto',
    mode: 'generate',
    tenant: 'default',
    session: null,
    priority: 2,
    tags: {},
    settings: {},
  });

  it('holds no more than 10,000 calls, and ends the oldest as unknown', () => {
    const sdk = telemetry();
    const listener = otelListener({ tracer: sdk.tracer, meter: sdk.meter });
    for (let call = 0; call <= 10_000; call++) listener(started(`call-${call}`));
    expect(sdk.spans().map(span => span.attributes)).toMatchObject([
      { 'routed.call.id': 'call-0', 'routed.outcome': 'unknown' },
    ]);
  });

  it('says when it was, whatever small number the clock shows', () => {
    const sdk = telemetry();
    const listener = otelListener({ tracer: sdk.tracer, meter: sdk.meter });
    listener(started('same'));
    listener(started('same'));
    expect(msOf(sdk.spans()[0]!.startTime)).toBe(5);
    expect(idOf(sdk.spans()[0]!)).not.toBe(trace.getActiveSpan()?.spanContext().spanId);
  });

  it('bounds what callers say', async () => {
    const { routed, spanOf } = ground({ a: used });
    const tags = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`tag-${index}`, 'x'.repeat(1_000)]),
    );
    await routed('auto').doGenerate(asking({ tags, tenant: 't'.repeat(256) }));
    const { attributes } = spanOf('routed auto');
    expect(Object.keys(attributes).filter(name => name.startsWith('routed.tag.'))).toHaveLength(16);
    for (const value of Object.values(attributes)) expect(String(value).length).toBeLessThanOrEqual(4_096);
    expect(attributes['routed.tenant']).toHaveLength(256);
    expect(attributes['routed.tag.tag-0']).toHaveLength(256);
  });

  it('never throws: what its tracer throws is told once, and metrics go on', async () => {
    const complain = vi.spyOn(diag, 'error').mockImplementation(() => {});
    const sdk = telemetry();
    const broken = { startSpan: () => { throw new Error('broken'); } }; // biome-ignore format: one line
    const listener = otelListener({ tracer: broken as never, meter: sdk.meter });
    const { routed } = harness({ a: used }, { onEvent: listener });
    for (const _ of [1, 2]) await routed('auto').doGenerate(ask());
    expect(complain).toHaveBeenCalledTimes(1);
    expect((await sdk.points())['routed.calls']).toMatchObject([{ value: 2 }]);
  });

  it.each([
    [{ tracer: 1 }, 'tracer'],
    [{ meter: {} }, 'meter'],
    [{ trace: {} }, 'trace'],
  ])('refuses %j', (options, path) => {
    expect(() => otelListener(options as never)).toThrow(path);
  });

  it('writes no prompt, answer, key or body of an upstream', async () => {
    const secret = 'PLANTED-SECRET';
    const { routed, sdk, world } = ground(
      {
        a: {
          error: httpError(500, {
            body: { error: { message: `${secret} body` } },
            headers: { 'x-key': secret },
          }),
        },
        b: { error: Object.assign(new Error(`${secret} message`), { apiKey: secret }) },
        c: { ...used, text: `${secret} answer` },
      },
      { retry: { maxAttempts: 6 } },
    );
    const asked = ask(`${secret} prompt`, { headers: { authorization: `Bearer ${secret}` } });
    const answering = outcomeOf(routed('auto').doGenerate(asked));
    await world.advance(120_000);
    expect(answering.isDone).toBe(true);
    const exported = JSON.stringify(
      sdk.spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    );
    expect(exported).toContain('chat a-model');
    expect(exported).not.toContain(secret);
    expect(JSON.stringify(await sdk.points())).not.toContain(secret);
  });
});
