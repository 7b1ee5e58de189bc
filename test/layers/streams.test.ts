import { AISDKError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import type { ModelPart } from '../../src/core/model.js';
import { ask, asking, harness, httpError, outcomeOf, readAll, reportIn, textOf } from './routed-harness.js';

const finish: ModelPart = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 5, text: 5, reasoning: 0 },
  },
};
const start: ModelPart = { type: 'stream-start', warnings: [] };
const text = (delta: string): ModelPart => ({ type: 'text-delta', id: '0', delta });
const opened: ModelPart[] = [start, { type: 'text-start', id: '0' }];
const call: ModelPart = { type: 'tool-call', toolCallId: '1', toolName: 'look', input: '{"at":"sky"}' };
const count = (parts: readonly ModelPart[], type: ModelPart['type']) =>
  parts.filter(part => part.type === type).length;

const streamed = async (scripts: Parameters<typeof harness>[0], options?: Parameters<typeof harness>[1]) => {
  const made = harness(scripts, options);
  const { stream } = await made.routed('auto').doStream(ask());
  return { ...made, parts: await readAll(stream) };
};

describe('a stream', () => {
  it.each<[string, Parameters<typeof harness>[0]['a']]>([
    ['an error before anything', { parts: [start, { type: 'error', error: { type: 'server_error' } }] }],
    ['an error after the frame', { parts: [...opened, { type: 'error', error: { type: 'server_error' } }] }],
    ['a clean end without a finish', { parts: opened }],
    ['a throw', { parts: opened, thenThrow: httpError(500) }],
    [
      'a finish that says error',
      { parts: [...opened, { ...finish, finishReason: { unified: 'error', raw: 'x' } } as ModelPart] },
    ],
    ['nothing at all', { parts: [] }],
    ['a rejection', { error: httpError(503) }],
    [
      'frames without end',
      { parts: Array.from({ length: 100 }, (): ModelPart => ({ type: 'text-start', id: 'x' })) },
    ],
    [
      'more frame than an answer has',
      {
        parts: [
          start,
          ...Array.from(
            { length: 3 },
            (): ModelPart => ({ type: 'response-metadata', id: 'x'.repeat(100_000) }),
          ),
          text('late'),
          finish,
        ],
      },
    ],
  ])('that meets %s before its first content goes on elsewhere, unseen', async (_, script) => {
    const { parts, models } = await streamed({ a: script, b: 'from b' });
    expect(textOf(parts)).toBe('from b');
    expect([count(parts, 'stream-start'), count(parts, 'error'), count(parts, 'finish')]).toEqual([1, 0, 1]);
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 1]);
    expect(reportIn(parts.at(-1) as never)).toMatchObject({
      target: 'b',
      attempts: [{ outcome: 'failed' }, { outcome: 'ok' }],
    });
  });

  it.each<[string, ModelPart[], unknown]>([
    ['an error part', [{ type: 'error', error: { message: 'broken sk-abcdefgh12345678' } }], undefined],
    ['a throw', [], httpError(500)],
    ['a clean end', [], undefined],
  ])('that breaks off by %s after content ends with one error and one finish', async (_, more, thenThrow) => {
    const script = {
      parts: [...opened, text('half '), call, ...more],
      ...(thenThrow === undefined ? {} : { thenThrow }),
    };
    const { parts, models } = await streamed({ a: script, b: 'from b' });
    expect(textOf(parts)).toBe('half ');
    expect(parts.map(({ type }) => type).slice(-2)).toEqual(['error', 'finish']);
    expect([count(parts, 'error'), count(parts, 'finish'), count(parts, 'tool-call')]).toEqual([1, 1, 0]);
    expect(parts.at(-1)).toMatchObject({ finishReason: { unified: 'error' } });
    expect(JSON.stringify(parts)).not.toContain('abcdefgh');
    expect(models.b?.calls).toHaveLength(0);
    expect(reportIn(parts.at(-1) as never).costNanoUsd).toBeGreaterThan(0);
  });

  it('hands client tool calls on only once the finish reason has come', async () => {
    const { parts } = await streamed({
      a: { parts: [...opened, text('look: '), call, text('done'), finish] },
    });
    expect(parts.map(({ type }) => type)).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-delta',
      'tool-call',
      'finish',
    ]);
  });

  it('hands calls that the provider executes on in their order', async () => {
    const own = { ...call, providerExecuted: true } as ModelPart;
    const result: ModelPart = { type: 'tool-result', toolCallId: '1', toolName: 'look', result: 'blue' };
    const { parts } = await streamed({
      a: { parts: [start, own, result, { type: 'text-start', id: '0' }, text('blue'), finish] },
    });
    expect(parts.map(({ type }) => type)).toEqual([
      'stream-start',
      'response-metadata',
      'tool-call',
      'tool-result',
      'text-start',
      'text-delta',
      'finish',
    ]);
  });

  it('begins although raw chunks fill its frame: the oldest are dropped', async () => {
    const raw = (rawValue: unknown): ModelPart => ({ type: 'raw', rawValue });
    const large = (index: number) => raw({ index, filler: { text: 'x'.repeat(100_000) } });
    const { parts, models } = await streamed({
      a: { parts: [start, ...[0, 1, 2, 3, 4].map(large), text('hello'), finish] },
      b: 'from b',
    });
    expect(textOf(parts)).toBe('hello');
    expect(count(parts, 'raw')).toBe(2);
    expect(models.b?.calls).toHaveLength(0);
  });

  it('may begin with content of any size', async () => {
    const { parts } = await streamed({ a: { parts: [...opened, text('x'.repeat(400_000)), finish] } });
    expect(textOf(parts)).toHaveLength(400_000);
  });

  it('names the model that answered even where the target does not', async () => {
    const { parts } = await streamed({ a: { parts: [...opened, text('x'), finish] } });
    expect(parts[1]).toEqual({ type: 'response-metadata', modelId: 'a-model' });
  });

  it('that is answered without content is an answer', async () => {
    const { parts, models } = await streamed({ a: { parts: [start, finish] }, b: 'from b' });
    expect(parts.map(({ type }) => type)).toEqual(['stream-start', 'response-metadata', 'finish']);
    expect(models.b?.calls).toHaveLength(0);
  });

  it('merges its report into what the target itself says', async () => {
    const own = { ...finish, providerMetadata: { a: { fingerprint: 'f' } } } as ModelPart;
    const { parts } = await streamed({ a: { parts: [...opened, text('x'), own] } });
    expect(parts.at(-1)).toMatchObject({
      providerMetadata: { a: { fingerprint: 'f' }, routed: { target: 'a', usage: { outputTokens: 5 } } },
    });
  });

  it('gives a reader that asks many times at once every part once, in order', async () => {
    const deltas = Array.from({ length: 20 }, (_, index) => text(`${index} `));
    const { routed } = harness({ a: { parts: [...opened, ...deltas, call, finish] } });
    const { stream } = await routed('auto').doStream(ask());
    const reader = stream.getReader();
    const reads = await Promise.all(Array.from({ length: 27 }, () => reader.read()));
    const parts = reads.flatMap(({ value }) => (value === undefined ? [] : [value]));
    expect(textOf(parts)).toBe(textOf(deltas));
    expect(parts.map(({ type }) => type).slice(-2)).toEqual(['tool-call', 'finish']);
    expect(reads.at(-1)?.done).toBe(true);
  });

  it('that is cancelled while its finish part is made takes it quietly', async () => {
    const { routed, eventsOf } = harness({ a: { parts: [...opened, text('x'), finish] } });
    const { stream } = await routed('auto').doStream(ask());
    const reader = stream.getReader();
    for (let read = 0; read < 4; read++) await reader.read();
    const last = reader.read();
    for (let tick = 0; tick < 20 && eventsOf('attempt-end').length === 0; tick++) await Promise.resolve();
    await reader.cancel();
    expect(await last).toEqual({ done: true, value: undefined });
    expect(eventsOf('call-end')).toHaveLength(1);
  });

  it('of parts that are none breaks off like any other', async () => {
    const { parts, models } = await streamed({
      a: { parts: [...opened, { type: 'text-delta', id: '0' } as ModelPart] },
      b: { parts: [...opened, text('from b'), { type: 'text-delta', id: '0' } as ModelPart] },
    });
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 1]);
    expect(textOf(parts)).toBe('from b');
    expect(parts.map(({ type }) => type).slice(-2)).toEqual(['error', 'finish']);
  });

  it('is pulled: nothing is read ahead of the reader', async () => {
    let pulled = 0;
    const { routed } = harness({ a: 'x' });
    const model = {
      specificationVersion: 'v4' as const,
      provider: 'p',
      modelId: 'm',
      supportedUrls: {},
      doGenerate: () => Promise.reject(new Error('not here')),
      doStream: async () => ({
        stream: new ReadableStream<ModelPart>(
          {
            async pull(controller) {
              const number = ++pulled;
              await new Promise(resolve => setImmediate(resolve));
              controller.enqueue(number === 1 ? start : number > 50 ? finish : text('x'));
            },
          },
          { highWaterMark: 0 },
        ),
      }),
    };
    await routed.close();
    const { createRouted } = await import('../../src/index.js');
    const { stream } = await createRouted({ targets: { only: model } })('auto').doStream(ask());
    expect(pulled).toBe(2);
    const reader = stream.getReader();
    for (let index = 0; index < 5; index++) await reader.read();
    expect(pulled).toBeLessThanOrEqual(6);
    const before = pulled;
    await Promise.all([reader.read(), reader.read(), reader.read()]);
    expect(pulled).toBe(before + 3);
    await reader.cancel();
  });
});

