import { expect } from 'vitest';
import { type Answer, answerWith, fromB, healthy, inTurn, json, pour, status } from './answers.js';
import { attemptsOf, expectFailed, expectFromB } from './expectations.js';
import type { Fault } from './fault.js';
import { both } from './fault.js';
import type { Field, Ground } from './ground.js';
import { apiKey } from './ground.js';

const fromA = healthy('from a');
const minuteMs = 60_000;
/** A timer of the platform may be a millisecond early, which is twenty here. */
const slackMs = 25;

/** The waits of a field, in the order in which they were made. */
const waits = ({ eventsOf }: Field) =>
  eventsOf('retry-wait').map(({ delayMs, reason }) => ({ delayMs, reason }));

/** A 429 that says how long to wait: with another target at once, alone after no less than that. */
async function expectHint(ground: Ground, refuse: Answer, hintMs: number): Promise<void> {
  const { field: pair, ...withB } = await ground.call({ a: refuse, b: fromB });
  expectFromB(withB, 'rate-limit');
  expect(waits(pair)).toEqual([]);
  expect(pair.eventsOf('rate-limited')).toMatchObject([{ retryAfterMs: hintMs }]);
  const { field: alone, ...played } = await ground.call({ a: inTurn(refuse, fromA) });
  expect(attemptsOf(played)).toEqual(['a failed rate-limit', 'a ok']);
  expect(waits(alone)).toMatchObject([{ reason: 'retry-after' }]);
  expect(waits(alone)[0]?.delayMs).toBeGreaterThanOrEqual(hintMs);
  expect(played.latencyMs).toBeGreaterThanOrEqual(hintMs - slackMs);
}

const both503 = (headers: Record<string, string>) => status(503, headers);

