import { APICallError } from '@ai-sdk/provider';
import { describe, expect, test } from 'vitest';
import { AllTargetsFailedError, CircuitOpenError, DeadlineExceededError } from '../../../src/core/errors.js';
import { ask, asking, connectionError, harness, httpError, outcomeOf, reportIn } from '../routed-harness.js';

const attemptsOf = (result: Parameters<typeof reportIn>[0]) =>
  reportIn(result).attempts.map(({ target, outcome }) => `${target} ${outcome}`);

describe('a call that meets trouble', () => {
  test.each([
    ['a refused connection', connectionError()],
    ['a reset', connectionError('ECONNRESET')],
    ['a name that does not resolve', connectionError('ENOTFOUND')],
    ['a bad certificate', connectionError('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['a server error', httpError(500)],
    ['an overloaded server', httpError(529)],
    ['an unimplemented method', httpError(501)],
    ['a rate limit', httpError(429)],
    ['a spent quota', httpError(429, { body: { error: { code: 'insufficient_quota' } } })],
    ['a wrong key', httpError(401)],
    ['a missing model', httpError(404)],
    ['a redirect', httpError(307)],
    ['an unusable body', httpError(200)],
  ])('goes to the next target at once: %s', async (_, error) => {
    const { routed, models } = harness({ a: { error }, b: 'hello' });
    const result = await routed('auto').doGenerate(ask());
    expect(attemptsOf(result)).toEqual(['a failed', 'b ok']);
    expect(models.a?.calls).toHaveLength(1);
    expect(reportIn(result).target).toBe('b');
  });

  test.each([
    ['the caller’s own mistake', httpError(400)],
    ['an unprocessable request', httpError(422)],
    ['a moderated prompt', httpError(403, { body: { error: { code: 'flagged_input' } } })],
  ])('ends with the target’s own error, made safe, after one sending: %s', async (_, error) => {
    const { routed, models } = harness({ a: { error }, b: 'hello' });
    const failure = await Promise.resolve(routed('auto').doGenerate(ask())).catch(
      (thrown: unknown) => thrown,
    );
    expect(APICallError.isInstance(failure)).toBe(true);
    expect(failure).toMatchObject({ statusCode: error.statusCode, isRetryable: false });
    expect((failure as APICallError).requestBodyValues).toBeUndefined();
    expect(models.b?.calls).toHaveLength(0);
  });

  test('a prompt that is too long goes to a larger target only', async () => {
    const tooLong = httpError(400, { body: { error: { code: 'context_length_exceeded' } } });
    const extras = {
      a: { contextTokens: 8_000 },
      b: { contextTokens: 8_000 },
      c: { contextTokens: 200_000 },
    };
    const { routed, models } = harness({ a: { error: tooLong }, b: 'small', c: 'large' }, { extras });
    expect(attemptsOf(await routed('auto').doGenerate(ask()))).toEqual(['a failed', 'c ok']);
    expect(models.b?.calls).toHaveLength(0);
  });

  test('alone, it waits and tries again, and then succeeds', async () => {
    const { routed, world, eventsOf } = harness({ a: [{ error: httpError(503) }, 'hello'] });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(0);
    expect(outcome.isDone).toBe(false);
    await world.advance(200);
    expect(attemptsOf(outcome.value as never)).toEqual(['a failed', 'a ok']);
    expect(eventsOf('retry-wait')).toHaveLength(1);
    expect(world.pendingTimers).toBe(0);
  });

  test('alone and asked to wait, it waits as long as it was told, never less', async () => {
    const { routed, world, models } = harness({
      a: [{ error: httpError(429, { headers: { 'retry-after': '5' } }) }, 'hello'],
    });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(4_999);
    expect(models.a?.calls).toHaveLength(1);
    await world.advance(1_000);
    expect(attemptsOf(outcome.value as never)).toEqual(['a failed', 'a ok']);
  });

  test('asked to wait an hour, it fails fast, and so do the calls after it', async () => {
    const { routed, models } = harness({
      a: { error: httpError(429, { headers: { 'retry-after': '3600' } }) },
    });
    const first = await Promise.resolve(routed('auto').doGenerate(ask())).catch((thrown: unknown) => thrown);
    expect(first).toMatchObject({ statusCode: 429, isRetryable: false });
    const second = await Promise.resolve(routed('auto').doGenerate(ask())).catch((thrown: unknown) => thrown);
    expect(CircuitOpenError.isInstance(second)).toBe(true);
    expect((second as CircuitOpenError).retryAfterMs).toBeGreaterThan(500_000);
    expect(models.a?.calls).toHaveLength(1);
  });

  test('says what was tried when nothing answered, and is not to be retried', async () => {
    const { routed, world, models } = harness({ a: { error: httpError(500) }, b: { error: httpError(503) } });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(120_000);
    expect(AllTargetsFailedError.isInstance(outcome.error)).toBe(true);
    expect(outcome.error).toMatchObject({ isRetryable: false, statusCode: expect.any(Number) });
    expect((models.a?.calls.length ?? 0) + (models.b?.calls.length ?? 0)).toBe(5);
    expect(world.pendingTimers).toBe(0);
  });

  test('never sends more than five times, nor three times to one target', async () => {
    const { routed, world, models } = harness({ a: { error: httpError(500) } });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(120_000);
    expect(outcome.isDone).toBe(true);
    expect(models.a?.calls).toHaveLength(3);
  });

  test('a hint for ever is bounded too', async () => {
    const { routed, world, models } = harness({
      a: { error: httpError(429, { headers: { 'retry-after': '0' } }) },
    });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(10 * 60_000);
    expect(outcome.isDone).toBe(true);
    expect(models.a?.calls).toHaveLength(10);
  });

  test('waits that the server asked for use up no attempts of ours', async () => {
    const busy = { error: httpError(429, { headers: { 'retry-after': '1' } }) };
    const broken = { error: httpError(503) };
    const { routed, world, models } = harness({ a: [busy, busy, busy, busy, busy, broken, broken, 'hello'] });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(10 * 60_000);
    expect(models.a?.calls).toHaveLength(8);
    expect(reportIn(outcome.value as never).attempts.at(-1)).toMatchObject({ target: 'a', outcome: 'ok' });
  });

  test('stops when the deadline would pass in the wait', async () => {
    const { routed, world, models } = harness({
      a: { error: httpError(429, { headers: { 'retry-after': '5' } }) },
    });
    const outcome = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 1_000 })));
    await world.advance(0);
    expect(outcome.isDone).toBe(true);
    expect(models.a?.calls).toHaveLength(1);
  });

  test('ends at its deadline, whatever the target does', async () => {
    const { routed, world, models } = harness({ a: 'hang', b: 'hello' });
    const outcome = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 1_000 })));
    await world.advance(1_000);
    expect(DeadlineExceededError.isInstance(outcome.error)).toBe(true);
    expect(models.a?.aborted).toBe(1);
    expect(models.b?.calls).toHaveLength(0);
    expect(world.pendingTimers).toBe(0);
  });

  test('a timeout of ours moves it to the next target and aborts the first', async () => {
    const { routed, world, models } = harness({ a: 'hang', b: 'hello' }, { timeout: { attemptMs: 2_000 } });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(2_000);
    expect(attemptsOf(outcome.value as never)).toEqual(['a failed', 'b ok']);
    expect(models.a?.aborted).toBe(1);
  });

  test('a caller’s abort reaches the target at once and comes back as it went in', async () => {
    const { routed, world, models } = harness({ a: 'hang', b: 'hello' });
    const controller = new AbortController();
    const outcome = outcomeOf(routed('auto').doGenerate(ask('Hi', { abortSignal: controller.signal })));
    await world.settle();
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await world.settle();
    expect(outcome.error).toBe(reason);
    expect(models.a?.aborted).toBe(1);
    expect(models.b?.calls).toHaveLength(0);
    expect(world.pendingTimers).toBe(0);
    expect(routed.report().totals).toMatchObject({ calls: 1, cancelled: 1, failed: 0 });
  });

  test('a caller’s abort ends a wait between attempts', async () => {
    const { routed, world } = harness({ a: { error: httpError(429, { headers: { 'retry-after': '20' } }) } });
    const controller = new AbortController();
    const outcome = outcomeOf(routed('auto').doGenerate(ask('Hi', { abortSignal: controller.signal })));
    await world.advance(1_000);
    controller.abort('enough');
    await world.settle();
    expect(outcome.error).toBe('enough');
    expect(world.pendingTimers).toBe(0);
  });

  test('an abort before the call sends nothing', async () => {
    const { routed, models } = harness({ a: 'hello' });
    const reason = new Error('too late');
    await expect(
      routed('auto').doGenerate(ask('Hi', { abortSignal: AbortSignal.abort(reason) })),
    ).rejects.toBe(reason);
    expect(models.a?.calls).toHaveLength(0);
  });

  test('with retries off it still goes on to a target that fails now and then', async () => {
    const { routed, models } = harness(
      { a: { error: httpError(500) }, b: [{ error: httpError(500) }, 'hello'] },
      { retry: false, breaker: { consecutiveFailures: 100 } },
    );
    await Promise.resolve(routed('auto').doGenerate(ask())).catch(() => {});
    const result = await routed('auto').doGenerate(ask());
    expect(attemptsOf(result)).toEqual(['a failed', 'b ok']);
    expect(models.b?.calls).toHaveLength(2);
  });

  test('without fallback it stays with one target', async () => {
    const { routed, world, models } = harness({ a: { error: httpError(500) }, b: 'hello' });
    const outcome = outcomeOf(routed('auto').doGenerate(asking({ fallback: false })));
    await world.advance(60_000);
    expect(outcome.isDone).toBe(true);
    expect(models.b?.calls).toHaveLength(0);
  });

  test('a forced target never falls back to a dearer one unless that is allowed', async () => {
    const scripts = { a: 'cheap', b: { error: httpError(500) }, c: 'dear' };
    const plain = harness(scripts);
    expect(attemptsOf(await plain.routed('b').doGenerate(ask()))).toEqual(['b failed', 'a ok']);
    const open = harness(scripts);
    expect(attemptsOf(await open.routed('b', { fallback: { allowDearer: true } }).doGenerate(ask()))).toEqual(
      ['b failed', 'c ok'],
    );
  });

  test.each([
    undefined,
    'a string',
    Object.freeze({ odd: true }),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    ),
  ])('survives a model that throws %#', async thrown => {
    const { routed } = harness({ a: { error: thrown }, b: 'hello' });
    expect(reportIn(await routed('auto').doGenerate(ask())).target).toBe('b');
  });
});

