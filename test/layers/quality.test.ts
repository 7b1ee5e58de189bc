import { describe, expect, it, vi } from 'vitest';
import type { AttemptRecord, Call } from '../../src/core/call.js';
import type { Classifier, Tier } from '../../src/core/classification.js';
import { InvalidOptionsError } from '../../src/core/errors.js';
import type { ModelMessage, ModelOptions } from '../../src/core/model.js';
import type { Target } from '../../src/core/target.js';
import { emptyTrail } from '../../src/core/trail.js';
import { createQuality } from '../../src/layers/quality.js';
import { sharedState } from '../../src/layers/shared.js';
import type { RoutedOptions } from '../../src/options.js';
import { traitsOfText } from '../../src/prompt/traits-of.js';
import { givenTier } from '../../src/route/decide.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Store } from '../../src/store/store.js';
import { fakeWorld } from '../../src/testing/fake-world.js';
import { calls, failure, result, tools, user } from '../prompt/step/prompts.js';
import { ask, harness, httpError, outcomeOf, readAll, reportIn } from './routed-harness.js';

/** Every call is simple, and its task is the first word of the ask. */
const byWord: Classifier = {
  name: 'by-word',
  classify: ({ ask: text }) => ({
    tier: 'simple' as Tier,
    score: 0.1,
    confidence: 1,
    task: text.split(' ')[0] as string,
    reasons: [],
  }),
};
const dayMs = 86_400_000;
const setUp = (options: Omit<RoutedOptions, 'targets' | 'world'> = {}, scripts: object = {}) =>
  harness({ a: 'a', b: 'b', ...scripts }, { learning: {}, classifier: byWord, ...options });
type Routed = ReturnType<typeof setUp>['routed'];

const reportOf = async (routed: Routed, options: ModelOptions = ask('write this'), id = 'auto') =>
  reportIn(await routed(id).doGenerate(options));
const firstOf = (routed: Routed, text = 'write this') => routed.explain(text).candidates[0]?.target;

/** Says that `a` was of no use, of as many answers as it takes to move it. */
async function sayBad(routed: Routed): Promise<void> {
  for (let at = 0; at < 5; at++) {
    const { callId, target } = await reportOf(routed);
    expect(target).toBe('a');
    expect(await routed.feedback(callId, { score: 0 })).toBe(true);
  }
}

