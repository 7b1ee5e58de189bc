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

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['an empty object', () => ({})],
    ['a trap', () => trap()],
    ['content that throws', () => withTrap({ ...answer }, 'content')],
    ['metadata that throws', () => withTrap({ ...answer }, 'providerMetadata')],
    ['warnings that throw', () => withTrap({ ...answer }, 'warnings')],
    ['content and stream that are no lists', () => ({ ...answer, content: 5, stream: 5 })],
    [
      'a stream that somebody else reads',
      () => {
        const stream = streamOf([start, finish]);
        stream.getReader();
        return { stream };
      },
    ],
  ])('that answers with %s hands over to the next target', async (_, make) => {
    for (const give of [async () => make(), () => make()])
      expect(await textFrom({ doGenerate: give, doStream: give }, mode)).toBe('from b');
  });

  it.each<[string, unknown]>([
    ['numbers', { 'x-ratelimit-remaining-requests': 5, 'x-ratelimit-reset-requests': 6 }],
    ['null', null],
    ['traps', trap()],
  ])('gives its slot back where its response headers are %s', async (_, headers) => {
    const response = { headers };
    const odd = {
      doGenerate: async () => ({ ...answer, response }),
      doStream: async () => ({ stream: streamOf([start, text('from a'), finish]), response }),
    };
    expect(await textFrom(odd, mode)).toBe('from a');
  });

  it('is answered although its warnings are missing', async () => {
    const { warnings: _, ...bare } = answer;
    const odd = {
      doGenerate: async () => bare,
      ...streaming([{ type: 'stream-start' }, text('from a'), finish]),
    };
    expect(await textFrom(odd, mode)).toBe('from a');
  });

  it.each<[string, unknown]>([
    ['not a number', { inputTokens: { total: Number.NaN }, outputTokens: { total: Number.NaN } }],
    ['negative', { inputTokens: { total: -5 }, outputTokens: { total: -1e9 } }],
    ['huge', { inputTokens: { total: 1e308 }, outputTokens: { total: 1e308 } }],
    ['text', { inputTokens: '5', outputTokens: '5' }],
    ['missing', undefined],
    ['a trap', trap()],
  ])('is charged by an estimate where its usage is %s', async (_, told) => {
    const odd = {
      doGenerate: async () => ({ ...answer, usage: told }),
      ...streaming([start, text('from a'), { ...finish, usage: told }]),
    };
    const { report, error } = await play(odd, mode);
    expect(error).toBeUndefined();
    expect(report.totals).toMatchObject({ succeeded: 1, outputTokens: 2 });
    expect(report.totals.inputTokens).toBeGreaterThan(0);
  });

  it('that listens to nothing and answers with junk after its time leaves nothing behind', async () => {
    const late = ({ abortSignal }: { abortSignal: AbortSignal }) =>
      new Promise(resolve => abortSignal.addEventListener('abort', () => resolve({})));
    expect(await textFrom({ doGenerate: late, doStream: late }, mode)).toBe('from b');
  });
});

it('counts the input of a tool that is an object, so that no sum is spoilt', async () => {
  const content = [{ type: 'tool-call', toolCallId: '1', toolName: 'look', input: { at: 'sky' } }];
  const { report } = await play(
    { doGenerate: async () => ({ ...answer, content, usage: undefined }) },
    'generate',
  );
  expect(report.totals.outputTokens).toBe(3);
});

describe('a stream', () => {
  it.each<[string, unknown[]]>([
    ['null', [null]],
    ['a trap', [trap()]],
    ['a delta without text', [{ type: 'text-delta', id: '0' }]],
    ['a finish without a reason', [{ type: 'finish', usage }]],
    ['an error that is a trap', [{ type: 'error', error: trap() }]],
    ['an error that is a revoked proxy', [{ type: 'error', error: revoked() }]],
    ['an error whose name throws', [{ type: 'error', error: withTrap(new Error('x'), 'name') }]],
    ['an error that is undefined', [{ type: 'error' }]],
  ])('with %s for a part goes on elsewhere before content, and breaks off after it', async (_, odd) => {
    expect(await textFrom(streaming([start, ...odd, text('x'), finish]), 'stream')).toBe('from b');
    const { types, error } = await play(streaming([start, text('x'), ...odd, text('y'), finish]), 'stream');
    expect(error).toBeUndefined();
    expect(types).toEqual(['stream-start', 'response-metadata', 'text-delta', 'error', 'finish']);
  });

  it.each(thrownThings)('that throws %s after content breaks off', async (_, make) => {
    const odd = streaming([start, text('x')], () => {
      throw make();
    });
    const { types, error } = await play(odd, 'stream');
    expect(error).toBeUndefined();
    expect(types.slice(-2)).toEqual(['error', 'finish']);
  });

  it.each<[string, unknown[]]>([
    ['twice', [start, start, text('x'), start, finish]],
    ['late', [{ type: 'text-start', id: '0' }, start, text('x'), finish]],
    ['never', [text('x'), finish]],
    ['never, and says nothing', [finish]],
    ['once and finishes twice', [start, text('x'), finish, finish]],
    ['once and goes on after its end', [start, text('x'), finish, text('y'), { type: 'error', error: 'z' }]],
  ])('that begins %s begins once and ends once', async (_, parts) => {
    const { types, error, parts: got } = await play(streaming(parts), 'stream');
    expect(error).toBeUndefined();
    expect(types.filter(type => type === 'error')).toHaveLength(0);
    expect(reportIn(got.at(-1) as never)).toMatchObject({ target: 'a' });
  });

  it.each<[string, () => unknown]>([
    [
      'errors in its start',
      () => new ReadableStream({ start: controller => controller.error(new Error('x')) }),
    ],
    [
      'has a reader that throws at once',
      () => {
        const reader = {
          read() {
            throw new Error('x');
          },
          cancel: async () => {},
        };
        return { locked: false, getReader: () => reader };
      },
    ],
    [
      'throws in its first pull',
      () =>
        streamOf([], () => {
          throw new Error('x');
        }),
    ],
    [
      'throws when it is cancelled',
      () =>
        new ReadableStream({
          pull: controller => controller.enqueue({ type: 'error', error: 'x' }),
          cancel: () => {
            throw new Error('y');
          },
        }),
    ],
  ])('that %s goes on elsewhere', async (_, make) => {
    expect(await textFrom({ doStream: async () => ({ stream: make() }) }, 'stream')).toBe('from b');
  });

  it('that does not close after its finish is over', async () => {
    const odd = streaming([start, text('x'), finish], () => new Promise(() => {}));
    expect((await play(odd, 'stream')).types.at(-1)).toBe('finish');
  });
});
