import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorClass, Failure } from '../../src/core/outcome.js';
import { backoffMs, waitAfterHintMs } from '../../src/retry/backoff.js';
import { failurePolicies } from '../../src/retry/failure-policies.js';
import {
  hasAlternative,
  nextStep,
  type StepLimits,
  type StepState,
  type Tried,
} from '../../src/retry/next-step.js';

const failure = (errorClass: ErrorClass, more: Partial<Failure> = {}): Failure => ({
  ...failurePolicies[errorClass],
  errorClass,
  statusCode: null,
  retryAfterMs: null,
  cause: null,
  ...more,
});
const fresh: Tried = {
  sends: 0,
  hintedSends: 0,
  outrunSends: 0,
  coolRefusals: 0,
  lastFailure: null,
  isOut: false,
  contextTokens: null,
};
const tried = (errorClass: ErrorClass, more: Partial<Tried> = {}, of: Partial<Failure> = {}): Tried => ({
  ...fresh,
  sends: 1,
  lastFailure: failure(errorClass, of),
  ...more,
});
const limits: StepLimits = {
  maxAttempts: 5,
  maxAttemptsPerTarget: 3,
  maxHintedAttempts: 10,
  longestHintMs: 30_000,
  longestCoolWaitMs: 20_000,
};
const cooling =
  (...coolMs: number[]) =>
  (candidate: number) =>
    coolMs[candidate] ?? 0;
const state = (candidates: readonly Tried[], more: Partial<StepState> = {}): StepState => ({
  candidates,
  last: 0,
  limits,
  remainingMs: null,
  random: () => 0.5,
  mayRetry: () => true,
  coolMs: () => 0,
  isUnhealthy: () => false,
  ...more,
});

