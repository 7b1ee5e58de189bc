import { describe, expect, it } from 'vitest';
import type { ModelPart, ModelResult } from '../../../src/core/model.js';
import { ask, harness, httpError, readAll, reportIn } from '../routed-harness.js';

const unsure = {
  name: 'unsure',
  classify: () => ({
    tier: 'medium' as const,
    score: 0.5,
    confidence: 0.6,
    task: 'chat',
    reasons: ['a guess'],
  }),
};
const raised = { type: 'other', message: 'The tier was raised from medium to complex (confidence 0.60).' };
const estimated = { type: 'other', message: 'a told no usage; it was estimated.' };
const withoutUsage: ModelResult = {
  content: [{ type: 'text', text: 'hello' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
  warnings: [{ type: 'unsupported', feature: 'topK' }],
};

describe('the warnings of a call name', () => {
  it('a raised tier, before what the model itself warns of', async () => {
    const { routed, eventsOf } = harness({ a: { result: withoutUsage } }, { classifier: unsure });
    const { warnings } = await routed('auto').doGenerate(ask());
    expect(warnings).toEqual([raised, estimated, { type: 'unsupported', feature: 'topK' }]);
    expect(eventsOf('warning').map(event => 'message' in event && event.message)).toEqual([
      raised.message,
      estimated.message,
    ]);
  });

  it('a raised tier also where the first target fails', async () => {
    const { routed } = harness({ a: { error: httpError(500) }, b: 'hello' }, { classifier: unsure });
    expect((await routed('auto').doGenerate(ask())).warnings).toEqual([raised]);
  });

  it('no tier that was not raised', async () => {
    const { routed, eventsOf } = harness({ a: 'hello' });
    for (const id of ['auto', 'simple', 'a'])
      expect((await routed(id).doGenerate(ask())).warnings).toEqual([]);
    expect(eventsOf('warning')).toEqual([]);
  });

  it('an attempt before the one that answered, whose cost is an estimate', async () => {
    const { routed } = harness({ a: { error: httpError(200) }, b: 'hello' });
    const { warnings, ...result } = await routed('auto').doGenerate(ask());
    expect(reportIn(result).estimated).toBe(true);
    expect(warnings).toEqual([estimated]);
  });

  it('what was changed for the target that answered, and nothing of those that failed', async () => {
    const { routed, eventsOf } = harness(
      { a: { error: httpError(500) }, b: 'hello' },
      { extras: { a: { maxOutputTokens: 10 }, b: { maxOutputTokens: 20 } } },
    );
    const { warnings } = await routed('auto').doGenerate(ask('Hi', { maxOutputTokens: 100 }));
    const message = 'maxOutputTokens was lowered to 20: the most that b writes.';
    expect(warnings).toEqual([{ type: 'other', message }]);
    expect(eventsOf('warning')).toMatchObject([{ message, target: 'b', callId: expect.any(String) }]);
  });
});

describe('the warnings of a stream', () => {
  const finish = {
    type: 'finish',
    finishReason: withoutUsage.finishReason,
    usage: withoutUsage.usage,
  } as const;
  const content: ModelPart[] = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'hello' },
    { type: 'text-end', id: '0' },
    finish,
  ];

  it.each([
    ['that begins with its own', [{ type: 'stream-start', warnings: [] } as ModelPart, ...content]],
    ['that has no beginning', content],
  ])(
    'stand at its start; an estimate, which is known at its end, is an event: a stream %s',
    async (_, parts) => {
      const { routed, eventsOf } = harness({ a: { parts } }, { classifier: unsure });
      const read = await readAll((await routed('auto').doStream(ask())).stream);
      expect(read[0]).toEqual({ type: 'stream-start', warnings: [raised] });
      expect(reportIn(read.at(-1) as never).estimated).toBe(true);
      expect(eventsOf('warning')).toMatchObject([
        { message: raised.message },
        { message: estimated.message, target: 'a' },
      ]);
    },
  );

  it('that its caller leaves say nothing of an estimate', async () => {
    const { routed, eventsOf } = harness({ a: { parts: content.slice(0, 2), thenHang: true } });
    const reader = (await routed('auto').doStream(ask())).stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(eventsOf('call-end')).toMatchObject([{ outcome: 'cancelled', report: { estimated: true } }]);
    expect(eventsOf('warning')).toEqual([]);
  });
});