describe('feedback', () => {
  it('puts a target behind the next one, for its task alone, and explain and the call say why', async () => {
    const { routed } = setUp();
    await sayBad(routed);
    expect(firstOf(routed)).toBe('b');
    expect(firstOf(routed, 'count this')).toBe('a');
    const report = await reportOf(routed);
    expect(report.target).toBe('b');
    expect(report.reasons.join()).toMatch(
      /learned from use at this task: b .*, before a 0\.42 of 1 after 5\.0/,
    );
    expect(routed.explain('write this').reasons.join()).toContain('learned from use');
  });

  it('is taken of a stream', async () => {
    const { routed } = setUp();
    for (let at = 0; at < 5; at++) {
      const { stream } = await routed('auto').doStream(ask('write this'));
      const { callId } = reportIn((await readAll(stream)).at(-1) as never);
      expect(await routed.feedback(callId, { score: 0 })).toBe(true);
    }
    expect(firstOf(routed)).toBe('b');
  });

  it('said again takes the place of what was said before', async () => {
    const { routed } = setUp();
    const { callId } = await reportOf(routed);
    for (let at = 0; at < 20; at++) await routed.feedback(callId, { score: 0 });
    expect(firstOf(routed)).toBe('a');
    for (let at = 0; at < 4; at++) await routed.feedback((await reportOf(routed)).callId, { score: 0 });
    expect(firstOf(routed)).toBe('b');
    await routed.feedback(callId, { score: 1 });
    expect(firstOf(routed)).toBe('a');
  });

  it('lets go of a target that fades out of memory', async () => {
    const { routed, world } = setUp();
    await sayBad(routed);
    await world.advance(2 * dayMs - 1);
    expect(firstOf(routed)).toBe('b');
    await world.advance(1);
    expect(firstOf(routed)).toBe('a');
  });

  it('moves no session from where it is, but the next one', async () => {
    const { routed } = setUp();
    const of = (session: string) => ask('write this', { providerOptions: { routed: { session } } });
    await reportOf(routed, of('begun'));
    await sayBad(routed);
    expect(await reportOf(routed, of('begun'))).toMatchObject({ target: 'a' });
    expect(await reportOf(routed, of('new'))).toMatchObject({ target: 'b' });
  });

  it('puts nobody first that a cap leaves out', async () => {
    const { routed } = setUp({ maxOutputUsdPerMTok: 3 });
    await sayBad(routed);
    expect(routed.explain('write this')).toMatchObject({
      candidates: [{ target: 'a' }],
      leftOut: [{ target: 'b' }],
    });
  });

  it('of a call whose tier was given counts for that tier', async () => {
    const { routed } = setUp();
    for (let at = 0; at < 5; at++) {
      const { callId } = await reportOf(routed, undefined, 'medium');
      await routed.feedback(callId, { score: 0 });
    }
    expect(routed.explain('x', { tier: 'medium' }).candidates[0]?.target).toBe('b');
    expect(routed.explain('x', { tier: 'complex' }).candidates[0]?.target).toBe('a');
  });

  it('is refused, kindly, of calls that nothing can be learned of', async () => {
    const { routed, world } = setUp({ retry: false }, { a: ['a', { error: httpError(400) }, 'a'] });
    const { callId } = await reportOf(routed);
    const failed = await settledOf(() => routed('auto').doGenerate(ask('write this')));
    expect(failed.error).toBeDefined();
    const forced = await reportOf(routed, undefined, 'a');
    for (const id of ['nobody', '', '__proto__', 'call-2', forced.callId])
      expect(await routed.feedback(id, { score: 1 })).toBe(false);
    expect(await routed.feedback(callId, { score: 1 })).toBe(true);
    await world.advance(dayMs + 1);
    expect(await routed.feedback(callId, { score: 1 })).toBe(false);
  });

  it('is refused of a call that 10,000 others followed', async () => {
    const { routed } = setUp({ admission: false, breaker: false, timeout: false });
    const { callId } = await reportOf(routed);
    const { callId: next } = await reportOf(routed);
    for (let at = 0; at < 9_999; at++) await routed('auto').doGenerate(ask('write this'));
    expect(await routed.feedback(callId, { score: 1 })).toBe(false);
    expect(await routed.feedback(next, { score: 1 })).toBe(true);
  });

  it.each<[string, unknown[], string]>([
    ['above 1', ['call-1', { score: 1.1 }], 'feedback.score'],
    ['below 0', ['call-1', { score: -0.1 }], 'feedback.score'],
    ['no number', ['call-1', { score: Number.NaN }], 'feedback.score'],
    ['a text', ['call-1', { score: 'good' }], 'feedback.score'],
    ['missing', ['call-1', {}], 'feedback.score'],
    ['not there at all', ['call-1'], 'feedback'],
    ['with a word too many', ['call-1', { score: 1, comment: 'secret' }], 'feedback.comment'],
    ['of no id', [undefined, { score: 1 }], 'callId'],
  ])('%s is an InvalidOptionsError, and nothing is kept', async (_, given, path) => {
    for (const learning of [{}, false] as const) {
      const { routed, eventsOf } = setUp({ learning });
      await reportOf(routed);
      const { error } = await settledOf(() => Reflect.apply(routed.feedback, routed, given));
      expect(InvalidOptionsError.isInstance(error) && error.path).toBe(path);
      expect(String(error)).not.toContain('secret');
      expect(eventsOf('feedback-received')).toEqual([]);
    }
  });

  it('is told as an event without a text', async () => {
    const { routed, eventsOf } = setUp();
    const { callId } = await reportOf(routed);
    await routed.feedback(callId, { score: 0.25 });
    expect(eventsOf('feedback-received')).toEqual([
      {
        type: 'feedback-received',
        at: expect.any(Number),
        callId,
        target: 'a',
        task: 'write',
        from: 'caller',
        score: 0.25,
      },
    ]);
  });
});

