import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimitsOf } from '../../src/retry/rate-limit-headers.js';

const wallMs = Date.parse('2026-11-20T12:00:00Z');
const dialects = [
  ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
] as const;
const anthropic = [
  'anthropic-ratelimit-requests-limit',
  'anthropic-ratelimit-requests-remaining',
  'anthropic-ratelimit-requests-reset',
] as const;
const tokens = [
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-reset-tokens',
] as const;
const names = [...dialects.flat(), ...anthropic, ...tokens, 'ratelimit', 'x-ratelimit-', 'content-type'];

describe('rate limits in headers', () => {
  it('are numbers that can be, or nothing, whatever is sent', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.constantFrom('-1', '1e9', '0x10', 'Infinity', 'NaN', '', ' ', '5s', '1,2', '9'.repeat(40)),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), odd), headers => {
        for (const window of Object.values(rateLimitsOf(headers, wallMs))) {
          if (window === null) continue;
          for (const figure of Object.values(window))
            if (figure !== null) expect(Number.isFinite(figure) && (figure as number) >= 0).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('are read as they were written, in each dialect', () => {
    const written = fc.record({
      limit: fc.nat({ max: 1e6 }),
      remaining: fc.nat({ max: 1e6 }),
      seconds: fc.nat({ max: 86_400 }),
      policy: fc.constantFrom('', ', 100;w=60', ';w=60'),
      space: fc.constantFrom('', ' '),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...dialects, anthropic),
        written,
        (dialect, { limit, remaining, seconds, policy, space }) => {
          const [limitName, remainingName, resetName] = dialect;
          const reset =
            dialect === anthropic ? new Date(wallMs + seconds * 1_000).toISOString() : String(seconds);
          const headers = {
            [limitName]: `${space}${limit}${policy}`,
            [remainingName]: `${remaining}${space}`,
            [resetName]: `${reset}${space}`,
          };
          expect(rateLimitsOf(headers, wallMs)).toEqual({
            requests: { limit, remaining, resetMs: seconds * 1_000 },
            tokens: null,
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