describe('the limits of a stream', () => {
  it.each<[string, Parameters<typeof harness>[0]['a'], number]>([
    ['no headers', 'hang', 15_000],
    ['no content after the frame', { parts: opened, thenHang: true }, 30_000],
    [
      'empty deltas only',
      { parts: [start, ...Array.from({ length: 1_000 }, () => text(''))], eachAfterMs: 1_000 },
      30_000,
    ],
    [
      'pings only',
      {
        parts: [start, ...Array.from({ length: 1_000 }, (): ModelPart => ({ type: 'ping' }))],
        eachAfterMs: 1_000,
      },
      30_000,
    ],
  ])('%s: after so long the next target takes over', async (_, script, afterMs) => {
    const { routed, world, models } = harness({ a: script, b: 'from b' });
    const outcome = outcomeOf(routed('auto').doStream(ask()));
    await world.advance(afterMs - 10);
    expect(models.b?.calls).toHaveLength(0);
    await world.advance(20);
    expect(models.b?.calls).toHaveLength(1);
    expect(models.a?.aborted).toBe(1);
    expect(textOf(await readAll(outcome.value?.stream as ReadableStream<ModelPart>))).toBe('from b');
    expect(world.pendingTimers).toBeLessThanOrEqual(1);
  });

  it('silence after content ends it with an error', async () => {
    const { routed, world } = harness({ a: { parts: [...opened, text('x')], thenHang: true }, b: 'from b' });
    const { stream } = await routed('auto').doStream(ask());
    const all = outcomeOf(readAll(stream));
    await world.advance(29_990);
    expect(all.isDone).toBe(false);
    await world.advance(20);
    expect(all.value?.map(({ type }) => type).slice(-2)).toEqual(['error', 'finish']);
    expect(world.pendingTimers).toBe(0);
  });

  it('a slow reader is not taken for a silent upstream', async () => {
    const { routed, world } = harness({ a: { parts: [...opened, text('x'), text('y'), text('z'), finish] } });
    const { stream } = await routed('auto').doStream(ask());
    const reader = stream.getReader();
    const parts: ModelPart[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      await world.advance(60_000);
    }
    expect(textOf(parts)).toBe('xyz');
    expect(count(parts, 'error')).toBe(0);
  });

  it('an unread stream is given up after five minutes, charged and released', async () => {
    const { routed, world, models, eventsOf } = harness(
      { a: { parts: [...opened, text('a long beginning')], thenHang: true } },
      { extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const { stream } = await routed('auto').doStream(ask());
    await world.advance(299_000);
    expect(routed.report().queue.active).toBe(1);
    await world.advance(32_000);
    expect(routed.report().queue.active).toBe(0);
    expect(models.a?.aborted).toBe(1);
    expect(world.pendingTimers).toBe(0);
    expect(eventsOf('call-end')).toMatchObject([{ report: { estimated: true } }]);
    await stream.cancel().catch(() => {});
  });

  it('ten minutes end any stream', async () => {
    const endless = {
      parts: [...opened, ...Array.from({ length: 100_000 }, () => text('x'))],
      eachAfterMs: 1_000,
    };
    const { routed, world } = harness({ a: endless });
    const opening = outcomeOf(routed('auto').doStream(ask()));
    await world.advance(5_000);
    const all = outcomeOf(readAll(opening.value?.stream as ReadableStream<ModelPart>));
    await world.advance(600_000);
    expect(all.value?.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'error' } });
  });

  it('the deadline of the call ends the stream too', async () => {
    const { routed, world } = harness({ a: { parts: [...opened, text('x')], thenHang: true } });
    const { stream } = await routed('auto').doStream(asking({ deadlineMs: 500 }));
    const all = outcomeOf(readAll(stream));
    await world.advance(501);
    expect(all.value?.find(({ type }) => type === 'error')).toMatchObject({
      error: { name: 'DeadlineExceededError' },
    });
    expect(world.pendingTimers).toBe(0);
  });

  it('a generate call has five minutes', async () => {
    const { routed, world, models } = harness({ a: 'hang', b: 'from b' });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(299_999);
    expect(models.b?.calls).toHaveLength(0);
    await world.advance(2);
    expect(outcome.value?.content).toEqual([{ type: 'text', text: 'from b' }]);
    expect(world.pendingTimers).toBe(0);
  });
});

describe('a caller that leaves', () => {
  it('by abort in the middle: the stream errors with the reason as it came, and all is released', async () => {
    const { routed, world, models } = harness(
      { a: { parts: [...opened, text('x')], thenHang: true } },
      { extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const controller = new AbortController();
    const { stream } = await routed('auto').doStream({ ...ask(), abortSignal: controller.signal });
    const all = outcomeOf(readAll(stream));
    await world.settle();
    const reason = { mine: true };
    controller.abort(reason);
    await world.settle();
    expect(all.error).toBe(reason);
    expect(models.a?.aborted).toBe(1);
    expect(routed.report()).toMatchObject({
      totals: { cancelled: 1, failed: 0 },
      queue: { active: 0, completed: 0, failed: 0, successRatio: 1 },
      targets: { a: { errors: 0 } },
    });
    expect(world.pendingTimers).toBe(0);
  });
});

it('a lone stream that ends before it has begun is an error of the SDK’s', async () => {
  const { routed } = harness({ a: { parts: [] } }, { retry: false });
  const error = await routed('auto')
    .doStream(ask())
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  expect(AISDKError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ message: 'The stream ended before the answer did.' });
});
