// Loaded at the first check: then it is there at once, and no turn of the clock waits for a file.
import '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import type { ModelPart } from '../../../../src/core/model.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { tools } from '../../../prompt/step/prompts.js';
import { ask, httpError, outcomeOf, readAll, reportIn, textOf } from '../../routed-harness.js';
import { asObject, badJson, cascading, closed, delta, finish, goodJson, opened, told } from './setting.js';

const buffer = { cascade: { stream: 'buffer' as const } };
const buffered = (scripts: Record<string, Script>, more: object = {}) =>
  cascading('simple', scripts, { ...buffer, ...more });
const slowly = (parts: ModelPart[], eachAfterMs = 10): Script => ({ parts, eachAfterMs });
const slowBad = slowly([...opened(delta('{"name":'), delta('7}')), ...closed()]);
const slowGood = slowly([...opened(delta('{"name":"Ada",'), delta('"age":36}')), ...closed()]);

type Made = ReturnType<typeof buffered>;

async function streamed(made: Made, options = asObject()) {
  const reading = outcomeOf(
    made
      .routed('auto')
      .doStream(options)
      .then(({ stream }) => readAll(stream)),
  );
  await made.world.advance(60_000);
  if (reading.value === undefined) throw reading.error;
  const parts = reading.value;
  const count = (type: string) => parts.filter(part => part.type === type).length;
  expect([parts[0]?.type, count('stream-start'), count('finish')]).toEqual(['stream-start', 1, 1]);
  expect(made.world.pendingTimers).toBe(0);
  expect(made.routed.report().queue.active).toBe(0);
  return { parts, text: textOf(parts), report: reportIn(parts.at(-1) as never) };
}

describe('a stream', () => {
  it('is not held back without `buffer`, and nothing of it is checked', async () => {
    const made = cascading('simple', { a: slowBad });
    const { text, report } = await streamed(made);
    expect([text, report.firstContentMs]).toEqual(['{"name":7}', 30]);
    expect(made.models.b?.calls).toEqual([]);
  });

  it('without `buffer` begins in its own tier, the highest too', async () => {
    const made = cascading('complex', {});
    expect((await streamed(made)).report).toMatchObject({ target: 'c', tier: 'complex' });
  });

  it('that is good is handed on part by part as it came, when it has ended', async () => {
    const made = buffered({ a: slowGood });
    const { parts, report } = await streamed(made);
    expect(parts.map(({ type }) => type)).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
      'finish',
    ]);
    expect(report).toMatchObject({ target: 'a', firstContentMs: 60, latencyMs: 60 });
    expect(made.models.b?.calls).toEqual([]);
  });

  it.each<[string, Script, string, ReturnType<typeof asObject>]>([
    ['does not match', slowBad, 'does not match its JSON schema (type)', asObject()],
    [
      'was cut at its limit',
      slowly([...opened(delta('Once')), ...closed('length')]),
      'was cut at its length limit',
      ask('A story'),
    ],
    [
      'breaks off before anybody saw it',
      { parts: opened(delta('{"name":')), thenThrow: httpError(500) },
      'broke off',
      asObject(),
    ],
    ['stalls', { parts: opened(delta('{"name":')), thenHang: true }, 'broke off', asObject()],
  ])('that %s is replaced by one stream of the tier above', async (_, a, problem, options) => {
    const made = buffered({ a, b: slowGood }, { timeout: { idleMs: 1_000 } });
    const { text, parts, report } = await streamed(made, options);
    expect(text).toBe('{"name":"Ada","age":36}');
    expect(report).toMatchObject({ target: 'b', tier: 'medium' });
    expect(report.reasons.at(-1)).toContain(`escalated from simple to medium: the answer ${problem}`);
    expect(JSON.stringify(parts[0])).toContain(`from simple to medium (the answer ${problem}).`);
    expect(made.eventsOf('escalated')).toHaveLength(1);
  });

  it('of the tier above is handed on as it comes', async () => {
    const made = buffered({ a: badJson, b: slowGood });
    const answering = outcomeOf(made.routed('auto').doStream(asObject()));
    await made.world.advance(30);
    const { stream } = answering.value ?? expect.unreachable();
    const reader = stream.getReader();
    const read: ModelPart[] = [];
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        read.push(value);
      }
    })();
    await made.world.settle();
    expect(read.at(-1)).toMatchObject({ type: 'text-delta', delta: '{"name":"Ada",' });
    await made.world.advance(1_000);
    await reading;
    expect(reportIn(read.at(-1) as never)).toMatchObject({ firstContentMs: 30, latencyMs: 60 });
  });

  it('that broke off, and that nobody replaces, ends as it would have', async () => {
    const a: Script = { parts: opened(delta('{"name":')), thenThrow: httpError(500) };
    const { parts, text } = await streamed(buffered({ a, b: { error: httpError(503) } }));
    expect(text).toBe('{"name":');
    expect(parts.slice(-2)).toMatchObject([
      { type: 'error' },
      { type: 'finish', finishReason: { unified: 'error' } },
    ]);
    expect(JSON.stringify(parts[0])).toContain(
      'The answer broke off, and was not replaced: b did not answer.',
    );
  });

  it('whose replacement fails is handed on after all', async () => {
    const made = buffered({ a: slowBad, b: { error: httpError(500), afterMs: 40 } });
    const { text, report } = await streamed(made);
    expect(text).toBe('{"name":7}');
    expect(report).toMatchObject({ target: 'a', tier: 'simple', firstContentMs: 100 });
  });
});