describe('the step after a failure', () => {
  it.each<[string, StepState, object]>([
    [
      'another target at once',
      state([tried('server-error'), fresh]),
      { kind: 'send', candidate: 1, afterMs: 0, reason: 'failover' },
    ],
    [
      'the same one after a wait',
      state([tried('server-error')]),
      { kind: 'send', candidate: 0, afterMs: 100, reason: 'backoff' },
    ],
    [
      'a longer wait the second time',
      state([tried('server-error', { sends: 2 })]),
      { candidate: 0, afterMs: 200 },
    ],
    [
      'a rate limit waits longer',
      state([tried('rate-limit')]),
      { candidate: 0, afterMs: 500, reason: 'backoff' },
    ],
    [
      'as told, and a little more',
      state([tried('server-error', {}, { retryAfterMs: 2_000 })]),
      { candidate: 0, afterMs: 2_100, reason: 'retry-after' },
    ],
    [
      'after a rate limit, as long as its target still cools',
      state([tried('rate-limit', { sends: 0, hintedSends: 1 }, { retryAfterMs: 2_000 })], {
        coolMs: cooling(1_400.2),
      }),
      { candidate: 0, afterMs: 1_401, reason: 'retry-after' },
    ],
    [
      'a hint of nothing still waits',
      state([tried('rate-limit', { sends: 0, hintedSends: 1 }, { retryAfterMs: 0 })]),
      { candidate: 0, afterMs: 500 },
    ],
    [
      'a hint that is too long',
      state([tried('rate-limit', { sends: 0, hintedSends: 1 }, { retryAfterMs: 31_000 })], {
        coolMs: cooling(31_500),
      }),
      { kind: 'stop', reason: 'long-hint' },
    ],
    [
      'another rather than a wait',
      state([tried('rate-limit', {}, { retryAfterMs: 100 }), fresh]),
      { candidate: 1, reason: 'failover' },
    ],
    ['a caller’s fault', state([tried('bad-request'), fresh]), { kind: 'stop', reason: 'fatal' }],
    ['a timeout, once', state([tried('timeout')]), { kind: 'send', candidate: 0 }],
    ['a timeout, twice', state([tried('timeout', { sends: 2 })]), { kind: 'stop' }],
    ['a wrong key', state([tried('auth')]), { kind: 'stop', reason: 'exhausted' }],
    ['a wrong key, with another target', state([tried('auth'), fresh]), { kind: 'send', candidate: 1 }],
    [
      'a larger window',
      state([
        tried('context-length', { contextTokens: 100 }),
        { ...fresh, contextTokens: 50 },
        { ...fresh, contextTokens: 200 },
      ]),
      { kind: 'send', candidate: 2 },
    ],
    [
      'no larger window',
      state([tried('context-length', { contextTokens: 100 }), { ...fresh, contextTokens: 100 }]),
      { kind: 'stop' },
    ],
    [
      'three at one target are enough',
      state([tried('server-error', { sends: 3 })]),
      { kind: 'stop', reason: 'attempt-limit' },
    ],
    [
      'five in all are enough',
      state([tried('server-error', { sends: 3 }), tried('server-error', { sends: 2 }), fresh]),
      { kind: 'stop', reason: 'attempt-limit' },
    ],
    [
      'hinted ones count apart',
      state([tried('rate-limit', { sends: 0, hintedSends: 9 }, { retryAfterMs: 10 })]),
      { kind: 'send', candidate: 0 },
    ],
    [
      'ten hinted ones are enough',
      state([tried('rate-limit', { sends: 0, hintedSends: 10 }, { retryAfterMs: 10 })]),
      { kind: 'stop' },
    ],
    [
      'no time left for the wait',
      state([tried('server-error')], { remainingMs: 100 }),
      { kind: 'stop', reason: 'deadline', waitMs: 100 },
    ],
    [
      'just time enough',
      state([tried('server-error')], { remainingMs: 101 }),
      { kind: 'send', candidate: 0 },
    ],
    [
      'no budget',
      state([tried('server-error')], { mayRetry: () => false }),
      { kind: 'stop', reason: 'retry-budget' },
    ],
    [
      'a rate limit needs none',
      state([tried('rate-limit')], { mayRetry: () => false }),
      { kind: 'send', candidate: 0 },
    ],
    [
      'failing over needs none',
      state([tried('server-error'), fresh], { mayRetry: () => false }),
      { kind: 'send', candidate: 1 },
    ],
    [
      'to an unhealthy target it does',
      state([tried('server-error'), fresh, fresh], {
        mayRetry: () => false,
        isUnhealthy: index => index === 1,
      }),
      { kind: 'send', candidate: 2 },
    ],
    [
      'a refused one is not asked again',
      state([{ ...fresh, isOut: true }, fresh]),
      { kind: 'send', candidate: 1, reason: 'failover' },
    ],
    [
      'an unhealthy one needs none where the call has loaded nobody yet',
      state([{ ...fresh, isOut: true }, fresh], { mayRetry: () => false, isUnhealthy: () => true }),
      { kind: 'send', candidate: 1 },
    ],
    [
      'all refused',
      state(
        [
          { ...fresh, isOut: true },
          { ...fresh, isOut: true },
        ],
        { last: 1 },
      ),
      { kind: 'stop', reason: 'exhausted' },
    ],
    [
      'the shortest wait',
      state([tried('rate-limit', {}, { retryAfterMs: 5_000 }), tried('server-error')], {
        last: 1,
        coolMs: cooling(5_000),
      }),
      { kind: 'send', candidate: 1 },
    ],
    [
      'one that is ready rather than one that is cooling',
      state([tried('rate-limit', {}, { retryAfterMs: 100 }), fresh, fresh], { coolMs: cooling(100, 500) }),
      { kind: 'send', candidate: 2, afterMs: 0, reason: 'failover' },
    ],
    [
      'the first that has cooled, where all are cooling',
      state([fresh, fresh, fresh], { coolMs: cooling(900, 300, 600) }),
      { kind: 'send', candidate: 1, afterMs: 300, reason: 'retry-after' },
    ],
    [
      'the shortest wait, be it a cool-down or a backoff',
      state([tried('server-error'), fresh], { coolMs: cooling(0, 500) }),
      { kind: 'send', candidate: 0, afterMs: 100, reason: 'backoff' },
    ],
    [
      'no sooner than another call was told to wait',
      state([tried('server-error'), fresh], { coolMs: cooling(800, 500) }),
      { kind: 'send', candidate: 1, afterMs: 500, reason: 'retry-after' },
    ],
    [
      'a target that turned the call away is asked again',
      state([{ ...fresh, coolRefusals: 1 }], { coolMs: cooling(1_000) }),
      { kind: 'send', candidate: 0, afterMs: 1_000 },
    ],
    [
      'at once, when it has cooled meanwhile',
      state(
        [
          { ...fresh, coolRefusals: 1 },
          { ...fresh, coolRefusals: 1 },
        ],
        { coolMs: cooling(1_000, 0) },
      ),
      { kind: 'send', candidate: 1, afterMs: 0 },
    ],
    [
      'a cool-down that is too long to wait for',
      state([fresh, fresh], { coolMs: cooling(20_001, 60_000) }),
      { kind: 'stop', reason: 'long-hint' },
    ],
    [
      'a cool-down that outlasts the deadline',
      state([fresh, fresh], { coolMs: cooling(1_000, 2_000), remainingMs: 1_000 }),
      { kind: 'stop', reason: 'deadline' },
    ],
    [
      'not for ever: turned away more often than hints allow',
      state([{ ...fresh, coolRefusals: 11 }], { coolMs: cooling(1_000) }),
      { kind: 'stop' },
    ],
    [
      'without retries, a target that was not asked yet is waited for',
      state([tried('server-error'), fresh], {
        coolMs: cooling(0, 500),
        limits: { ...limits, maxAttemptsPerTarget: 1, maxHintedAttempts: 0, longestHintMs: 0 },
      }),
      { kind: 'send', candidate: 1, afterMs: 500 },
    ],
    [
      'a small window is not waited for after a context that was too large',
      state([tried('context-length', { contextTokens: 100 }), { ...fresh, contextTokens: 50 }], {
        coolMs: cooling(0, 500),
      }),
      { kind: 'stop' },
    ],
  ])('%s', (_, before, expected) => {
    expect(nextStep(before)).toMatchObject(expected);
  });

  it.each<[string, readonly Tried[], boolean]>([
    ['an untried one', [fresh, fresh], true],
    ['one that failed and may be tried again', [fresh, tried('server-error')], true],
    ['one that turned the call away before', [fresh, { ...fresh, coolRefusals: 1 }], true],
    ['none with a wrong key', [fresh, tried('auth')], false],
    ['none that refused for good', [fresh, { ...fresh, isOut: true }], false],
    ['none that was tried often enough', [fresh, tried('server-error', { sends: 3 })], false],
    [
      'none, turned away ten times',
      [
        { ...fresh, coolRefusals: 6 },
        { ...fresh, coolRefusals: 4 },
      ],
      false,
    ],
  ])('knows an alternative to waiting in line: %s', (_, candidates, expected) => {
    expect(hasAlternative(candidates, 0, limits)).toBe(expected);
  });

  it('ends, whatever fails, within the limits', () => {
    const classes = Object.keys(failurePolicies) as ErrorClass[];
    const failing = fc.record({
      errorClass: fc.constantFrom(...classes),
      retryAfterMs: fc.option(fc.nat({ max: 60_000 }), { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.array(failing, { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (script, size) => {
          const candidates: Tried[] = Array.from({ length: size }, () => ({ ...fresh }));
          let last = 0;
          let sent = 0;
          for (const { errorClass, retryAfterMs } of script) {
            const candidate = candidates[last] as Tried;
            const isHinted = errorClass === 'rate-limit' && retryAfterMs !== null;
            if (isHinted) candidate.hintedSends++;
            else candidate.sends++;
            candidate.lastFailure = failure(errorClass, { retryAfterMs: isHinted ? retryAfterMs : null });
            sent++;
            const step = nextStep(state(candidates, { last }));
            if (step.kind === 'stop') break;
            expect(step.afterMs).toBeGreaterThanOrEqual(0);
            last = step.candidate;
          }
          // Five attempts, and ten that hints asked for, and the one that meets the limit.
          expect(sent).toBeLessThanOrEqual(15);
          for (const { sends } of candidates) expect(sends).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});

describe('waits', () => {
  it('back off with full jitter, to 20 s at most', () => {
    const most = (retry: number, isThrottle = false) => backoffMs({ retry, isThrottle, random: () => 1 });
    expect([0, 1, 2, 3].map(retry => most(retry))).toEqual([200, 400, 800, 1_600]);
    expect([0, 1].map(retry => most(retry, true))).toEqual([1_000, 2_000]);
    expect(most(60)).toBe(20_000);
    expect(backoffMs({ retry: 5, isThrottle: false, random: () => 0 })).toBe(0);
  });

  it('are never shorter than a hint, and at most a second longer', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (hintMs, chance) => {
          const wait = waitAfterHintMs(hintMs, () => chance);
          expect(wait).toBeGreaterThanOrEqual(hintMs);
          expect(wait).toBeLessThanOrEqual(hintMs + Math.min(hintMs / 10, 1_000));
        },
      ),
    );
  });
});
