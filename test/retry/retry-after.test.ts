import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoDuration, parseReset } from '../../src/retry/parse-wait.js';
import { rateLimitsOf } from '../../src/retry/rate-limit-headers.js';
import { retryAfterMs } from '../../src/retry/retry-after.js';

const wallMs = Date.UTC(2026, 10, 20, 12, 0, 0);
const httpDate = (inMs: number) => new Date(wallMs + inMs).toUTCString();
const waitOf = (headers: Record<string, string>, body?: unknown) => retryAfterMs({ headers, body, wallMs });

describe('the wait that a server asks for', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['a fraction of a second', { 'retry-after': '1.5' }, 1_500],
    ['zero', { 'retry-after': '0' }, 0],
    ['milliseconds', { 'retry-after-ms': '250' }, 250],
    ['milliseconds in Azure’s words', { 'x-ms-retry-after-ms': '750' }, 750],
    ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '30' }, 250],
    ['a date', { 'retry-after': httpDate(45_000) }, 45_000],
    ['a date in RFC 850 form', { 'retry-after': 'Friday, 20-Nov-26 12:01:00 GMT' }, 60_000],
    ['a date in asctime form', { 'retry-after': 'Fri Nov 20 12:02:00 2026' }, 120_000],
    ['a date that has passed', { 'retry-after': httpDate(-60_000) }, 0],
    ['joined headers: the largest', { 'retry-after': `${httpDate(20_000)}, 45` }, 45_000],
    ['joined headers: the date', { 'retry-after': `3, ${httpDate(20_000)}` }, 20_000],
    ['the server’s own clock', { 'retry-after': httpDate(3_605_000), date: httpDate(3_600_000) }, 5_000],
    ['a unit', { 'retry-after': '5s' }, null],
    ['an exponent', { 'retry-after': '1e9' }, null],
    ['hexadecimal', { 'retry-after': '0x10' }, null],
    ['a negative number', { 'retry-after': '-1' }, null],
    ['infinity', { 'retry-after': 'Infinity' }, null],
    ['not a number', { 'retry-after': 'NaN' }, null],
    ['a date without a time', { 'retry-after': '20 Nov 2026' }, null],
    ['nothing', { 'retry-after': '' }, null],
    ['an impossible date', { 'retry-after': 'Fri, 20 Foo 2026 12:00:00 GMT' }, null],
    ['a day that no month has', { 'retry-after': 'Tue, 31 Feb 2026 12:00:30 GMT' }, null],
    ['a two-digit year of the last century', { 'retry-after': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 0],
    ['a bare reset', { 'x-ratelimit-reset': '6m0s' }, 360_000],
    ['a reset of what is not spent', { 'x-ratelimit-reset': '6m0s', 'x-ratelimit-remaining': '3' }, null],
    ['of two IETF limits the spent one', { ratelimit: '"burst";r=5;t=1, "daily";r=0;t=30' }, 30_000],
    ['of two spent IETF limits the later', { ratelimit: '"burst";r=0;t=1, "daily";t=30;r=0' }, 30_000],
    ['an IETF limit that is not spent', { ratelimit: '"burst";r=5;t=30' }, null],
    ['an IETF limit that does not say', { ratelimit: '"burst";t=30' }, 30_000],
    ['a name that looks like one', { ratelimit: '"t=9";r=0;t=30;at=7' }, 30_000],
    ['an IETF reset of what is not spent', { 'ratelimit-reset': '30', 'ratelimit-remaining': '9' }, null],
    ['too many digits', { 'retry-after': '9999999999' }, null],
    ['garbage, then a valid source', { 'retry-after': 'soon', 'ratelimit-reset': '7' }, 7_000],
    [
      'an exhausted window in OpenAI’s words',
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' },
      360_000,
    ],
    [
      'of two exhausted windows the later',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '250ms',
      },
      1_000,
    ],
    [
      'a window that is not exhausted says nothing',
      { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '6m0s' },
      null,
    ],
    [
      'Anthropic’s instant',
      {
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-20T12:00:09Z',
      },
      9_000,
    ],
    ['the IETF draft', { ratelimit: '"default";r=0;t=12' }, 12_000],
    ['the older IETF draft', { 'ratelimit-reset': '30' }, 30_000],
    ['seconds since 1970', { 'ratelimit-reset': String(wallMs / 1_000 + 4) }, 4_000],
    ['milliseconds since 1970', { 'ratelimit-reset': String(wallMs + 4_000) }, 4_000],
  ])('%s', (_, headers, expected) => {
    expect(waitOf(headers)).toBe(expected);
  });

  it.each<[string, unknown, number | null]>([
    ['Google’s RetryInfo', { error: { details: [{ '@type': 'x' }, { retryDelay: '17s' }] } }, 17_000],
    ['a list with an error', [{ error: { retryDelay: '2.5s' } }], 2_500],
    ['OpenAI’s sentence', { error: { message: 'Rate limit reached. Please try again in 1.2s.' } }, 1_200],
    ['minutes in a sentence', { error: { message: 'Please retry after 2m30s' } }, 150_000],
    ['a sentence without a number', { error: { message: 'Please try again later' } }, null],
    ['a text', 'try again in 5s', null],
    ['nothing', undefined, null],
  ])('in a body: %s', (_, body, expected) => {
    expect(waitOf({}, body)).toBe(expected);
  });

  it('is never negative and never NaN, whatever the headers hold', () => {
    const names = [
      'retry-after',
      'retry-after-ms',
      'ratelimit',
      'ratelimit-reset',
      'date',
      'x-ratelimit-reset',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), headers => {
        const wait = waitOf(headers);
        expect(wait === null || wait >= 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads back any number of seconds and milliseconds', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999 }), number => {
        expect(waitOf({ 'retry-after': String(number) })).toBe(number * 1_000);
        expect(waitOf({ 'retry-after-ms': String(number) })).toBe(number);
      }),
    );
  });

  it('reads back any duration', () => {
    const amount = fc.nat({ max: 59 });
    fc.assert(
      fc.property(amount, amount, amount, fc.nat({ max: 999 }), (hours, minutes, seconds, millis) => {
        const expected = hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + millis;
        expect(parseGoDuration(`${hours}h${minutes}m${seconds}s${millis}ms`)).toBeCloseTo(expected, 6);
      }),
    );
  });

  it.each(['', '5', 's', '-5s', '1h-2m', '5 s', `${'1s'.repeat(40)}`])('%j is no duration', text => {
    expect(parseGoDuration(text)).toBeNull();
  });

  it('takes a reset as what its size says', () => {
    expect(parseReset('12', wallMs)).toBe(12_000);
    expect(parseReset('1e9', wallMs)).toBeNull();
    expect(parseReset(String(wallMs / 1_000 - 5), wallMs)).toBe(0);
  });
});