const settledOf = async (start: () => PromiseLike<unknown>) => {
  try {
    return { value: await start(), error: undefined };
  } catch (error) {
    return { value: undefined, error };
  }
};

describe('without a word', () => {
  const conversation = (more: readonly ModelMessage[] = []): ModelOptions => ({
    prompt: [user('write this'), ...more],
    providerOptions: { routed: { session: 's' } },
  });
  const told = (setup: ReturnType<typeof setUp>) =>
    setup.eventsOf('feedback-received').map(event => ({ ...event, at: 0 }));

  it('who asks the same again at once was not helped', async () => {
    const setup = setUp();
    const { callId } = await reportOf(setup.routed, conversation());
    await setup.world.advance(20_000);
    await reportOf(setup.routed, conversation());
    const event = {
      type: 'feedback-received',
      at: 0,
      callId,
      target: 'a',
      task: 'write',
      from: 'retry',
      score: 0,
    };
    expect(told(setup)).toEqual([event]);
  });

  it('who complains about an answer was not helped', async () => {
    const setup = setUp();
    const { callId } = await reportOf(setup.routed, conversation());
    const complaint = 'Your previous response is not valid JSON. Try again.';
    const answer: ModelMessage = { role: 'assistant', content: [{ type: 'text', text: '{' }] };
    await reportOf(setup.routed, conversation([answer, user(complaint)]));
    expect(told(setup)).toMatchObject([{ callId, from: 'retry' }]);
  });

  it.each(['That is wrong.', 'Your answer is bad, and far too long. Try again.', 'No, I meant Ada.'])(
    'who says "%s" is heard only as feedback',
    async text => {
      const setup = setUp();
      await reportOf(setup.routed, conversation());
      const answer: ModelMessage = { role: 'assistant', content: [{ type: 'text', text: '{' }] };
      await reportOf(setup.routed, conversation([answer, user(text)]));
      expect(told(setup)).toEqual([]);
    },
  );

  it('what one tenant’s retries teach, all tenants go by', async () => {
    const { routed } = setUp();
    for (let at = 0; at < 60; at++) {
      const settings = { tenant: 'one', session: `${at}` };
      const options = { ...conversation(), providerOptions: { routed: settings } };
      const { target } = await reportOf(routed, options);
      if (target === 'a') await reportOf(routed, options);
    }
    const other = ask('write this', { providerOptions: { routed: { tenant: 'two' } } });
    expect(await reportOf(routed, other)).toMatchObject({ target: 'b' });
  });

  it('who asks the same later, or of nobody in particular, asks anew', async () => {
    const setup = setUp();
    await reportOf(setup.routed, conversation());
    await setup.world.advance(5 * 60_000 + 1);
    await reportOf(setup.routed, conversation());
    await reportOf(setup.routed, ask('write this'));
    await reportOf(setup.routed, ask('write this'));
    expect(told(setup)).toEqual([]);
  });

  it('a call is not judged by what only looks like it once somebody has said how good it was', async () => {
    const setup = setUp();
    const { callId } = await reportOf(setup.routed, conversation());
    await setup.routed.feedback(callId, { score: 1 });
    await reportOf(setup.routed, conversation());
    expect(told(setup)).toMatchObject([{ from: 'caller' }]);
  });

  /** Of calls of as many sessions, every so manieth that `a` answered is asked again. */
  async function traffic(routed: Routed, count: number, every: number): Promise<void> {
    for (let at = 0; at < count; at++) {
      const options = { ...conversation(), providerOptions: { routed: { session: `${every}.${at}` } } };
      const { target } = await reportOf(routed, options);
      if (target === 'a' && at % every === 0) await reportOf(routed, options);
    }
  }

  it('retries of every other call move a target, those of every twentieth do not', async () => {
    const often = setUp();
    await traffic(often.routed, 200, 2);
    expect(firstOf(often.routed)).toBe('b');
    const seldom = setUp();
    await traffic(seldom.routed, 400, 20);
    expect(firstOf(seldom.routed)).toBe('a');
  });

  const loopOf = (target: string): ModelOptions => ({
    prompt: [
      user('write this'),
      ...['1', '2', '3'].flatMap(id => [
        calls(id, {}, { providerOptions: { routed: { target, tier: 'simple' } } } as never),
        result(id, failure),
      ]),
    ],
    tools,
  });

  it('a target at which a tool loop stalls was not good enough', async () => {
    const setup = setUp();
    const { callId } = await reportOf(setup.routed, loopOf('a'));
    expect(told(setup)).toMatchObject([{ callId, target: 'a', task: 'write', from: 'escalation', score: 0 }]);
    for (let at = 0; at < 10; at++) await reportOf(setup.routed, loopOf('a'));
    expect(firstOf(setup.routed)).toBe('b');
  });

  it('a target that only the prompt knows is not learned of', async () => {
    const setup = setUp();
    await reportOf(setup.routed, loopOf('made up'));
    expect(told(setup)).toEqual([]);
  });
});

