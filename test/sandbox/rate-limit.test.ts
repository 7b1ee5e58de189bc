import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../src/sandbox/api-problem.js';
import { modelProfileSchema, type SandboxModelProfile } from '../../src/sandbox/profiles.js';
import { createRateLimit, formatReset } from '../../src/sandbox/rate-limit.js';
import { ask, send, start } from './start.js';

const limit = (profile: SandboxModelProfile) => createRateLimit('m', modelProfileSchema.parse(profile));
const refusal = (task: () => unknown): ApiProblem => {
  try {
    task();
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
  throw new Error('it was let through');
};

describe('the rate limit of a model', () => {
  it('lets a minute of requests through at once, then says when the next may come', () => {
    const { take } = limit({ requestsPerMinute: 3, tokensPerMinute: null });
    expect(take({ tokens: 1, inFlight: 1, nowMs: 5_000 })).toEqual({
      'x-ratelimit-limit-requests': '3',
      'x-ratelimit-remaining-requests': '2',
      'x-ratelimit-reset-requests': '20s',
    });
    take({ tokens: 1, inFlight: 1, nowMs: 5_000 });
    take({ tokens: 1, inFlight: 1, nowMs: 5_000 });
    const refused = refusal(() => take({ tokens: 1, inFlight: 1, nowMs: 6_000 }));
    expect(refused).toMatchObject({ status: 429, type: 'requests', code: 'rate_limit_exceeded' });
    expect(refused.headers).toMatchObject({
      'retry-after': '19',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '59s',
    });
    refusal(() => take({ tokens: 1, inFlight: 1, nowMs: 24_999 }));
    take({ tokens: 1, inFlight: 1, nowMs: 25_000 });
  });

  it('counts tokens, and takes nothing when it refuses', () => {
    const { take } = limit({ requestsPerMinute: 100, tokensPerMinute: 600 });
    take({ tokens: 500, inFlight: 1, nowMs: 0 });
    const refused = refusal(() => take({ tokens: 150, inFlight: 1, nowMs: 0 }));
    expect(refused.headers).toMatchObject({
      'retry-after': '5',
      'x-ratelimit-remaining-tokens': '100',
      'x-ratelimit-remaining-requests': '99',
    });
    expect(take({ tokens: 150, inFlight: 1, nowMs: 5_000 })).toMatchObject({
      'x-ratelimit-remaining-tokens': '0',
    });
    const hopeless = refusal(() => take({ tokens: 601, inFlight: 1, nowMs: 1e9 }));
    expect(hopeless).toMatchObject({ status: 429, type: 'tokens' });
    expect(hopeless.headers).not.toHaveProperty('retry-after');
  });

  it('holds over burstMs, when that is shorter than a minute', () => {
    const { take } = limit({ requestsPerMinute: 600, burstMs: 1_000 });
    for (let index = 0; index < 10; index++) take({ tokens: 1, inFlight: 1, nowMs: 0 });
    expect(refusal(() => take({ tokens: 1, inFlight: 1, nowMs: 0 })).headers['retry-after']).toBe('1');
  });

  it('refuses what is above maxConcurrent', () => {
    const { take } = limit({ maxConcurrent: 2 });
    take({ tokens: 1, inFlight: 2, nowMs: 0 });
    expect(refusal(() => take({ tokens: 1, inFlight: 3, nowMs: 0 })).code).toBe('concurrency_limit_exceeded');
  });

  it('never lets more through than a full bucket and what was earned', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.nat(3_000), { maxLength: 300 }),
        (perMinute, waits) => {
          const { take } = limit({ requestsPerMinute: perMinute });
          let nowMs = 0;
          let granted = 0;
          for (const waitMs of waits) {
            nowMs += waitMs;
            try {
              take({ tokens: 1, inFlight: 1, nowMs });
              granted++;
            } catch {}
          }
          expect(granted).toBeLessThanOrEqual(perMinute + (nowMs * perMinute) / 60_000 + 1e-6);
        },
      ),
    );
  });

  it('shows on the wire as a 429', async () => {
    const sandbox = await start({
      models: { slowly: { requestsPerMinute: 2 }, freely: { requestsPerMinute: null } },
    });
    const statuses = [];
    for (let index = 0; index < 3; index++) {
      const response = await send(sandbox, '/chat/completions', ask('hi', { model: 'slowly' }));
      await response.text();
      statuses.push([
        response.status,
        response.headers.get('x-ratelimit-remaining-requests'),
        response.headers.get('retry-after'),
      ]);
    }
    expect(statuses).toEqual([
      [200, '1', null],
      [200, '0', null],
      [429, '0', '30'],
    ]);
    const free = await send(sandbox, '/chat/completions', ask('hi', { model: 'freely' }));
    expect([free.status, free.headers.get('x-ratelimit-limit-requests')]).toEqual([200, null]);
  });
});

it.each([
  [0, '0ms'],
  [19.2, '20ms'],
  [1_000, '1s'],
  [8_640, '9s'],
  [360_000, '6m0s'],
  [3_661_000, '1h1m1s'],
])('writes a wait of %d ms as %s', (waitMs, text) => {
  expect(formatReset(waitMs)).toBe(text);
});