describe('a circuit', () => {
  test('opens after five failures, so that the target is left alone, and heals by one probe', async () => {
    let isBroken = true;
    const { routed, world, models, eventsOf } = harness({
      a: () => (isBroken ? { error: httpError(500) } : 'well again'),
      b: 'hello',
    });
    for (let call = 0; call < 8; call++) await routed('auto').doGenerate(ask());
    expect(models.a?.calls).toHaveLength(5);
    expect(routed.report().targets.a).toMatchObject({ circuit: 'open' });
    isBroken = false;
    await world.advance(6_000);
    expect(reportIn(await routed('auto').doGenerate(ask())).target).toBe('a');
    expect(routed.report().targets.a).toMatchObject({ circuit: 'closed' });
    expect([
      eventsOf('circuit-open').length,
      eventsOf('circuit-half-open').length,
      eventsOf('circuit-closed').length,
    ]).toEqual([1, 1, 1]);
  });

  test('half-open lets one of a hundred calls through', async () => {
    let isBroken = true;
    const { routed, world, models } = harness({
      a: () => (isBroken ? { error: httpError(500) } : { text: 'slow', afterMs: 100 }),
      b: 'hello',
    });
    for (let call = 0; call < 5; call++) await routed('auto').doGenerate(ask());
    isBroken = false;
    await world.advance(6_000);
    const outcomes = Array.from({ length: 100 }, () => outcomeOf(routed('auto').doGenerate(ask())));
    await world.advance(0);
    expect(models.a?.calls).toHaveLength(6);
    await world.advance(1_000);
    expect(outcomes.every(({ value }) => value !== undefined)).toBe(true);
  });

  test('all open: fails fast with the shortest wait', async () => {
    const { routed, world } = harness({ a: { error: httpError(401) }, b: { error: httpError(401) } });
    await world.settle();
    await Promise.resolve(routed('auto').doGenerate(ask())).catch(() => {});
    const error = await Promise.resolve(routed('auto').doGenerate(ask())).catch((thrown: unknown) => thrown);
    expect(CircuitOpenError.isInstance(error)).toBe(true);
    expect((error as CircuitOpenError).retryAfterMs).toBeGreaterThan(0);
  });
});
