import { inspect } from 'node:util';
import { APICallError } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelPart } from '../../../src/core/model.js';
import { StreamInterruptedError } from '../../../src/core/stream-interrupted.js';
import { overlapOf } from '../../../src/prompt/overlap.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { ask, harness, httpError, readAll, reportIn, textOf } from '../routed-harness.js';

type Options = Parameters<typeof harness>[1];

const start: ModelPart = { type: 'stream-start', warnings: [] };
const open = (id = '0'): ModelPart => ({ type: 'text-start', id });
const text = (delta: string, id = '0'): ModelPart => ({ type: 'text-delta', id, delta });
const close = (id = '0'): ModelPart => ({ type: 'text-end', id });
const finish: ModelPart = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 5, text: 5, reasoning: 0 },
  },
};
const reset = httpError(500);
const cut = (...parts: ModelPart[]): Script => ({ parts: [start, ...parts], thenThrow: reset });
const whole = (...parts: ModelPart[]): Script => ({ parts: [start, ...parts, finish] });
const rest = whole(open('b'), text('and the rest.', 'b'), close('b'));

const types = (parts: readonly ModelPart[]) => parts.map(({ type }) => type);
const count = (parts: readonly ModelPart[], type: ModelPart['type']) =>
  types(parts).filter(one => one === type).length;

async function streamed(
  scripts: Parameters<typeof harness>[0],
  options: Options = {},
  call: Parameters<typeof ask>[1] = {},
) {
  const made = harness(scripts, { continuation: {}, ...options });
  const reading = made
    .routed('auto')
    .doStream(ask(undefined, call))
    .then(({ stream }) => readAll(stream));
  await made.world.advance(60_000);
  const parts = await reading;
  expect([count(parts, 'stream-start'), count(parts, 'finish')]).toEqual([1, 1]);
  expect(made.world.pendingTimers).toBe(0);
  expect(made.routed.report().queue.active).toBe(0);
  return { ...made, parts, report: reportIn(parts.at(-1) as never) };
}

const errorOf = (parts: readonly ModelPart[]): unknown =>
  parts.flatMap(part => (part.type === 'error' ? [part.error] : []))[0];

