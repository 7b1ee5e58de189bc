import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../../../src/core/model.js';
import { AllTargetsFailedError, createRouted, DeadlineExceededError } from '../../../../src/index.js';
import { inputTokensUpperBound } from '../../../../src/prompt/tokens-bound.js';
import { ask, asking, connectionError, harness, httpError } from '../../routed-harness.js';
import { always, expectSound, forms, lastReport, of, play } from './play.js';

const slow = { text: 'from a', afterMs: 2_000 };
const quick = { text: 'from b', afterMs: 100 };
/** What the harness's `a` (1 and 2 USD per million tokens) has set aside for a call without `maxOutputTokens`. */
const reservedNanoUsd = (dearness = 1, outputTokens = 4_096) =>
  (inputTokensUpperBound(ask()) + 2 * outputTokens) * dearness * 1_000;

describe.each(forms)('a hedged %s', form => {
  it('is answered by the second target when the first is slow, and the first is aborted', async () => {
    const ground = harness({ a: slow, b: quick }, always);
    const call = play(ground, form);
    await ground.world.advance(499);
    expect(ground.models.b?.calls).toHaveLength(0);
    await ground.world.advance(1);
    expect(ground.models.b?.calls).toHaveLength(1);
    expect(ground.models.a?.aborted).toBe(0);
    await ground.world.advance(100);
    expect(call.text).toBe('from b');
    expect(ground.models.a?.aborted).toBe(1);
    expect(of(ground, 'hedge-start')).toMatchObject([{ callId: 'call-1', from: 'a', to: 'b', afterMs: 500 }]);
    expect(lastReport(ground)).toMatchObject({ target: 'b', firstContentMs: form === 'stream' ? 600 : null });
    await ground.world.advance(10_000);
    expectSound(ground);
  });

  it('counts the loser at what was set aside for it, and says that this is an estimate', async () => {
    const ground = harness({ a: slow, b: { ...quick, usage: { inputTokens: 10, outputTokens: 5 } } }, always);
    play(ground, form);
    await ground.world.advance(600);
    const { attempts, costNanoUsd, estimated } = lastReport(ground);
    expect(attempts).toMatchObject([
      { target: 'a', outcome: 'cancelled', errorClass: 'aborted', costNanoUsd: reservedNanoUsd() },
      { target: 'b', outcome: 'ok', costNanoUsd: 40_000 },
    ]);
    expect(costNanoUsd).toBe(reservedNanoUsd() + 40_000);
    expect(estimated).toBe(true);
    expectSound(ground);
  });

  it('sends one request while the first is in time, and leaves no timer', async () => {
    const ground = harness({ a: { text: 'from a', afterMs: 499 }, b: quick }, always);
    const call = play(ground, form);
    await ground.world.advance(2_000);
    expect(call.text).toBe('from a');
    expect(ground.models.b?.calls).toHaveLength(0);
    expectSound(ground);
  });

  it('is answered by the first where that is quicker after all, and the second is aborted', async () => {
    const ground = harness(
      { a: { text: 'from a', afterMs: 600 }, b: { text: 'from b', afterMs: 600 } },
      always,
    );
    const call = play(ground, form);
    await ground.world.advance(600);
    expect(call.text).toBe('from a');
    expect(ground.models.b?.aborted).toBe(1);
    expect(lastReport(ground).attempts).toMatchObject([
      { target: 'b', outcome: 'cancelled', costNanoUsd: reservedNanoUsd(2) },
      { target: 'a', outcome: 'ok' },
    ]);
    expectSound(ground);
  });

  it('has one answer where both come at the same moment', async () => {
    let answerNow = () => {};
    const both = new Promise<void>(resolve => {
      answerNow = resolve;
    });
    const ground = harness({ a: 'from a', b: 'from b' }, always);
    for (const model of Object.values(ground.models)) {
      const { doGenerate, doStream } = model;
      Object.assign(model, {
        doGenerate: (options: ModelOptions) => both.then(() => doGenerate.call(model, options)),
        doStream: (options: ModelOptions) => both.then(() => doStream.call(model, options)),
      });
    }
    const call = play(ground, form);
    await ground.world.advance(1_000);
    answerNow();
    await ground.world.settle();
    expect(call.text).toBe('from a');
    expect(lastReport(ground)).toMatchObject({ target: 'a' });
    expect(lastReport(ground).attempts.map(({ outcome }) => outcome)).toEqual(['cancelled', 'ok']);
    await ground.world.advance(10_000);
    expectSound(ground);
  });

  it('fails over as ever where the first fails in time', async () => {
    const ground = harness({ a: { error: connectionError(), afterMs: 400 }, b: slow }, always);
    const call = play(ground, form);
    await ground.world.advance(5_000);
    expect(call.text).toBe('from a');
    expect(of(ground, 'hedge-start')).toHaveLength(0);
    expect(of(ground, 'failover')).toMatchObject([{ from: 'a', to: 'b' }]);
    expectSound(ground);
  });

  it('waits for the second where the first fails meanwhile, and sends nothing twice', async () => {
    const ground = harness({ a: { error: httpError(500), afterMs: 700 }, b: slow, c: quick }, always);
    const call = play(ground, form);
    await ground.world.advance(5_000);
    expect(call.text).toBe('from a');
    expect(lastReport(ground).target).toBe('b');
    expect(ground.models.a?.calls).toHaveLength(1);
    expect(ground.models.b?.calls).toHaveLength(1);
    expect(ground.models.c?.calls).toHaveLength(0);
    expectSound(ground);
  });

  it('waits for the first where the second fails', async () => {
    const ground = harness({ a: slow, b: { error: httpError(500), afterMs: 10 }, c: quick }, always);
    const call = play(ground, form);
    await ground.world.advance(5_000);
    expect(call.text).toBe('from a');
    expect(ground.models.a?.calls).toHaveLength(1);
    expect(lastReport(ground).attempts).toMatchObject([
      { target: 'b', outcome: 'failed', statusCode: 500 },
      { target: 'a', outcome: 'ok' },
    ]);
    expectSound(ground);
  });

  it('goes on with the third where both fail, neither asked again', async () => {
    const ground = harness(
      {
        a: { error: httpError(500), afterMs: 700 },
        b: { error: httpError(503), afterMs: 400 },
        c: 'from c',
      },
      always,
    );
    const call = play(ground, form);
    await ground.world.advance(900);
    expect(call.text).toBe('from c');
    expect(lastReport(ground).attempts).toMatchObject([
      { target: 'a', statusCode: 500 },
      { target: 'b', statusCode: 503 },
      { target: 'c', outcome: 'ok' },
    ]);
    expect(ground.models.a?.calls).toHaveLength(1);
    expect(ground.models.b?.calls).toHaveLength(1);
    expect(of(ground, 'failover')).toMatchObject([{ from: 'b', to: 'c', errorClass: 'server-error' }]);
    expectSound(ground);
  });

  it('counts both against the limits of attempts', async () => {
    const ground = harness(
      { a: { error: httpError(500), afterMs: 700 }, b: { error: httpError(503), afterMs: 400 }, c: 'from c' },
      { ...always, retry: { maxAttempts: 2 } },
    );
    const call = play(ground, form);
    await ground.world.advance(5_000);
    expect(AllTargetsFailedError.isInstance(call.error)).toBe(true);
    expect(call.error).toMatchObject({ attempts: [{ target: 'a' }, { target: 'b' }], statusCode: 503 });
    expect(ground.models.c?.calls).toHaveLength(0);
    expectSound(ground);
  });

  it('ends with the caller’s fault, whichever of the two was told it', async () => {
    const ground = harness(
      { a: { error: httpError(400), afterMs: 700 }, b: { error: httpError(503), afterMs: 400 }, c: 'from c' },
      always,
    );
    const call = play(ground, form);
    await ground.world.advance(5_000);
    expect(call.error).toMatchObject({ name: 'AI_APICallError', statusCode: 400 });
    expect(ground.models.c?.calls).toHaveLength(0);
    expectSound(ground);
  });

  it('ends both when the caller leaves, and rethrows the reason', async () => {
    const ground = harness({ a: 'hang', b: 'hang' }, always);
    const controller = new AbortController();
    const call = play(ground, form, ask(undefined, { abortSignal: controller.signal }));
    await ground.world.advance(700);
    const reason = new Error('left');
    controller.abort(reason);
    await ground.world.settle();
    expect(call.error).toBe(reason);
    expect([ground.models.a?.aborted, ground.models.b?.aborted]).toEqual([1, 1]);
    expect(of(ground, 'call-end')).toMatchObject([{ outcome: 'cancelled' }]);
    expectSound(ground);
  });

  it('ends both at the deadline', async () => {
    const ground = harness({ a: 'hang', b: 'hang' }, always);
    const call = play(ground, form, asking({ deadlineMs: 900 }));
    await ground.world.advance(900);
    expect(DeadlineExceededError.isInstance(call.error)).toBe(true);
    expect([ground.models.a?.aborted, ground.models.b?.aborted]).toEqual([1, 1]);
    expectSound(ground);
  });

  it('starts one second attempt, however long both take', async () => {
    const ground = harness({ a: slow, b: slow, c: quick }, always);
    play(ground, form);
    await ground.world.advance(5_000);
    expect(of(ground, 'attempt-start')).toHaveLength(2);
    expectSound(ground);
  });

  it('is not held up by a loser that does not listen', async () => {
    const ground = harness({ a: slow, b: quick }, always);
    Object.assign(ground.models.a as object, {
      doGenerate: () => new Promise(() => {}),
      doStream: async () => ({
        stream: { getReader: () => ({ read: () => new Promise(() => {}), cancel: async () => {} }) },
      }),
    });
    const call = play(ground, form);
    await ground.world.advance(600);
    expect(call.text).toBe('from b');
    expectSound(ground);
  });

  it('lets a line wait, and counts from when the first was sent', async () => {
    const ground = harness(
      { a: { text: 'from a', afterMs: 400 }, b: quick },
      { ...always, extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const calls = [1, 2, 3].map(() => play(ground, form));
    await ground.world.advance(5_000);
    expect(calls.map(({ text }) => text)).toEqual(['from a', 'from a', 'from a']);
    expect(of(ground, 'hedge-start')).toHaveLength(0);
    expect(of(ground, 'queue-wait')).toHaveLength(2);
    expectSound(ground);
  });

  it('hedges one that waited in line when it is slow once it was sent', async () => {
    const first = { text: 'from a', afterMs: 400 };
    const ground = harness(
      { a: [first, first, slow], b: quick },
      { ...always, extras: { a: { limits: { maxConcurrent: 1 } } } },
    );
    const calls = [1, 2, 3].map(() => play(ground, form));
    await ground.world.advance(1_299);
    expect(of(ground, 'hedge-start')).toHaveLength(0);
    await ground.world.advance(1);
    expect(of(ground, 'hedge-start')).toMatchObject([{ callId: 'call-3', afterMs: 500 }]);
    await ground.world.advance(100);
    expect(calls.map(({ text }) => text)).toEqual(['from a', 'from a', 'from b']);
    expectSound(ground);
  });
});

describe('the option', () => {
  it.each([
    [{ maxRatio: 0 }, 'hedge.maxRatio'],
    [{ maxRatio: 1.1 }, 'hedge.maxRatio'],
    [{ delayMs: 0 }, 'hedge.delayMs'],
    [{ minimumSamples: 0.5 }, 'hedge.minimumSamples'],
    [{ after: 5 }, 'hedge.after'],
  ])('%j is refused', (hedge, path) => {
    expect(() => createRouted({ hedge: hedge as never })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError', path }),
    );
  });

  it('is off by default', async () => {
    const ground = harness({ a: slow, b: quick });
    const call = play(ground, 'generate');
    await ground.world.advance(2_000);
    expect(call.text).toBe('from a');
    expect(of(ground, 'attempt-start')).toHaveLength(1);
  });
});
