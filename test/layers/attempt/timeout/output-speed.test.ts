import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../../src/core/call.js';
import type { ModelPart } from '../../../../src/core/model.js';
import { checkOutputSpeed, type SpeedMarks } from '../../../../src/layers/attempt/timeout/output-speed.js';
import type { RoutedOptions } from '../../../../src/options.js';
import { ask, harness, readAll, reportIn, textOf } from '../../routed-harness.js';

const limits = { floor: 20, windowMs: 10_000 };

const beginning = (): Progress => ({
  sentAtMs: 0,
  respondedAtMs: 0,
  firstContentAtMs: 0,
  readingSinceMs: 0,
  handedUpAtMs: 0,
  idleMs: 0,
  readMs: 0,
  isToolAtWork: false,
  outputCharacters: 0,
  finishReason: null,
  responseId: null,
  responseModel: null,
});

/** Plays a stream that is read all the time; `writes` are [at, characters]. Tells when it is given up, or null. */
function givenUpAt(writes: readonly (readonly [number, number])[], untilMs: number): number | null {
  const progress = beginning();
  const marks: SpeedMarks = [];
  let lookAtMs = 0;
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 100) {
    for (const [atMs, characters] of writes) {
      if (atMs !== nowMs) continue;
      progress.readMs += nowMs - progress.readingSinceMs;
      progress.readingSinceMs = nowMs;
      progress.outputCharacters += characters;
    }
    if (nowMs < lookAtMs) continue;
    const againMs = checkOutputSpeed(progress, marks, limits, nowMs);
    if (againMs === 0) return nowMs;
    expect(againMs).toBeGreaterThanOrEqual(1);
    lookAtMs = nowMs + againMs;
  }
  return null;
}

/** A write of so many characters each second. */
const steadily = (characters: number, fromMs = 0, untilMs = 60_000) =>
  Array.from({ length: (untilMs - fromMs) / 1_000 }, (_, at) => [fromMs + at * 1_000, characters] as const);

describe('a floor on output speed', () => {
  it.each([
    ['a stream above the floor goes on', steadily(21), null],
    ['a stream just at the floor goes on', steadily(20), null],
    ['a stream below it is given up', steadily(18), 10_000],
    ['a trickle is given up after a window', steadily(1), 10_000],
    [
      'bursts with stalls shorter than the window go on',
      Array.from({ length: 6 }, (_, at) => [at * 9_900, 400] as const),
      null,
    ],
    ['a stall is given up when the window holds too little', [...steadily(100, 0, 20_000)], 28_000],
    ['a stream that slows down is given up', [...steadily(100, 0, 20_000), ...steadily(5, 20_000)], 28_000],
    [
      'a slow start is forgiven once the window holds enough',
      [...steadily(1, 0, 8_000), ...steadily(200, 8_000)],
      null,
    ],
  ])('%s', (_, writes, atMs) => {
    expect(givenUpAt(writes, 59_000)).toBe(atMs);
  });
});

it('a tool at work may take as long as it likes, in one reading', () => {
  const progress = { ...beginning(), outputCharacters: 600, isToolAtWork: true };
  const marks: SpeedMarks = [];
  for (let nowMs = 0; nowMs <= 29_000; nowMs += 1_000)
    expect(checkOutputSpeed(progress, marks, limits, nowMs)).toBeGreaterThan(0);
});

const start: ModelPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
];
const finish = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: { total: 3 }, outputTokens: { total: 9 } },
} as never as ModelPart;
const deltas = (type: 'text-delta' | 'reasoning-delta', delta: string, count: number): ModelPart[] =>
  Array.from({ length: count }, () => ({ type, id: '0', delta }));