describe('an answer that breaks off', () => {
  it.each<[string, Script]>([
    ['in the middle of its text', cut(open(), text('The first half '))],
    ['after a model said that its text had ended', cut(open(), text('The first half '), close())],
    ['without a finish', { parts: [start, open(), text('The first half ')] }],
    [
      'with an error part',
      { parts: [start, open(), text('The first half '), { type: 'error', error: { code: 500 } }] },
    ],
    [
      'after reasoning',
      cut(
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'Hm.' },
        { type: 'reasoning-end', id: 'r' },
        open(),
        text('The first half '),
      ),
    ],
  ])('%s is gone on with, as one stream', async (_, a) => {
    const { parts, report, models, eventsOf } = await streamed({ a, b: rest });
    expect(textOf(parts)).toBe('The first half and the rest.');
    expect(types(parts).filter(type => type.startsWith('text'))).toEqual([
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
    ]);
    expect(parts.flatMap(part => ('id' in part && part.type.startsWith('text') ? [part.id] : []))).toEqual([
      '0',
      '0',
      '0',
      '0',
    ]);
    expect([count(parts, 'response-metadata'), count(parts, 'error')]).toEqual([1, 0]);
    expect(parts.at(-1)).toMatchObject({ finishReason: { unified: 'stop' } });
    expect(report).toMatchObject({
      target: 'b',
      model: 'b-model',
      attempts: [
        { target: 'a', outcome: 'failed' },
        { target: 'b', outcome: 'ok' },
      ],
    });
    expect(models.b?.calls[0]?.prompt.slice(-2)).toMatchObject([
      { role: 'assistant', content: [{ text: 'The first half ' }] },
      { role: 'user' },
    ]);
    expect(eventsOf('failover')).toMatchObject([{ from: 'a', to: 'b', isContinuation: true }]);
  });

  it('in a second block goes on in that block', async () => {
    const a = cut(open(), text('One. '), close(), open('1'), text('Two, ', '1'));
    const { parts } = await streamed({ a, b: rest });
    expect(
      parts.flatMap(part =>
        part.type.startsWith('text') && 'id' in part ? [`${part.type} ${part.id}`] : [],
      ),
    ).toEqual([
      'text-start 0',
      'text-delta 0',
      'text-end 0',
      'text-start 1',
      'text-delta 1',
      'text-delta 1',
      'text-end 1',
    ]);
    expect(textOf(parts)).toBe('One. Two, and the rest.');
  });

  it.each<[string, ModelPart[], Parameters<typeof ask>[1]]>([
    [
      'in the input of a tool',
      [open(), text('half'), close(), { type: 'tool-input-start', id: 't', toolName: 'look' }],
      {},
    ],
    [
      'in its reasoning',
      [
        { type: 'reasoning-start', id: 'r' },
        { type: 'reasoning-delta', id: 'r', delta: 'half' },
      ],
      {},
    ],
    ['in reasoning after text', [open(), text('half'), { type: 'reasoning-start', id: 'r' }], {}],
    [
      'after a source',
      [{ type: 'source', sourceType: 'url', id: 's', url: 'https://example.com' }, open(), text('half')],
      {},
    ],
    ['as JSON', [open(), text('{"half":')], { responseFormat: { type: 'json' } }],
  ])('%s has ended', async (_, before, call) => {
    const { parts, models, report } = await streamed({ a: cut(...before), b: rest }, {}, call);
    expect(models.b?.calls).toHaveLength(0);
    expect(types(parts).slice(-2)).toEqual(['error', 'finish']);
    expect(report.attempts).toMatchObject([{ target: 'a', outcome: 'failed' }]);
  });

  it('repeats nothing that the next model repeats', async () => {
    const a = cut(open(), text('The quick brown fox jum'));
    const b = whole(open(), text('The quick bro'), text('wn fox jumps over'), text(' the dog.'), close());
    expect(textOf((await streamed({ a, b })).parts)).toBe('The quick brown fox jumps over the dog.');
  });

  it('goes on once more where that breaks off too, and a target that fails before it begins is passed over', async () => {
    const { parts, report } = await streamed({
      a: cut(open(), text('One, ')),
      b: { error: httpError(503) },
      c: cut(open(), text('two, ')),
      d: whole(open(), text('three.'), close()),
    });
    expect(textOf(parts)).toBe('One, two, three.');
    expect(report.attempts.map(({ target, outcome }) => `${target} ${outcome}`)).toEqual([
      'a failed',
      'b failed',
      'c failed',
      'd ok',
    ]);
  });

  it('ends after as many continuations as are allowed', async () => {
    const { parts, models } = await streamed(
      { a: cut(open(), text('One, ')), b: cut(open(), text('two, ')), c: rest },
      { continuation: { maxContinuations: 1 } },
    );
    expect(textOf(parts)).toBe('One, two, ');
    expect(models.c?.calls).toHaveLength(0);
    const error = errorOf(parts);
    expect(StreamInterruptedError.isInstance(error) && error.partialText).toBe('One, two, ');
  });

  it('ends with one error that tells of all attempts where nobody goes on', async () => {
    const { parts, report, eventsOf } = await streamed({
      a: cut(open(), text('half ')),
      b: { error: httpError(400) },
    });
    const error = errorOf(parts);
    expect(types(parts).slice(-2)).toEqual(['error', 'finish']);
    expect(StreamInterruptedError.isInstance(error) && error.partialText).toBe('half ');
    expect(report.attempts.map(({ target }) => target)).toEqual(['a', 'b']);
    expect(report.target).toBe('a');
    expect(eventsOf('call-end')).toMatchObject([{ outcome: 'failed' }]);
  });

  it('may be gone on with by the same target, after a wait', async () => {
    const { parts, eventsOf } = await streamed({ a: [cut(open(), text('half ')), rest] });
    expect(textOf(parts)).toBe('half and the rest.');
    expect(eventsOf('retry-wait')).toMatchObject([{ target: 'a', isContinuation: true }]);
  });

  it('is told, priced and counted as what all attempts took, against a baseline that reads the prompt once', async () => {
    const { parts, report } = await streamed(
      { a: cut(open(), text('x'.repeat(400))), b: rest },
      { baseline: 'a' },
    );
    const input = report.usage.inputTokens as number;
    expect(report.usage.outputTokens).toBe(100 + 5);
    expect(input).toBeGreaterThan(10);
    expect(report.estimated).toBe(true);
    expect(parts.at(-1)).toMatchObject({
      usage: { inputTokens: { total: input }, outputTokens: { total: 105 } },
    });
    const [first, second] = report.attempts.map(({ costNanoUsd }) => costNanoUsd as number);
    expect(first).toBe((input - 10) * 1_000 + 100 * 2_000);
    expect(second).toBe(10 * 2_000 + 5 * 4_000);
    expect(report.costNanoUsd).toBe((first ?? 0) + (second ?? 0));
    expect(report.baselineCostUsd).toBeCloseTo(((input - 10) * 1_000 + 105 * 2_000) / 1e9, 12);
  });

  it('asks for no more than is left of maxOutputTokens and of maxCostUsd', async () => {
    const call = { maxOutputTokens: 1_000, providerOptions: { routed: { maxCostUsd: 1 } } };
    const { models } = await streamed({ a: cut(open(), text('word '.repeat(400))), b: rest }, {}, call);
    const asked = models.b?.calls[0]?.maxOutputTokens ?? 0;
    expect(asked).toBeGreaterThan(300);
    expect(asked).toBeLessThan(600);
  });

  it('keeps the time of its first content', async () => {
    const a: Script = { parts: [start, open(), text('half ')], eachAfterMs: 100, thenThrow: reset };
    const b: Script = { parts: [start, open(), text('rest'), close(), finish], eachAfterMs: 1_000 };
    expect((await streamed({ a, b })).report.firstContentMs).toBe(300);
  });

  it('is not gone on with for a caller who left, or past a deadline', async () => {
    const made = harness({ a: cut(open(), text('half ')), b: 'hang' }, { continuation: {} });
    const stop = new AbortController();
    const { stream } = await made.routed('auto').doStream(ask(undefined, { abortSignal: stop.signal }));
    const reading = readAll(stream).catch(error => error);
    await made.world.settle();
    stop.abort(new Error('enough'));
    expect(await reading).toMatchObject({ message: 'enough' });
    expect(made.models.b?.aborted).toBe(1);
    expect(made.eventsOf('call-end')).toMatchObject([{ outcome: 'cancelled' }]);

    const late = await streamed(
      { a: cut(open(), text('half ')), b: 'hang' },
      {},
      {
        providerOptions: { routed: { deadlineMs: 1_000 } },
      },
    );
    expect(errorOf(late.parts)).toMatchObject({ name: 'DeadlineExceededError' });
    expect(late.eventsOf('call-end')).toMatchObject([{ outcome: 'failed' }]);
  });

  it('ends where nobody reads any more', async () => {
    const made = harness(
      { a: { parts: [start, open(), text('half ')], thenHang: true }, b: rest },
      { continuation: {} },
    );
    await made.routed('auto').doStream(ask());
    await made.world.advance(300_001);
    expect(made.eventsOf('call-end')).toHaveLength(1);
    expect(made.world.pendingTimers).toBe(0);
    expect(made.models.b?.calls).toHaveLength(0);
  });

  it('hands on what had come of it where it ended before anybody read', async () => {
    const { routed, world } = harness(
      { a: { parts: [start, open(), text('The first half ')], thenHang: true }, b: rest },
      { continuation: {} },
    );
    const { stream } = await routed('auto').doStream(
      ask(undefined, { providerOptions: { routed: { deadlineMs: 1_000 } } }),
    );
    await world.advance(2_000);
    const parts = await readAll(stream);
    expect(types(parts)).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'error',
      'finish',
    ]);
    expect(errorOf(parts)).toMatchObject({
      name: 'DeadlineExceededError',
      partialText: 'The first half ',
    });
    expect(world.pendingTimers).toBe(0);
  });

  describe('after a hedge', () => {
    const slowly = (...parts: ModelPart[]): Script => ({
      parts: [start, ...parts],
      eachAfterMs: 50,
      thenThrow: reset,
    });
    const hedged: Options = { hedge: { maxRatio: 1, delayMs: 100 } };
    const sentTo = (events: readonly unknown[]) =>
      events.map(event => (event as { target: string }).target).join('');

    it('asks nobody whom the call may not ask again, however the hedge ended', async () => {
      const refusing: Script[] = [{ error: httpError(400), afterMs: 150 }, rest];
      const scripts = { a: refusing, b: [slowly(open(), text('The first half ')), rest] };
      const { parts, eventsOf } = await streamed(scripts, hedged);
      expect(textOf(parts)).toBe('The first half and the rest.');
      expect(sentTo(eventsOf('attempt-start'))).toBe('abb');
    });

    it('sends one attempt per target without retries', async () => {
      const failing: Script[] = [{ error: httpError(500), afterMs: 150 }, rest];
      const scripts = { a: failing, b: slowly(open(), text('The first half ')), c: rest };
      const { parts, eventsOf } = await streamed(scripts, { ...hedged, retry: false });
      expect(textOf(parts)).toBe('The first half and the rest.');
      expect(sentTo(eventsOf('attempt-start'))).toBe('abc');
    });

    it('counts the attempt that was outrun among all of the call', async () => {
      const scripts = {
        a: [{ text: 'too late', afterMs: 15_000 }, { error: httpError(500) }],
        b: [slowly(open(), text('The first half ')), rest],
      };
      const { report } = await streamed(scripts, { ...hedged, retry: { maxAttempts: 3 } });
      expect(report.attempts.map(({ target, outcome }) => `${target} ${outcome}`)).toEqual([
        'a cancelled',
        'b failed',
        'a failed',
      ]);
    });
  });

  it('is refused as an option that is not known, or makes no sense', () => {
    expect(() => harness({ a: 'x' }, { continuation: { maxContinuations: 0 } })).toThrow(
      'continuation.maxContinuations',
    );
    expect(() => harness({ a: 'x' }, { continuation: { other: 1 } as never })).toThrow('continuation.other');
  });

  it('is whole again however it was cut, and however much was repeated', async () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{4,9}$/), { minLength: 12, maxLength: 40 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(fc.record({ at: share, overlap: share, piece: fc.integer({ min: 1, max: 20 }) }), {
          minLength: 2,
          maxLength: 3,
        }),
        async (chosen, cuts) => {
          const answer = chosen.join(' ');
          const ends = cuts
            .slice(1)
            .map(({ at }) => 1 + Math.floor(at * (answer.length - 2)))
            .sort((one, other) => one - other)
            .concat(answer.length);
          fc.pre(new Set(ends).size === ends.length);
          let from = 0;
          const scripts = cuts.map(({ overlap, piece }, index) => {
            const end = ends[index] as number;
            const repeated = Math.floor(overlap * Math.min(from, 60));
            // Less would be taken for chance, and is, but for an answer that is repeated whole.
            const begin = repeated >= 12 || repeated === from ? from - repeated : from;
            const said = answer.slice(begin, end);
            // Of a text that repeats itself nobody can tell.
            for (let length = repeated + 1; length <= from; length++)
              fc.pre((length < 12 && length < from) || !said.startsWith(answer.slice(from - length, from)));
            // What is cut off while it may still be a repetition is not handed on, and asked for again.
            fc.pre(end === answer.length || from === 0 || overlapOf(answer.slice(0, from), said).isDecided);
            from = end;
            const deltas = said.match(new RegExp(`.{1,${piece}}`, 'gs')) ?? [];
            const parts = [open(String(index)), ...deltas.map(delta => text(delta, String(index)))];
            return end === answer.length ? whole(...parts, close(String(index))) : cut(...parts);
          });
          const byName = Object.fromEntries(scripts.map((script, index) => [`t${index}`, script]));
          const { parts } = await streamed(byName);
          expect(textOf(parts)).toBe(answer);
          expect([count(parts, 'text-start'), count(parts, 'text-end'), count(parts, 'error')]).toEqual([
            1, 1, 0,
          ]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the error of a stream that broke off', () => {
  const partial = 'the words of the answer';

  it('holds the text so far, and shows it to nobody else', async () => {
    const { parts, events } = await streamed(
      { a: cut(open(), text(partial)) },
      { continuation: false, retry: false },
    );
    const error = errorOf(parts);
    expect(APICallError.isInstance(error)).toBe(true);
    if (!StreamInterruptedError.isInstance(error)) throw new Error('not marked');
    expect([error.partialText, error.isPartialTextCut]).toEqual([partial, false]);
    const shown = [
      inspect(error, { showHidden: true, depth: 9 }),
      JSON.stringify(error),
      String(error),
      error.stack,
      JSON.stringify({ ...error }),
      inspect(events, { depth: 9 }),
      JSON.stringify(parts.at(-1)),
    ].join('\n');
    expect(shown).not.toContain(partial);
  });

  it('is no other error', () => {
    expect(StreamInterruptedError.isInstance(httpError(500))).toBe(false);
    expect(StreamInterruptedError.isInstance(undefined)).toBe(false);
    const trap = new Proxy(
      {},
      {
        has: () => {
          throw new Error('trap');
        },
      },
    );
    expect(StreamInterruptedError.isInstance(trap)).toBe(false);
  });

  it('holds the beginning of a very long text', async () => {
    const long = 'y'.repeat(400_000);
    const { parts } = await streamed({ a: cut(open(), text(long), text(long), text(long)), b: rest });
    const error = errorOf(parts);
    if (!StreamInterruptedError.isInstance(error)) throw new Error('not marked');
    expect([error.partialText.length, error.isPartialTextCut]).toEqual([1_048_576, true]);
  });
});
