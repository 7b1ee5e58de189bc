import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelPart } from '../../../../src/core/model.js';
import type { FakeWorld } from '../../../../src/testing/fake-world.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { ask, asking, harness, httpError, outcomeOf, readAll } from '../../routed-harness.js';

const adaptive = { admission: { adaptive: true }, retry: false, breaker: false } as const;
const slots = (maxConcurrent: number) => ({ extras: { a: { limits: { maxConcurrent } } } });

/** Keeps so many calls in line, and says how many are with the target after some seconds. */
async function activeAfter(
  seconds: number,
  { routed, world }: { routed: ReturnType<typeof harness>['routed']; world: FakeWorld },
  call: () => PromiseLike<unknown> = () =>
    routed('auto')
      .doStream(asking({}))
      .then(({ stream }) => readAll(stream)),
): Promise<number> {
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    for (let more = 0; more < 30; more++) outcomeOf(call());
    await world.advance(100);
  }
  return routed.report().queue.active;
}

const textStream = (gapMs: number): Script => ({
  parts: [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'hello' },
    { type: 'text-end', id: '0' },
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
  ] as ModelPart[],
  eachAfterMs: gapMs,
});
const usage: (ModelPart & { type: 'finish' })['usage'] = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

describe('adaptive concurrency', () => {
  it('begins with eight at a time where nothing is said, and finds out that more are taken', async () => {
    const field = harness({ a: { text: 'hello', afterMs: 100 } }, adaptive);
    expect(await activeAfter(1, field)).toBe(8);
    expect(await activeAfter(10, field)).toBeGreaterThan(14);
  });

  it('is off by default', async () => {
    const { routed, world, models } = harness({ a: { text: 'hello', afterMs: 100 } });
    for (let call = 0; call < 50; call++) outcomeOf(routed('auto').doGenerate(asking({})));
    await world.settle();
    expect(models.a?.calls).toHaveLength(50);
  });

  it('never exceeds maxConcurrent, and begins there where that is less', async () => {
    const field = harness({ a: { text: 'hello', afterMs: 100 } }, { ...adaptive, ...slots(5) });
    for (let second = 0; second < 10; second++) expect(await activeAfter(1, field)).toBe(5);
  });

  it.each<[string, () => Script]>([
    ['429s', () => ({ error: httpError(429), afterMs: 10 })],
    ['timeouts', () => 'hang'],
  ])('shrinks by a tenth for %s', async (_, script) => {
    const { routed, world, models } = harness(
      { a: script },
      { ...adaptive, timeout: { attemptMs: 100, responseMs: 100, firstContentMs: 100 } },
    );
    for (let call = 0; call < 8; call++) outcomeOf(routed('auto').doStream(asking({})));
    await world.advance(110);
    for (let call = 0; call < 30; call++) outcomeOf(routed('auto').doStream(asking({})));
    await world.settle();
    expect(models.a?.calls.length).toBeLessThanOrEqual(8 + 7);
    expect(routed.report().queue.active).toBeLessThanOrEqual(7);
  });

  it.each([
    ['server errors', httpError(500)],
    ['bad requests', httpError(400)],
  ])('does not shrink for %s, nor grow', async (_, error) => {
    const { routed, world, models } = harness({ a: () => ({ error, afterMs: 500 }) }, adaptive);
    for (let call = 0; call < 40; call++) outcomeOf(routed('auto').doGenerate(asking({})));
    await world.advance(2_001);
    expect(models.a?.calls).toHaveLength(40);
    expect(routed.report().queue.active).toBe(8);
  });

  it.each(['doGenerate', 'doStream'] as const)(
    'takes nothing from calls that were aborted (%s)',
    async form => {
      const { routed, world, models } = harness({ a: 'hang' }, adaptive);
      for (let round = 0; round < 10; round++) {
        const controller = new AbortController();
        for (let call = 0; call < 8; call++)
          outcomeOf<unknown>(routed('auto')[form]({ ...asking({}), abortSignal: controller.signal }));
        await world.advance(300);
        controller.abort('enough');
        await world.settle();
      }
      expect(models.a?.calls).toHaveLength(80);
      for (let call = 0; call < 20; call++) outcomeOf(routed('auto').doStream(asking({})));
      await world.settle();
      expect(routed.report().queue).toMatchObject({ active: 8, waiting: 12 });
    },
  );

  it.each(['doGenerate', 'doStream'] as const)(
    'shrinks for a target that is too slow for every deadline (%s)',
    async form => {
      let afterMs = 100;
      const { routed, world } = harness(
        { a: () => ({ text: 'hello', afterMs }) },
        { ...adaptive, admission: { adaptive: { init: 40 } } },
      );
      const call = async () => {
        const result = await routed('auto')[form](asking({ deadlineMs: 2_000 }));
        if ('stream' in result) await readAll(result.stream);
      };
      const offer = async (count: number) => {
        for (let tenth = 0; tenth < 150; tenth++) {
          for (let more = 0; more < count; more++) outcomeOf(call());
          await world.advance(100);
        }
        return routed.report().queue.active;
      };
      await offer(5);
      afterMs = 60_000;
      expect(await offer(12)).toBeLessThan(35);
    },
  );

  it('counts neither the wait in line nor a slow reader, and learns at the first content of streams that go on', async () => {
    const { routed, world, models } = harness(
      { a: textStream(40) },
      { ...adaptive, timeout: false, admission: { adaptive: { windowMs: 100 } } },
    );
    const streams: ReadableStream<ModelPart>[] = [];
    // Nobody reads on: what is in flight has had its first content, and holds its slot.
    for (let call = 0; call < 200; call++)
      outcomeOf(
        routed('auto')
          .doStream(asking({}))
          .then(({ stream }) => streams.push(stream)),
      );
    await world.advance(2_000);
    expect(models.a?.calls).toHaveLength(8);
    for (let round = 0; round < 12; round++) {
      await Promise.all(streams.splice(0).map(stream => stream.cancel('read enough')));
      await world.advance(1_000);
    }
    // The line was up to 14 s long by then; had that counted, nothing would have grown.
    expect(streams.length).toBeGreaterThan(12);
  });

  it('lives with a slow start: one at a time after the circuit closed, then half of what it was', async () => {
    let isDown = true;
    const { routed, world } = harness(
      { a: () => (isDown ? { error: httpError(500) } : { text: 'hello', afterMs: 100 }) },
      { admission: { adaptive: true }, retry: false, timeout: false },
    );
    for (let call = 0; call < 5; call++) {
      outcomeOf(routed('auto').doStream(asking({})));
      await world.settle();
    }
    expect(routed.report().targets.a?.circuit).toBe('open');
    isDown = false;
    await world.advance(6_000);
    const probe = outcomeOf(
      routed('auto')
        .doStream(asking({}))
        .then(({ stream }) => readAll(stream)),
    );
    await world.advance(100);
    expect(probe.value).toBeDefined();
    const active: number[] = [];
    for (let call = 0; call < 60; call++)
      outcomeOf(
        routed('auto')
          .doStream(asking({}))
          .then(({ stream }) => readAll(stream)),
      );
    for (let round = 0; round < 5; round++) {
      await world.settle();
      active.push(routed.report().queue.active);
      await world.advance(100);
    }
    expect(active.slice(0, 2)).toEqual([1, 2]);
    expect(active.at(-1)).toBe(4);
  });

  it('gives every slot back exactly once, whatever becomes of the calls', async () => {
    const fate = fc.constantFrom<'read' | 'cancel' | 'abort' | 'generate' | 'fail' | 'limit' | 'hang'>(
      'read',
      'cancel',
      'abort',
      'generate',
      'fail',
      'limit',
      'hang',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fate, fc.nat(80)), { minLength: 10, maxLength: 60 }),
        async fates => {
          const { routed, world } = harness(
            {
              a: call => {
                const kind = fates[call % fates.length]?.[0];
                if (kind === 'fail') return { error: httpError(500), afterMs: 20 };
                if (kind === 'limit') return { error: httpError(429), afterMs: 20 };
                return kind === 'hang' ? 'hang' : textStream(7);
              },
            },
            { ...adaptive, timeout: { attemptMs: 300, responseMs: 300, firstContentMs: 300, unreadMs: 300 } },
          );
          for (const [kind, afterMs] of fates) {
            const controller = new AbortController();
            const options = ask(undefined, { abortSignal: controller.signal });
            if (kind === 'generate') outcomeOf(routed('auto').doGenerate(options));
            else
              outcomeOf(
                routed('auto')
                  .doStream(options)
                  .then(
                    async ({ stream }) =>
                      void (kind === 'cancel' ? await stream.cancel() : await readAll(stream)),
                  ),
              );
            if (kind === 'abort') world.after(afterMs, () => controller.abort('enough'));
            await world.advance(afterMs / 8);
            expect(routed.report().queue.active).toBeLessThanOrEqual(9);
          }
          await world.advance(60_000);
          expect(routed.report().queue).toMatchObject({ active: 0, waiting: 0 });
          expect(world.pendingTimers).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