describe('a call with several answers', () => {
  const tried = (target: string, outcome: AttemptRecord['outcome'] = 'ok'): AttemptRecord => ({
    target,
    outcome,
    startedMs: 0,
    latencyMs: 1,
    costNanoUsd: null,
  });
  /** What is heard of a call that was planned after `before` and won by `b` after `attempts`. */
  function heard(before: readonly AttemptRecord[], attempts: readonly AttemptRecord[]): readonly unknown[] {
    const events: unknown[] = [];
    const world = fakeWorld();
    const quality = createQuality(
      { world, shared: sharedState(undefined), store: memoryStore(world), emit: event => events.push(event) },
      { explorationRatio: 0 },
      '',
    );
    const call = {
      id: 'call-1',
      settings: { tenant: '', session: null },
      trail: { ...emptyTrail(), decision: { ...givenTier('simple', 'the call'), task: 'write' } },
    } as unknown as Call;
    call.trail.attempts.push(...before);
    quality.began(call, traitsOfText('write this'));
    call.trail.attempts.push(...attempts);
    call.trail.winner = { id: 'b' } as Target;
    quality.answered(call);
    return events;
  }

  it('teaches that those which were checked and passed over were not good enough', () => {
    expect(heard([], [tried('a'), tried('b')])).toEqual([
      {
        type: 'feedback-received',
        callId: 'call-1',
        target: 'a',
        task: 'write',
        from: 'escalation',
        score: 0,
      },
    ]);
  });

  it('teaches nothing of a judge, of the answer itself, or of attempts that came to nothing', () => {
    const others = [tried('a', 'failed'), tried('c', 'cancelled'), tried('d', 'skipped'), tried('b')];
    expect(heard([tried('judge'), tried('a')], others)).toEqual([]);
  });
});

