import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelPart } from '../../../../src/core/model.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { ask, connectionError, harness, httpError } from '../../routed-harness.js';
import type { Ground, Played } from './play.js';
import { expectSound, forms, of, play } from './play.js';

/** Few and round, so that two things often fall on the same moment. */
const delay = fc.constantFrom(0, 100, 200, 300, 400, 500, 600, 700, 1_000, 2_000);
const begun: ModelPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
];
const text = (delta: string): ModelPart => ({ type: 'text-delta', id: '0', delta });

const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 6, arbitrary: delay.map(afterMs => ({ text: 'some words', afterMs })) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(500, 503, 429, 401), delay).map(([status, afterMs]) => ({
      error: httpError(status),
      afterMs,
    })),
  },
  { weight: 1, arbitrary: delay.map(afterMs => ({ error: httpError(400), afterMs })) },
  { weight: 1, arbitrary: delay.map(afterMs => ({ error: connectionError(), afterMs })) },
  {
    weight: 1,
    arbitrary: delay.map(eachAfterMs => ({ parts: begun, eachAfterMs, thenThrow: httpError(500) })),
  },
  {
    weight: 1,
    arbitrary: delay.map(eachAfterMs => ({
      parts: [...begun, text('cut')],
      eachAfterMs,
      thenThrow: connectionError('ECONNRESET'),
    })),
  },
  { weight: 1, arbitrary: fc.constant<Script>('hang') },
);

const aCall = fc.record({
  form: fc.constantFrom(...forms),
  startsAfterMs: delay,
  deadlineMs: fc.constantFrom(500, 700, 900, 4_000),
  abortsAfterMs: fc.option(delay, { freq: 3 }),
});

const history = fc.record({
  a: fc.array(script, { minLength: 1, maxLength: 6 }),
  b: fc.array(script, { minLength: 1, maxLength: 6 }),
  c: fc.array(script, { minLength: 1, maxLength: 6 }),
  maxConcurrent: fc.constantFrom(1, 2, 100),
  maxRatio: fc.constantFrom(0.3, 1),
  delayMs: fc.constantFrom(100, 500),
  hasBudget: fc.boolean(),
  calls: fc.array(aCall, { minLength: 1, maxLength: 8 }),
});

describe('whatever two targets do, and whenever callers leave', () => {
  it('each call ends once, sums agree, the share is kept and nothing is held', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        async ({ calls, maxConcurrent, maxRatio, delayMs, hasBudget, ...scripts }) => {
          const limits = { maxConcurrent };
          const ground: Ground = harness(scripts, {
            hedge: { maxRatio, delayMs },
            extras: { a: { limits }, b: { limits } },
            ...(hasBudget ? { budget: { overall: { perDayUsd: 1 } } } : {}),
          });
          const played: Played[] = [];
          for (const { form, startsAfterMs, deadlineMs, abortsAfterMs } of calls) {
            await ground.world.advance(startsAfterMs);
            const controller = new AbortController();
            if (abortsAfterMs !== null)
              ground.world.after(abortsAfterMs, () => controller.abort(new Error('left')));
            const { signal: abortSignal } = controller;
            const routed = { deadlineMs };
            played.push(
              play(
                ground,
                form,
                ask(undefined, { abortSignal, maxOutputTokens: 100, providerOptions: { routed } }),
              ),
            );
          }
          await ground.world.advance(60_000);
          expect(played.every(({ isDone }) => isDone)).toBe(true);
          expectSound(ground);
          const started = of(ground, 'hedge-start').map(({ callId }) => callId);
          expect(started.length).toBe(new Set(started).size);
          const skipped = of(ground, 'attempt-end').filter(
            ({ outcome, errorClass }) => outcome === 'skipped' && errorClass === 'queue-full',
          );
          expect(started.length - skipped.length).toBeLessThanOrEqual(Math.floor(calls.length * maxRatio));
          for (const { report } of of(ground, 'call-end')) {
            const ok = report.attempts.filter(({ outcome }) => outcome === 'ok');
            if (ok.length === 1) expect(ok[0]?.target).toBe(report.target);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});