describe('rate limits in headers', () => {
  it('reads requests and tokens of a dialect', () => {
    const headers = {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    };
    expect(rateLimitsOf(headers, wallMs)).toEqual({
      requests: { limit: 60, remaining: 59, resetMs: 1_000 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
    });
  });

  it.each<[Record<string, string>, unknown]>([
    [
      { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7' },
      { limit: 100, remaining: 7, resetMs: null },
    ],
    [
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '3' },
      { limit: 100, remaining: 3, resetMs: null },
    ],
    [{ 'anthropic-ratelimit-requests-limit': '50' }, { limit: 50, remaining: null, resetMs: null }],
    [{ 'x-ratelimit-limit': '-5', 'x-ratelimit-remaining': 'many' }, null],
  ])('%j', (headers, requests) => {
    expect(rateLimitsOf(headers, wallMs).requests).toEqual(requests);
  });

  it('finds nothing where there is nothing', () => {
    expect(rateLimitsOf({ 'content-type': 'application/json' }, wallMs)).toEqual({
      requests: null,
      tokens: null,
    });
    expect(rateLimitsOf(undefined, wallMs)).toEqual({ requests: null, tokens: null });
  });
});

describe('the sentence in which a server says it', () => {
  it.each<[string, number | null]>([
    ['Please try again in 1.2s. Visit', 1_200],
    ['Please try again in 2h13m30.5s. Need more tokens?', 8_010_500],
    ['Please try again in 6m0s.', 360_000],
    ['Please try again in 20ms.', 20],
    ['Please retry after 26 seconds.', 26_000],
    ['Please retry after 1 second.', 1_000],
    ['Please try again in 5 minutes.', null],
    ['Please try again in 5sheep.', null],
    ['You tried 5s ago.', null],
  ])('%s', (message, wait) => {
    expect(waitOf({}, { error: { message } })).toBe(wait);
  });
});

it('takes no window for spent where nothing was refused: some servers tell their limits with every answer', () => {
  const told = (headers: Record<string, string>) => retryAfterMs({ headers, wallMs, isRateLimit: false });
  expect(told({ 'ratelimit-reset': '60' })).toBe(null);
  expect(told({ 'x-ratelimit-reset': '60' })).toBe(null);
  expect(told({ ratelimit: '"day";r=99;t=60' })).toBe(null);
  expect(told({ ratelimit: '"day";r=0;t=60' })).toBe(60_000);
  expect(told({ 'ratelimit-reset': '60', 'ratelimit-remaining': '0' })).toBe(60_000);
  expect(told({ 'retry-after': '5' })).toBe(5_000);
});