describe('a store', () => {
  const counting = (run: Store['run']) => {
    const asked: string[] = [];
    const store: Store = {
      run(op, key, input) {
        if (op.name === 'count-quality') asked.push(key);
        return run(op, key, input);
      },
    };
    return { store, asked };
  };

  it.each<[string, Store['run']]>([
    [
      'throws',
      () => {
        throw new Error('no store');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no store'))],
    ['answers nonsense', () => ({ goodThousandths: Number.NaN, badThousandths: -1 }) as never],
  ])('that %s harms no call, and this process learns alone', async (_, run) => {
    const { store, asked } = counting(run);
    const { routed } = setUp({ store, admission: false });
    await sayBad(routed);
    expect(firstOf(routed)).toBe('b');
    expect(asked.length).toBeGreaterThanOrEqual(4);
  });

  it('that never answers holds feedback up for a second, calls not at all, and is asked once at a time', async () => {
    const { store, asked } = counting(() => new Promise(() => {}));
    const { routed, world } = setUp({ store, admission: false });
    const { callId } = await reportOf(routed);
    for (let at = 0; at < 50; at++) await reportOf(routed);
    const feedback = outcomeOf(routed.feedback(callId, { score: 0 }));
    await world.advance(999);
    expect(feedback.isDone).toBe(false);
    await world.advance(1);
    expect(feedback.value).toBe(true);
    expect(world.pendingTimers).toBe(0);
    expect(asked).toHaveLength(1);
    await world.advance(10_000);
    await reportOf(routed);
    expect(asked).toHaveLength(2);
  });

  it('that is slow is told all that was counted meanwhile, once', async () => {
    const memory = memoryStore(fakeWorld());
    const late: (() => void)[] = [];
    const inputs: unknown[] = [];
    const store: Store = {
      run(op, key, input) {
        inputs.push(input);
        return new Promise(resolve => late.push(() => resolve(memory.run(op, key, input))));
      },
    };
    const { routed, world } = setUp({ store, admission: false });
    for (let at = 0; at < 5; at++) await reportOf(routed);
    const { callId } = await reportOf(routed);
    const feedback = outcomeOf(routed.feedback(callId, { score: 0 }));
    expect(inputs).toEqual([{ goodThousandths: 100, badThousandths: 0 }]);
    late.shift()?.();
    await world.settle();
    expect(inputs.slice(1)).toEqual([{ goodThousandths: 400, badThousandths: 1_000 }]);
    expect(feedback.isDone).toBe(false);
    late.shift()?.();
    await world.settle();
    expect(feedback.value).toBe(true);
    expect(world.pendingTimers).toBe(0);
    expect(late).toEqual([]);
  });

  it('tells one process what another has learned, at the first word that it is told itself', async () => {
    const store = memoryStore(fakeWorld());
    const [one, other] = [setUp({ store }), setUp({ store })];
    await sayBad(one.routed);
    expect(firstOf(other.routed)).toBe('a');
    await reportOf(other.routed);
    expect(firstOf(other.routed)).toBe('b');
  });

  it('holds no more tasks than 200, whatever a classifier makes up', async () => {
    const { store, asked } = counting(memoryStore(fakeWorld()).run);
    const { routed } = setUp({ store, admission: false });
    for (let at = 0; at < 300; at++) await reportOf(routed, ask(`task${at}${'x'.repeat(1_000)} this`));
    const keys = new Set(asked);
    expect(keys.size).toBe(201);
    expect(Math.max(...[...keys].map(key => key.length))).toBeLessThan(150);
  });
});

describe('learning that is off', () => {
  it('costs no chance and no step of the store, and feedback is answered with false', async () => {
    const steps: string[] = [];
    const { routed, world, eventsOf } = setUp({
      learning: false,
      store: {
        run(op, key, input) {
          steps.push(op.name);
          return memoryStore(world).run(op, key, input);
        },
      },
    });
    const drawn = vi.spyOn(world, 'random');
    const { callId } = await reportOf(routed);
    expect(await routed.feedback(callId, { score: 0 })).toBe(false);
    expect(steps).not.toContain('count-quality');
    expect(eventsOf('feedback-received')).toEqual([]);
    expect(drawn).not.toHaveBeenCalled();
  });

  it.each([{ explorationRatio: 0.11 }, { explorationRatio: -0.1 }, { exploration: 0.1 }, true])(
    'is refused as %j',
    learning => {
      expect(() => setUp({ learning: learning as never })).toThrow(InvalidOptionsError);
    },
  );
});
