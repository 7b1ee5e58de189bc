import { metrics } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otelGauges, otelListener } from '../../src/otel.js';
import {
  ask,
  asking,
  connectionError,
  harness,
  httpError,
  outcomeOf,
  readAll,
} from '../layers/routed-harness.js';
import { telemetry } from './ground.js';

const used = { text: 'fine', usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4 } };

function ground(scripts: Parameters<typeof harness>[0], options: Parameters<typeof harness>[1] = {}) {
  const sdk = telemetry();
  const listener = otelListener({ tracer: sdk.tracer, meter: sdk.meter });
  return { ...harness(scripts, { onEvent: listener, ...options }), sdk, listener };
}

describe('the metrics of calls', () => {
  it('are times, tokens and money of what was sent, by the names of the conventions', async () => {
    const { routed, world, sdk } = ground({ a: { ...used, afterMs: 250 } }, { baseline: 'a' });
    const whole = routed('auto').doGenerate(ask());
    await world.advance(250);
    await whole;
    const streaming = routed('auto')
      .doStream(ask())
      .then(({ stream }) => readAll(stream));
    await world.advance(250);
    await streaming;
    const points = await sdk.points();
    const labels = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'a',
      'gen_ai.request.model': 'a-model',
      'routed.target': 'a',
    };
    const [duration] = points['gen_ai.client.inference.duration']!;
    expect(duration!.attributes).toEqual(labels);
    expect(duration!.value).toMatchObject({ count: 2, sum: 0.5 });
    expect(duration!.value.buckets.boundaries).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]);
    expect(points['gen_ai.client.inference.time_to_first_chunk']).toMatchObject([
      { attributes: labels, value: { count: 1, sum: 0.25 } },
    ]);
    const [tokens] = points['gen_ai.client.inference.operation.input_tokens']!;
    expect(tokens).toMatchObject({ attributes: labels, value: { count: 2, sum: 20 } });
    expect(tokens!.value.buckets.boundaries.at(-1)).toBe(67_108_864);
    const counted = (name: string) => points[`gen_ai.client.inference.usage.${name}`];
    const modal = { ...labels, 'gen_ai.token.modality': 'unknown' };
    expect(counted('input_tokens')).toMatchObject([{ attributes: modal, value: 20 }]);
    expect(counted('output_tokens')).toMatchObject([{ attributes: modal, value: 10 }]);
    expect(counted('cache_read.input_tokens')).toMatchObject([{ attributes: modal, value: 8 }]);
    const { totals } = routed.report();
    expect(points['routed.cost']).toMatchObject([
      { attributes: { 'routed.target': 'a', 'routed.tier': 'simple' }, value: totals.costUsd },
    ]);
    expect(points['routed.calls']).toMatchObject([
      { attributes: { 'routed.tier': 'simple', 'routed.outcome': 'ok' }, value: 2 },
    ]);
  });

  it('count retries, failovers, errors and what was saved, or was not', async () => {
    const { routed, world, sdk } = ground(
      { a: [{ error: connectionError() }, { error: httpError(400) }, used], b: used },
      { baseline: 'b', breaker: false },
    );
    for (let call = 0; call < 3; call++) {
      const answering = outcomeOf(routed('auto').doGenerate(ask()));
      await world.advance(60_000);
      expect(answering.isDone).toBe(true);
    }
    const points = await sdk.points();
    const moves = [...(points['routed.retries'] ?? []), ...(points['routed.failovers'] ?? [])];
    expect(moves.reduce((sum, { value }) => sum + value, 0)).toBe(1);
    expect(
      points['gen_ai.client.inference.duration']!.map(({ attributes }) => attributes['error.type']),
    ).toEqual(expect.arrayContaining(['connection', 'bad-request', undefined]));
    expect(
      points['routed.calls']!.map(({ attributes, value }) => [attributes['routed.outcome'], value]),
    ).toEqual(
      expect.arrayContaining([
        ['ok', 2],
        ['failed', 1],
      ]),
    );
    const saved = points['routed.saved']!.reduce((sum, { value }) => sum + value, 0);
    expect(saved).toBeCloseTo(routed.report().totals.savedUsd, 12);
    const cost = points['routed.cost']!.reduce((sum, { value }) => sum + value, 0);
    expect(cost).toBeCloseTo(routed.report().totals.costUsd, 12);
  });

  it('count what was refused in line apart from what was sent', async () => {
    const { routed, world, sdk } = ground(
      { a: 'hang' },
      { extras: { a: { limits: { maxConcurrent: 1 } } }, admission: { maxWaiting: 1 }, retry: false },
    );
    const calls = [1, 2, 3].map(() => outcomeOf(routed('auto').doGenerate(ask())));
    await world.advance(1);
    expect(calls.filter(({ isDone }) => isDone)).toHaveLength(1);
    const points = await sdk.points();
    expect(points['routed.refusals']).toMatchObject([
      { attributes: { 'routed.target': 'a', 'error.type': 'queue-full' }, value: 1 },
    ]);
    expect(points['gen_ai.client.inference.duration']).toBeUndefined();
    expect(sdk.spans().map(({ name, events }) => [name, events.map(event => event.name)])).toEqual([
      ['routed auto', ['routed.attempt-refused']],
    ]);
  });

  it('have few labels, whoever calls and whatever targets are named', async () => {
    const { routed, sdk, listener } = ground({ a: used });
    for (let call = 0; call < 20; call++)
      await routed('auto').doGenerate(
        asking({ tenant: `tenant-${call}`, session: `session-${call}`, tags: { user: `user-${call}` } }),
      );
    for (let target = 0; target < 500; target++) {
      const id = `openai/made-up-${target}`;
      listener({
        type: 'attempt-end',
        at: 1,
        callId: `call-${target}`,
        attempt: 1,
        target: id,
        model: `made-up-${target}`,
        provider: 'openai',
        outcome: target % 2 === 0 ? 'ok' : 'skipped',
        startedMs: 0,
        latencyMs: 1,
        costNanoUsd: 1,
        firstContentMs: null,
        usage: {
          inputTokens: 1,
          outputTokens: 1,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          reasoningTokens: 0,
        },
        estimated: false,
        finishReason: 'stop',
        responseId: null,
        responseModel: null,
      });
    }
    const points = await sdk.points();
    for (const [name, series] of Object.entries(points)) {
      expect(series.length, name).toBeLessThanOrEqual(101);
      expect(JSON.stringify(series), name).not.toMatch(/tenant-|session-|user-|call-\d/);
    }
    expect(points['gen_ai.client.inference.duration']).toHaveLength(101);
    expect(points['gen_ai.client.inference.duration']!.at(-1)!.attributes).toMatchObject({
      'gen_ai.request.model': 'other',
      'routed.target': 'other',
    });
    expect(points['routed.calls']).toHaveLength(1);
  });

  it('add up to the report, whatever tokens and outcomes there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ input: fc.nat(100_000), output: fc.nat(100_000), isBad: fc.boolean() }), {
          minLength: 1,
          maxLength: 8,
        }),
        async asked => {
          const { routed, world, sdk } = ground(
            {
              a: asked.map(({ input, output, isBad }) =>
                isBad
                  ? { error: httpError(400) }
                  : { text: 'x', usage: { inputTokens: input, outputTokens: output } },
              ),
            },
            { breaker: false },
          );
          for (const _ of asked) {
            const answering = outcomeOf(routed('auto').doGenerate(ask()));
            await world.advance(10_000);
            expect(answering.isDone).toBe(true);
          }
          const points = await sdk.points();
          const sum = (name: string) => (points[name] ?? []).reduce((all, { value }) => all + value, 0);
          const { totals } = routed.report();
          expect(sum('routed.calls')).toBe(totals.calls);
          expect(sum('gen_ai.client.inference.usage.input_tokens')).toBeGreaterThanOrEqual(
            totals.inputTokens,
          );
          expect(sum('routed.cost')).toBeCloseTo(totals.costUsd, 9);
          await sdk.shutdown();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('go to a provider that is registered after the listener was made', async () => {
    const listener = otelListener();
    const { routed } = harness({ a: used }, { onEvent: listener });
    await routed('auto').doGenerate(ask());
    const sdk = telemetry();
    const undo = sdk.register();
    try {
      await routed('auto').doGenerate(ask());
      expect((await sdk.points())['routed.calls']).toMatchObject([{ value: 1 }]);
      expect(sdk.spans().map(({ name }) => name)).toEqual(['chat a-model', 'routed auto']);
      expect(metrics.getMeterProvider()).toBe(sdk.meters);
    } finally {
      undo();
    }
  });
});

