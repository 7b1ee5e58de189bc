import { describe, expect, it } from 'vitest';
import type { Model, ModelPart, ModelResult } from '../../../src/core/model.js';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask, httpError, outcomeOf, reportIn, textOf } from '../routed-harness.js';
import { revoked, thrownThings, trap, withTrap } from './traps.js';

type Odd = Partial<Record<'doGenerate' | 'doStream', (options: never) => unknown>>;

const start: ModelPart = { type: 'stream-start', warnings: [] };
const text = (delta: string): ModelPart => ({ type: 'text-delta', id: '0', delta });
const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};
const finish: ModelPart = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage };
const answer: ModelResult = {
  content: [{ type: 'text', text: 'from a' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage,
  warnings: [],
};

/** A stream of whatever is given, which then ends, or does what `then` does. */
function streamOf(parts: readonly unknown[], then?: () => unknown): ReadableStream<ModelPart> {
  let next = 0;
  return new ReadableStream<ModelPart>(
    {
      pull(controller) {
        if (next < parts.length) return controller.enqueue(parts[next++] as ModelPart);
        if (then === undefined) return controller.close();
        return then() as Promise<void>;
      },
    },
    { highWaterMark: 0 },
  );
}
const streaming = (parts: readonly unknown[], then?: () => unknown): Odd => ({
  doStream: async () => ({ stream: streamOf(parts, then) }),
});

/** Plays one call with the odd model first and a healthy one behind it, and checks what must hold whatever the first does. */
async function play(odd: Odd, mode: 'generate' | 'stream') {
  const world = fakeWorld();
  const ends: unknown[] = [];
  const healthy = scriptedModel({ script: 'from b', world, modelId: 'b', provider: 'b.chat' });
  const routed = createRouted({
    world,
    timeout: { attemptMs: 5_000, responseMs: 5_000 },
    onEvent: event => {
      if (event.type === 'call-end') ends.push(event);
    },
    targets: {
      a: {
        model: { ...healthy, modelId: 'a', provider: 'a.chat', ...odd } as Model,
        limits: { maxConcurrent: 1 },
      },
      b: healthy,
    },
    routes: { simple: ['a', 'b'], medium: ['a', 'b'], complex: ['a', 'b'] },
  });
  const parts: ModelPart[] = [];
  const playing = async () => {
    if (mode === 'generate') return routed('auto').doGenerate(ask());
    const { stream } = await routed('auto').doStream(ask());
    for await (const part of stream as unknown as AsyncIterable<ModelPart>) parts.push(part);
    return null;
  };
  const outcome = outcomeOf(playing());
  await world.advance(40_000);
  expect(outcome.isDone).toBe(true);
  expect(routed.report().queue.active).toBe(0);
  expect(world.pendingTimers).toBe(0);
  expect(ends).toHaveLength(1);
  const types = parts.map(({ type }) => type);
  if (mode === 'stream' && outcome.error === undefined) {
    expect(types[0]).toBe('stream-start');
    expect(types.at(-1)).toBe('finish');
  }
  for (const once of ['stream-start', 'error', 'finish'] as const)
    expect(types.filter(type => type === once).length).toBeLessThanOrEqual(1);
  return { ...outcome, parts, types, report: routed.report() };
}

/** The text of the answer, in either mode. */
async function textFrom(odd: Odd, mode: 'generate' | 'stream'): Promise<string> {
  const { value, error, parts } = await play(odd, mode);
  if (error !== undefined) throw error;
  if (mode === 'stream') return textOf(parts);
  return (value?.content ?? []).map(part => (part.type === 'text' ? part.text : '')).join('');
}

const modes = ['generate', 'stream'] as const;

describe.each(modes)('a model asked to %s', mode => {
  it.each(thrownThings)('that throws %s hands over to the next target', async (_, make) => {
    const fail = async () => {
      throw make();
    };
    expect(await textFrom({ doGenerate: fail, doStream: fail }, mode)).toBe('from b');
  });

  it('that throws an error with a header that throws keeps its status', async () => {
    const fail = async () => {
      const error = httpError(400);
      Object.assign(error, { responseHeaders: withTrap({}, 'retry-after') });
      throw error;
    };
    const { error } = await play({ doGenerate: fail, doStream: fail }, mode);
    expect(error).toMatchObject({ statusCode: 400, isRetryable: false });
  });
});