describe('a stream under a floor', () => {
  const timeout: RoutedOptions['timeout'] = { minOutputCharactersPerSecond: 20 };

  async function played(
    script: { parts: readonly ModelPart[]; eachAfterMs?: number },
    options: RoutedOptions['timeout'] = timeout,
  ) {
    const made = harness({ a: script }, { timeout: options });
    const reading = made
      .routed('a')
      .doStream(ask())
      .then(({ stream }) => readAll(stream));
    await made.world.advance(200_000);
    return { ...made, parts: await reading };
  }

  it.each(['text-delta', 'reasoning-delta'] as const)(
    'of a trickle of %s ends with a timeout',
    async type => {
      const { parts, events, world, models } = await played({
        parts: [...start, ...deltas(type, 'x', 100), finish],
        eachAfterMs: 1_000,
      });
      expect(parts.at(-2)).toMatchObject({
        type: 'error',
        error: {
          message: 'Target a wrote fewer characters per second than it has to for 10000 ms.',
          isRetryable: false,
        },
      });
      const { attempts, latencyMs } = reportIn(parts.at(-1) as never);
      expect(attempts).toMatchObject([{ target: 'a', outcome: 'failed', errorClass: 'timeout' }]);
      expect(latencyMs).toBeLessThanOrEqual(15_000);
      expect(events).toContainEqual(expect.objectContaining({ type: 'attempt-end', errorClass: 'timeout' }));
      expect(models.a?.aborted).toBe(1);
      expect(world.pendingTimers).toBe(0);
    },
  );

  it('counts reasoning', async () => {
    const parts = [
      ...start,
      ...deltas('reasoning-delta', 'x'.repeat(30), 60),
      ...deltas('text-delta', 'done', 1),
      finish,
    ];
    expect(textOf((await played({ parts, eachAfterMs: 1_000 })).parts)).toBe('done');
  });

  it.each([
    [true, 'stop'],
    [false, 'error'],
  ])('does not hurry a tool that the provider runs (%s)', async (providerExecuted, unified) => {
    const tool = { toolCallId: 't', toolName: 'web_search' };
    const silence = Array.from({ length: 10 }, (): ModelPart => ({ type: 'raw', rawValue: null }));
    const parts: ModelPart[] = [
      ...start,
      ...deltas('text-delta', 'x'.repeat(60), 5),
      { type: 'tool-call', ...tool, input: '{}', providerExecuted },
      ...silence,
      { type: 'tool-result', ...tool, result: 'half', preliminary: true },
      ...silence,
      { type: 'tool-result', ...tool, result: 'all of it' },
      ...deltas('text-delta', 'x'.repeat(60), 5),
      finish,
    ];
    const { parts: read } = await played({ parts, eachAfterMs: 2_000 });
    expect(read.at(-1)).toMatchObject({ finishReason: { unified } });
  });

  it('is not fooled by a tool: what comes after its result has to be fast again', async () => {
    const tool = { toolCallId: 't', toolName: 'web_search' };
    const parts: ModelPart[] = [
      ...start,
      { type: 'tool-call', ...tool, input: '{}', providerExecuted: true },
      { type: 'tool-result', ...tool, result: 'all of it' },
      ...deltas('text-delta', 'x', 60),
      finish,
    ];
    const { parts: read } = await played({ parts, eachAfterMs: 2_000 });
    expect(read.at(-1)).toMatchObject({ finishReason: { unified: 'error' } });
  });

  it('does not hurry a slow reader', async () => {
    const { routed, world } = harness(
      { a: { parts: [...start, ...deltas('text-delta', 'x', 20), finish] } },
      { timeout },
    );
    const { stream } = await routed('a').doStream(ask());
    const reader = stream.getReader();
    const types: string[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      types.push(value.type);
      await world.advance(15_000);
    }
    expect(types).not.toContain('error');
    expect(types.at(-1)).toBe('finish');
  });

  it('is off by default', async () => {
    const script = { parts: [...start, ...deltas('text-delta', 'x', 100), finish], eachAfterMs: 1_000 };
    expect((await played(script, {})).parts.at(-1)).toMatchObject({ finishReason: { unified: 'stop' } });
  });

  it('is an option of a number above 0', () => {
    expect(() => harness({ a: 'x' }, { timeout: { minOutputCharactersPerSecond: 0 } })).toThrow(
      'timeout.minOutputCharactersPerSecond',
    );
  });
});
