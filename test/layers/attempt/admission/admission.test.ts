import { describe, expect, it } from 'vitest';
import { ask, asking, harness, httpError, outcomeOf, readAll, reportIn } from '../../routed-harness.js';

const oneSlot = { extras: { a: { limits: { maxConcurrent: 1 } } } };
const slow = { text: 'done', afterMs: 100 };

describe('admission', () => {
  it('sends no more at a time than there are slots, and all of them in the end', async () => {
    const { routed, world, models } = harness(
      { a: slow },
      { extras: { a: { limits: { maxConcurrent: 3 } } } },
    );
    const outcomes = Array.from({ length: 10 }, () => outcomeOf(routed('auto').doGenerate(asking({}))));
    await world.settle();
    expect(models.a?.calls).toHaveLength(3);
    expect(routed.report().queue).toMatchObject({ active: 3, waiting: 7 });
    await world.advance(100);
    expect(models.a?.calls).toHaveLength(6);
    await world.advance(300);
    expect(outcomes.every(({ value }) => value !== undefined)).toBe(true);
    expect(routed.report().queue).toMatchObject({ active: 0, waiting: 0, completed: 10 });
    expect(world.pendingTimers).toBe(0);
  });

  it('holds a slot until a stream has ended, not only until it began', async () => {
    const { routed, world, models } = harness({ a: 'one two' }, oneSlot);
    const { stream } = await routed('auto').doStream(asking({}));
    const second = outcomeOf(routed('auto').doGenerate(asking({})));
    await world.settle();
    expect(models.a?.calls).toHaveLength(1);
    await readAll(stream);
    await world.settle();
    expect(second.value).toBeDefined();
  });

  it('gives the slot back when the reader goes away', async () => {
    const { routed, world, models } = harness({ a: 'one two three' }, oneSlot);
    const { stream } = await routed('auto').doStream(asking({}));
    const second = outcomeOf(routed('auto').doGenerate(asking({})));
    await stream.cancel('enough');
    await world.settle();
    expect(models.a?.calls).toHaveLength(2);
    expect(second.value).toBeDefined();
    expect(models.a?.aborted).toBe(1);
  });

  it('lets a critical call pass those of other classes', async () => {
    const { routed, world, models } = harness({ a: slow }, oneSlot);
    for (let index = 0; index < 5; index++)
      outcomeOf(routed('auto').doGenerate(asking({ priority: 'batch' })));
    await world.settle();
    const critical = outcomeOf(routed('auto').doGenerate(asking({ priority: 'critical' })));
    await world.advance(200);
    expect(critical.value).toBeDefined();
    expect(models.a?.calls).toHaveLength(3);
  });

  it('refuses when the line is full, and says so', async () => {
    const { routed, world } = harness({ a: slow }, { ...oneSlot, admission: { maxWaiting: 2 } });
    const outcomes = Array.from({ length: 4 }, () => outcomeOf(routed('auto').doGenerate(asking({}))));
    await world.settle();
    expect(outcomes.filter(({ error }) => error !== undefined)).toHaveLength(1);
    expect(outcomes[3]?.error).toMatchObject({ name: 'QueueFullError', isRetryable: false });
    await world.advance(1_000);
    expect(outcomes.filter(({ value }) => value !== undefined)).toHaveLength(3);
  });

  it('evicts the newest of the lowest class for a higher one', async () => {
    const { routed, world } = harness({ a: slow }, { ...oneSlot, admission: { maxWaiting: 2 } });
    const batch = Array.from({ length: 3 }, () =>
      outcomeOf(routed('auto').doGenerate(asking({ priority: 'batch' }))),
    );
    await world.settle();
    const high = outcomeOf(routed('auto').doGenerate(asking({ priority: 'high' })));
    await world.settle();
    expect(batch.map(({ error }) => (error as Error | undefined)?.name)).toEqual([
      undefined,
      undefined,
      'QueueFullError',
    ]);
    await world.advance(1_000);
    expect(high.value).toBeDefined();
  });

  it('keeps one tenant from filling the line', async () => {
    const { routed, world } = harness({ a: slow }, { ...oneSlot, admission: { maxWaiting: 8 } });
    const flood = Array.from({ length: 9 }, () =>
      outcomeOf(routed('auto').doGenerate(asking({ tenant: 'flood' }))),
    );
    const small = outcomeOf(routed('auto').doGenerate(asking({ tenant: 'small' })));
    await world.settle();
    const refused = flood.filter(
      ({ error }) => (error as { reason?: string } | undefined)?.reason === 'tenant-share',
    );
    expect(refused).toHaveLength(4);
    await world.advance(300);
    expect(small.value).toBeDefined();
  });

  it('never sends what was aborted or ran out of time in line, and frees its place at once', async () => {
    const { routed, world, models } = harness({ a: slow }, oneSlot);
    outcomeOf(routed('auto').doGenerate(asking({})));
    const controller = new AbortController();
    const aborted = outcomeOf(routed('auto').doGenerate({ ...asking({}), abortSignal: controller.signal }));
    const hurried = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 50 })));
    await world.settle();
    expect(routed.report().queue.waiting).toBe(2);
    controller.abort('enough');
    await world.settle();
    expect(aborted.error).toBe('enough');
    expect(routed.report().queue.waiting).toBe(1);
    await world.advance(60);
    expect(hurried.error).toMatchObject({ name: 'DeadlineExceededError' });
    expect(routed.report().queue.waiting).toBe(0);
    await world.advance(1_000);
    expect(models.a?.calls).toHaveLength(1);
    expect(world.pendingTimers).toBe(0);
  });

  it('sheds at the door what cannot be in time', async () => {
    const { routed, world } = harness({ a: slow }, oneSlot);
    for (let index = 0; index < 12; index++) outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(350);
    const late = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 300 })));
    await world.settle();
    expect(late.error).toMatchObject({ name: 'QueueFullError', reason: 'wait-exceeds-deadline' });
    expect((late.error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(300);
  });

  describe('a call whose deadline passes before the rate lets it through', () => {
    const oncePerMinute = { a: { limits: { requestsPerMinute: 1 } } };

    it('goes to the next target at once', async () => {
      const { routed, world } = harness({ a: 'from a', b: 'from b' }, { extras: oncePerMinute });
      await routed('auto').doGenerate(ask());
      const hurried = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 20_000 })));
      await world.settle();
      expect(reportIn(hurried.value!)).toMatchObject({
        target: 'b',
        attempts: [{ target: 'a', outcome: 'skipped', errorClass: 'queue-full' }, { target: 'b' }],
      });
    });

    it('is refused at once where there is none, with what it would have waited', async () => {
      const { routed, world } = harness({ a: 'from a' }, { extras: oncePerMinute });
      await routed('auto').doGenerate(ask());
      const hurried = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 20_000 })));
      const patient = outcomeOf(routed('auto').doGenerate(asking({ deadlineMs: 70_000 })));
      await world.settle();
      expect(hurried.error).toMatchObject({ name: 'QueueFullError', reason: 'wait-exceeds-deadline' });
      expect((hurried.error as { retryAfterMs: number }).retryAfterMs).toBeCloseTo(60_000, -3);
      expect(routed.report().queue).toMatchObject({ waiting: 1, refused: 1 });
      await world.advance(60_000);
      expect(patient.value).toBeDefined();
    });
  });

  it('keeps to a rate, and tells how long a call waited', async () => {
    const { routed, world, models } = harness(
      { a: 'done' },
      { extras: { a: { limits: { requestsPerMinute: 60 } } } },
    );
    const outcomes = Array.from({ length: 4 }, () => outcomeOf(routed('auto').doGenerate(asking({}))));
    await world.settle();
    expect(models.a?.calls).toHaveLength(1);
    await world.advance(2_000);
    expect(models.a?.calls).toHaveLength(3);
    await world.advance(1_000);
    const queued = outcomes.map(({ value }) => reportIn(value ?? {}).queuedMs);
    expect(queued).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it('refuses at once a call that its token bucket can never hold', async () => {
    const { routed } = harness({ a: 'done' }, { extras: { a: { limits: { tokensPerMinute: 600 } } } });
    await expect(routed('auto').doGenerate(asking({}))).rejects.toMatchObject({
      name: 'NoTargetFitsError',
      leftOut: [{ target: 'a', reason: 'token-bucket-too-small' }],
    });
  });

  it('sets aside what a call may write, so that a burst never overruns the tokens of a minute', async () => {
    const sentAtMs: number[] = [];
    const answer = { text: 'done', afterMs: 800, usage: { inputTokens: 10, outputTokens: 490 } };
    const { routed, world } = harness(
      {
        a: () => {
          sentAtMs.push(world.monotonicMs());
          return answer;
        },
      },
      { extras: { a: { limits: { tokensPerMinute: 60_000 } } } },
    );
    for (let number = 0; number < 10; number++)
      outcomeOf(routed('auto').doGenerate(ask('hi', { maxOutputTokens: 490 })));
    await world.advance(10_000);
    expect(sentAtMs).toHaveLength(10);
    // A bucket of 1,000 and 1,000 a second: two at once, then two each second.
    sentAtMs.forEach((atMs, index) => {
      expect(500 * (index + 1)).toBeLessThanOrEqual(1_000 + atMs + 10);
    });
    expect(sentAtMs.at(-1)).toBeLessThan(4_500);
  });

  it('sets aside what usually comes out, once it is known', async () => {
    const sentAtMs: number[] = [];
    const { routed, world } = harness(
      {
        a: () => {
          sentAtMs.push(world.monotonicMs());
          return { text: 'done', afterMs: 100, usage: { inputTokens: 10, outputTokens: 900 } };
        },
      },
      { extras: { a: { limits: { tokensPerMinute: 60_000 } } } },
    );
    for (let number = 0; number < 20; number++) {
      outcomeOf(routed('auto').doGenerate(asking({})));
      await world.advance(2_000);
    }
    sentAtMs.length = 0;
    for (let number = 0; number < 3; number++) outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(50);
    expect(sentAtMs).toHaveLength(1);
    await world.advance(3_000);
    expect(sentAtMs).toHaveLength(3);
  });

  it('lets an ordinary call through however small the bucket, and refuses only what was asked for', async () => {
    const { routed } = harness({ a: 'done' }, { extras: { a: { limits: { tokensPerMinute: 30_000 } } } });
    const poem = 'Write a poem about the sea';
    await expect(routed('auto').doGenerate(ask(poem))).resolves.toMatchObject({
      content: [{ text: 'done' }],
    });
    await expect(routed('auto').doGenerate(ask(poem, { maxOutputTokens: 600 }))).rejects.toMatchObject({
      name: 'NoTargetFitsError',
      leftOut: [{ target: 'a', reason: 'token-bucket-too-small' }],
    });
  });

  it('leaves a target alone that asked for it, and sends the next call elsewhere meanwhile', async () => {
    const tired = { error: httpError(429, { headers: { 'retry-after': '10' } }) };
    const { routed, world, models, eventsOf } = harness({ a: [tired, 'rested'], b: 'done' });
    await routed('auto').doGenerate(asking({}));
    await routed('auto').doGenerate(asking({}));
    expect([models.a?.calls.length, models.b?.calls.length]).toEqual([1, 2]);
    expect(eventsOf('rate-limited')).toMatchObject([{ target: 'a', retryAfterMs: 10_000 }]);
    await world.advance(11_000);
    await routed('auto').doGenerate(asking({}));
    expect(models.a?.calls).toHaveLength(2);
    expect(routed.report().targets.a?.circuit).toBe('closed');
  });

  it('waits out a short cool-down where there is nowhere else to go', async () => {
    const tired = { error: httpError(429, { headers: { 'retry-after': '10' } }) };
    const { routed, world, models } = harness({ a: [tired, 'rested'] });
    const first = outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(5_000);
    const second = outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(4_999);
    expect(models.a?.calls).toHaveLength(1);
    await world.advance(2_000);
    expect(first.value).toBeDefined();
    expect(second.value).toBeDefined();
  });

  it('starts slowly after a circuit has closed', async () => {
    const down = { error: httpError(500) };
    const script = (call: number) => (call < 5 ? down : slow);
    const { routed, world, models } = harness(
      { a: script },
      { breaker: { openMs: 1_000 }, retry: { maxAttempts: 1 } },
    );
    for (let index = 0; index < 5; index++) {
      outcomeOf(routed('auto').doGenerate(asking({})));
      await world.settle();
    }
    await world.advance(1_200);
    outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(101);
    expect(models.a?.calls).toHaveLength(6);
    Array.from({ length: 8 }, () => outcomeOf(routed('auto').doGenerate(asking({}))));
    await world.settle();
    expect(models.a?.calls).toHaveLength(7);
    await world.advance(100);
    expect(models.a?.calls).toHaveLength(9);
    await world.advance(100);
    expect(models.a?.calls).toHaveLength(14);
  });
});