describe('a stream that is held back is let go', () => {
  const input = { id: 't', toolName: 'read' };
  const calling = slowly([
    ...opened(delta('Let me see.')),
    { type: 'text-end', id: '0' },
    { type: 'tool-input-start', ...input },
    { type: 'tool-input-delta', ...input, delta: '{}' },
    { type: 'tool-input-end', ...input },
    { type: 'tool-call', toolCallId: 't', toolName: 'read', input: '{}' },
    finish('tool-calls'),
  ]);

  it('as soon as it calls a tool', async () => {
    const made = buffered({ a: calling });
    const answering = outcomeOf(made.routed('auto').doStream(asObject({ tools })));
    await made.world.advance(49);
    expect(answering.isDone).toBe(false);
    await made.world.advance(1);
    expect(answering.isDone).toBe(true);
    const reading = readAll((await answering.value)?.stream as ReadableStream<ModelPart>);
    await made.world.advance(1_000);
    const parts = await reading;
    expect(parts.map(({ type }) => type)).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-end',
      'tool-input-start',
      'tool-input-delta',
      'tool-input-end',
      'tool-call',
      'finish',
    ]);
    expect(parts.at(-2)).toMatchObject({ providerMetadata: { routed: { target: 'a', tier: 'simple' } } });
    expect(reportIn(parts.at(-1) as never)).toMatchObject({ target: 'a', firstContentMs: 50 });
    expect([made.models.b?.calls, made.eventsOf('warning')]).toEqual([[], []]);
  });

  it.each<[string, ModelPart[]]>([
    ['in characters', Array.from({ length: 6 }, () => delta('x'.repeat(1_000_000)))],
    ['in parts', Array.from({ length: 50_001 }, () => delta('x'))],
  ])('when it is too long %s, to its end', async (_, parts) => {
    const length = textOf(parts).length;
    const made = buffered({ a: { parts: [...opened(...parts), ...closed()] } });
    const { text, report } = await streamed(made);
    expect([text.length, report.target]).toEqual([length, 'a']);
    expect(made.models.b?.calls).toEqual([]);
  });

  it('and one that breaks off after that is gone on with where continuation is on', async () => {
    const long = Array.from({ length: 5 }, () => delta('x'.repeat(1_000_000)));
    const a: Script = { parts: opened(...long.slice(0, 1), delta('y')), thenThrow: httpError(500) };
    const made = buffered(
      { a, b: 'b' },
      { continuation: {}, routes: { simple: ['a', 'b'], medium: ['b'], complex: ['c'] } },
    );
    const { report } = await streamed(made, ask('A story'));
    expect(report).toMatchObject({ target: 'b', tier: 'medium' });
  });
});

describe('while a stream is held back', () => {
  it('an abort ends it, and rejects', async () => {
    const made = buffered({ a: slowly([...opened(delta('{')), ...closed()], 100) });
    const controller = new AbortController();
    const answering = outcomeOf(made.routed('auto').doStream(asObject({ abortSignal: controller.signal })));
    await made.world.advance(350);
    const reason = new Error('gone');
    controller.abort(reason);
    await made.world.settle();
    expect(answering.error).toBe(reason);
    expect(made.models.a?.aborted).toBe(1);
    expect(made.models.b?.calls).toEqual([]);
    expect(made.eventsOf('call-end')).toMatchObject([
      { outcome: 'cancelled', report: { attempts: [{ target: 'a', outcome: 'cancelled' }] } },
    ]);
    expect(made.world.pendingTimers).toBe(0);
  });

  it('a deadline ends it, as it would before its first content', async () => {
    const made = buffered({ a: slowly([...opened(delta('{')), ...closed()], 100) });
    const answering = outcomeOf(made.routed('auto').doStream(asObject(told({ deadlineMs: 350 }))));
    await made.world.advance(350);
    expect(answering.error).toMatchObject({ name: 'DeadlineExceededError' });
    expect(made.models.b?.calls).toEqual([]);
    expect(made.world.pendingTimers).toBe(0);
  });

  it('a deadline that passes in the tier above hands on the first answer', async () => {
    const made = buffered({ a: slowBad, b: 'hang' });
    const { text, report } = await streamed(made, asObject(told({ deadlineMs: 500 })));
    expect(text).toBe('{"name":7}');
    expect(report).toMatchObject({ target: 'a', firstContentMs: 500 });
  });

  it('it is read at the pace at which it comes, so that it is never unread', async () => {
    const parts = [...opened(...Array.from({ length: 40 }, () => delta(' '))), delta(goodJson), ...closed()];
    const made = buffered({ a: slowly(parts, 100) }, { timeout: { unreadMs: 500, idleMs: 500 } });
    expect((await streamed(made)).report).toMatchObject({ target: 'a', attempts: [{ outcome: 'ok' }] });
  });
});