export const httpFaults: readonly Fault[] = [
  {
    number: 13,
    name: '429 that says how many seconds',
    forms: both,
    run: ground => expectHint(ground, status(429, { 'retry-after': '3' }), 3_000),
  },
  {
    number: 14,
    name: '429 that says until when',
    forms: both,
    run: ground => {
      const at = (ms: number) => new Date(1_780_000_000_000 + ms).toUTCString();
      // The server's own clock is an hour off; what counts is the difference.
      return expectHint(ground, status(429, { date: at(0), 'retry-after': at(4_000) }), 4_000);
    },
  },
  {
    number: 15,
    name: '429 that says how many milliseconds',
    forms: both,
    run: ground => expectHint(ground, status(429, { 'retry-after-ms': '2500' }), 2_500),
  },
  {
    number: 16,
    name: '429 that only says when the window is reset',
    forms: both,
    run: ground => {
      const exhausted = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '0m4s' };
      return expectHint(ground, status(429, exhausted), 4_000);
    },
  },
  {
    number: 17,
    name: '429 that asks for an hour',
    forms: both,
    run: async ground => {
      const refuse = status(429, { 'retry-after': '3600' });
      const { field: pair, ...withB } = await ground.call({ a: refuse, b: fromB });
      expectFromB(withB, 'rate-limit');
      expect(attemptsOf(await pair.call())).toEqual(['b ok']);
      expect(pair.sent('a')).toBe(1);
      const alone = await ground.field({ a: refuse });
      expectFailed(await alone.call(), { statusCode: 429 });
      expectFailed(await alone.call(), { name: 'CircuitOpenError', state: 'cooling' });
      expect(alone.sent('a')).toBe(1);
      expect(alone.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(9 * minuteMs);
    },
  },
  {
    number: 17,
    name: '503 that asks for an hour',
    forms: both,
    run: async ground => {
      const { field, ...played } = await ground.call({
        a: status(503, { 'retry-after': '3600' }),
        b: fromB,
      });
      expectFromB(played, 'server-error');
      expect(attemptsOf(await field.call())).toEqual(['b ok']);
      expect([field.sent('a'), field.routed.report().targets.a?.circuit]).toEqual([1, 'closed']);
    },
  },
  {
    number: 18,
    name: '429 with a hint that is none',
    forms: both,
    run: async ground => {
      for (const hint of ['soon', '-1', '1e999', '', '0x10', 'Infinity', '5s', '20 Nov 2026']) {
        const { field, ...played } = await ground.call({
          a: inTurn(status(429, { 'retry-after': hint }), fromA),
        });
        expect(attemptsOf(played)).toEqual(['a failed rate-limit', 'a ok']);
        expect(waits(field)).toMatchObject([{ reason: 'backoff' }]);
      }
      const twice = '1\r\nretry-after: 2';
      const { field, ...played } = await ground.call({
        a: inTurn(status(429, { 'retry-after': twice }), fromA),
      });
      expect(attemptsOf(played)).toEqual(['a failed rate-limit', 'a ok']);
      expect(waits(field)[0]?.delayMs).toBeGreaterThanOrEqual(2_000);
    },
  },
  {
    number: 19,
    name: '429 that says 0 for ever',
    forms: both,
    run: async ground => {
      const { field, ...played } = await ground.call(
        { a: status(429, { 'retry-after': '0' }) },
        {
          retry: { maxHintedAttempts: 5 },
        },
      );
      expectFailed(played, { name: 'AllTargetsFailedError', statusCode: 429 });
      expect(field.sent('a')).toBe(5);
      for (const { delayMs } of waits(field)) expect(delayMs).toBeGreaterThan(100);
    },
  },
  {
    number: 20,
    name: '429 for a spent quota',
    forms: both,
    run: async ground => {
      const spent = status(429, {}, { message: 'No credit', code: 'insufficient_quota' });
      const { field, ...played } = await ground.call({ a: spent, b: fromB });
      expectFromB(played, 'quota');
      expect(field.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(4 * minuteMs);
      const { field: alone } = await ground.call({ a: spent });
      expect(alone.sent('a')).toBe(1);
    },
  },
  {
    number: 21,
    name: 'a server error of any kind',
    forms: both,
    run: async ground => {
      for (const code of [500, 502, 503, 504, 520, 529, 408, 409, 425, 501, 505]) {
        expectFromB(await ground.call({ a: status(code), b: fromB }), 'server-error');
      }
      const { field, ...played } = await ground.call({ a: inTurn(status(500), fromA) });
      expect(attemptsOf(played)).toEqual(['a failed server-error', 'a ok']);
      expect(field.sent('a')).toBe(2);
    },
  },
  {
    number: 22,
    name: '502 in HTML',
    forms: both,
    run: async ground => {
      const page = answerWith('502 Bad Gateway', { 'content-type': 'text/html' }, '<html>Bad gateway</html>');
      expectFromB(await ground.call({ a: page, b: fromB }), 'server-error');
    },
  },
  {
    number: 23,
    name: '503 that is not to be tried again',
    forms: both,
    run: async ground => {
      const refuse = both503({ 'x-should-retry': 'false' });
      expectFromB(await ground.call({ a: refuse, b: fromB }), 'server-error');
      const { field, ...alone } = await ground.call({ a: inTurn(refuse, fromA) });
      expectFailed(alone, { statusCode: 503 });
      expect(field.sent('a')).toBe(1);
    },
  },
  {
    number: 24,
    name: '400 that is to be tried again',
    forms: both,
    run: async ground => {
      const again = status(400, { 'x-should-retry': 'true' });
      const { field, ...played } = await ground.call({ a: inTurn(again, fromA), b: fromB });
      expect(attemptsOf(played)).toEqual(['a failed bad-request', 'a ok']);
      expect(field.sent('b')).toBe(0);
      const { field: never } = await ground.call({ a: again, b: fromB });
      expect([never.sent('a'), never.sent('b')]).toEqual([2, 0]);
    },
  },
  {
    number: 25,
    name: '401 that repeats the key',
    forms: both,
    run: async ground => {
      const refuse = status(401, {}, { message: `Incorrect API key provided: Bearer ${apiKey}` });
      const { field, ...played } = await ground.call({ a: refuse, b: fromB });
      expectFromB(played, 'auth');
      expect(field.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(20_000);
      const alone = await ground.call({ a: refuse });
      expectFailed(alone, { statusCode: 401, message: 'Incorrect API key provided: Bearer [redacted]' });
    },
  },
  {
    number: 26,
    name: '403',
    forms: both,
    run: async ground => {
      const { field, ...played } = await ground.call({ a: status(403), b: fromB });
      expectFromB(played, 'auth');
      expect(field.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(20_000);
      const flagged = status(403, {}, { message: 'Flagged', code: 403, metadata: { flagged_input: 'x' } });
      const { field: moderated, ...refused } = await ground.call({ a: flagged, b: fromB });
      expectFailed(refused, { statusCode: 403 });
      expect([moderated.sent('a'), moderated.sent('b')]).toEqual([1, 0]);
    },
  },
  {
    number: 27,
    name: '404',
    forms: both,
    run: async ground => {
      const missing = status(404, {}, { message: 'No such model', code: 'model_not_found' });
      const { field, ...played } = await ground.call({ a: missing, b: fromB });
      expectFromB(played, 'not-found');
      expect(attemptsOf(await field.call())).toEqual(['b ok']);
    },
  },
  {
    number: 28,
    name: '400 that is the caller’s fault',
    forms: both,
    run: async ground => {
      for (const code of [400, 422]) {
        const { field, ...played } = await ground.call({ a: status(code), b: fromB });
        expectFailed(played, { statusCode: code, message: `status ${code}` });
        expect([field.sent('a'), field.sent('b')]).toEqual([1, 0]);
      }
    },
  },
  ...[
    {
      number: 29,
      name: 'a prompt that is too long',
      refuse: status(400, {}, { message: 'Too long', code: 'context_length_exceeded' }),
      errorClass: 'context-length',
    },
    { number: 30, name: '413', refuse: status(413), errorClass: 'too-large' },
  ].map(
    ({ number, name, refuse, errorClass }): Fault => ({
      number,
      name,
      forms: both,
      run: async ground => {
        const extras = { a: { contextTokens: 8_000 }, b: { contextTokens: 128_000 } };
        expectFromB(await ground.call({ a: refuse, b: fromB }, { extras }), errorClass);
        const small = { a: { contextTokens: 8_000 }, b: { contextTokens: 8_000 } };
        const { field, ...played } = await ground.call({ a: refuse, b: fromB }, { extras: small });
        expect(played.error).toBeInstanceOf(Error);
        expect([field.sent('a'), field.sent('b')]).toEqual([1, 0]);
      },
    }),
  ),
  {
    number: 31,
    name: '307 to the same origin',
    forms: both,
    run: async ground => {
      const { field, ...played } = await ground.call({
        a: answerWith('307 Temporary Redirect', { location: '/v1/elsewhere' }, ''),
        b: fromB,
      });
      expectFromB(played, 'redirect');
      expect(field.sent('a')).toBe(1);
      expect(field.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(20_000);
    },
  },
  {
    number: 32,
    name: '307 to another origin, with a key in a header of its own',
    forms: both,
    run: async ground => {
      const thief = await ground.field({ stranger: healthy('stolen') });
      const location = `${thief.servers.stranger?.url}/chat/completions`;
      for (const code of ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent']) {
        const played = await ground.call(
          { a: answerWith(code, { location }, ''), b: fromB },
          { extras: { a: { headers: { 'x-api-key': apiKey } } } },
        );
        expectFromB(played, 'redirect');
      }
      expect(thief.sent('stranger')).toBe(0);
    },
  },
  {
    number: 35,
    name: 'an error whose body never ends',
    forms: both,
    run: async ground => {
      const hung: Answer = socket =>
        void socket.write(
          `HTTP/1.1 503 Oh\r\ncontent-type: ${json['content-type']}\r\ncontent-length: 99\r\n\r\n{`,
        );
      const played = await ground.call({ a: hung, b: fromB });
      expectFromB(played, 'server-error');
      expect(played.latencyMs).toBeLessThan(6_000);
    },
  },
  {
    number: 36,
    name: 'an error of 64 MB',
    forms: both,
    run: async ground => {
      const poured = pour('HTTP/1.1 500 Oh\r\ncontent-type: text/plain\r\n\r\n', 'x'.repeat(65_536));
      expectFromB(await ground.call({ a: poured, b: fromB }), 'server-error');
      const { error } = await ground.call({ a: poured }, { retry: { maxAttempts: 1 } });
      expect((error as { responseBody: string }).responseBody.length).toBeLessThanOrEqual(4_097);
    },
  },
];