describe('otelGauges', () => {
  it('reads circuits and lines at each collection, until it is ended', async () => {
    const { routed, world, sdk } = ground(
      { a: [{ error: httpError(401) }, 'hang'], b: 'hang' },
      { extras: { b: { limits: { maxConcurrent: 1 } } }, retry: { maxAttempts: 3 } },
    );
    let reads = 0;
    const counting = {
      report() {
        reads++;
        return routed.report();
      },
    };
    const end = otelGauges(counting, { meter: sdk.meter });
    const calls = [1, 2].map(() => outcomeOf(routed('auto').doGenerate(ask())));
    await world.advance(10);
    expect(calls.map(({ isDone }) => isDone)).toEqual([false, false]);
    const points = await sdk.points();
    const circuits = points['routed.circuit']!.filter(({ value }) => value === 1);
    expect(circuits.map(({ attributes }) => attributes)).toEqual(
      expect.arrayContaining([
        { 'routed.target': 'a', 'routed.circuit': routed.report().targets.a!.circuit },
        { 'routed.target': 'b', 'routed.circuit': 'closed' },
      ]),
    );
    expect(points['routed.circuit']).toHaveLength(6);
    const { active, waiting } = routed.report().queue;
    expect(points['routed.queue.active']).toMatchObject([{ value: active }]);
    expect(points['routed.queue.waiting']).toMatchObject([{ value: waiting }]);
    expect(active + waiting).toBeGreaterThan(0);
    expect(reads).toBe(1);
    end();
    await sdk.points();
    expect(reads).toBe(1);
  });

  it('refuses what is no meter', () => {
    expect(() => otelGauges(harness({ a: 'x' }).routed, { meter: 1 as never })).toThrow('meter');
  });
});
