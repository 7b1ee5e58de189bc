import { inspect } from 'node:util';
import { APICallError, LoadAPIKeyError } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/privacy/redact.js';
import { safeError } from '../../src/privacy/safe-error.js';

const key = 'hs-9f+2/c4=1b7e_xyz';
const redactor = createRedactor();
redactor.addSecret(key);
const { redact } = redactor;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('redaction', () => {
  it.each([
    ['as it is', key],
    ['in a sentence', `Incorrect API key provided: ${key}.`],
    ['URL-encoded', encodeURIComponent(key)],
    ['URL-encoded in lower case', encodeURIComponent(key).replace(/%../g, code => code.toLowerCase())],
    ['in JSON', JSON.stringify({ key })],
    ['in JSON with its slashes escaped', JSON.stringify({ key }).replaceAll('/', '\\/')],
    ['in base64', base64(key)],
    ['in base64, as a header', base64(`Bearer ${key}`)],
    ['in base64 after one byte', base64(`x${key}y`)],
    ['in base64 after two bytes', base64(`xx${key}yy`)],
    ['in URL-safe base64', Buffer.from(`>>${key}??`).toString('base64url')],
  ])('takes a known key out: %s', (_, text) => {
    const clean = redact(`before ${text} after`);
    expect(clean).toContain('[redacted]');
    expect(clean).not.toContain(key);
    expect(clean).toMatch(/^before .* after$/);
    for (const piece of [key.slice(0, 12), base64(key).slice(4, 16)]) expect(clean).not.toContain(piece);
  });

  it('takes a long key out whole where another is a piece of it', () => {
    const both = createRedactor();
    both.addSecret('shared-prefix');
    both.addSecret('shared-prefix-and-more');
    expect(both.redact('key shared-prefix-and-more')).toBe('key [redacted]');
  });

  it('knows a key without the line break that its file ended with', () => {
    const read = createRedactor();
    read.addSecret(`${key}\n`);
    expect(read.redact(`key ${key} is wrong`)).toBe('key [redacted] is wrong');
  });

  it.each([
    'sk-proj-abcdefgh12345678',
    'sk_live_abcdefgh12345678',
    'Bearer abcdef123456',
    'Basic dXNlcjpwYXNz',
    'https://x.test/?api_key=abcdef',
    'https://user:hunter2@x.test/',
    'AIzaSyA1234567890abcdefghij',
    'gsk_abcdefgh12345678',
  ])('takes out what looks like a credential: %s', text => {
    expect(redact(text)).toContain('[redacted]');
    expect(redact(text)).not.toMatch(/abcdef|hunter2|dXNl/);
  });

  it('leaves ordinary text alone', () => {
    const text =
      'The task-oriented sketch of a basic bearer: see https://x.test/docs?page=2 and risk-averse.';
    expect(redact(text)).toBe(text);
  });

  it('leaves no form of a key behind, wherever it stands', () => {
    const bytes = fc.uint8Array({ maxLength: 5 });
    fc.assert(
      fc.property(bytes, bytes, (before, after) => {
        const text = Buffer.concat([before, Buffer.from(key), after]).toString('base64');
        const clean = redact(text);
        const decoded = Buffer.from(clean.replaceAll('[redacted]', ''), 'base64').toString('latin1');
        expect(decoded).not.toContain(key.slice(2, 14));
      }),
    );
  });

  it('reads a long text once: anything else would not end in time', () => {
    const long = 'a'.repeat(300_000);
    for (const text of [
      long,
      `https://${long}`,
      `Bearer ${long}`,
      'Bearer '.repeat(40_000),
      '?key='.repeat(60_000),
    ])
      expect(redact(text).length).toBeGreaterThan(0);
  });
});

const upstream = (more: object = {}) =>
  new APICallError({
    message: `Incorrect API key provided: ${key}`,
    url: `https://user:${encodeURIComponent(key)}@api.test/v1/chat/completions?key=${key}`,
    requestBodyValues: { messages: [{ content: 'my secret prompt' }] },
    statusCode: 401,
    responseHeaders: { 'retry-after': '3', 'set-cookie': 'a=b', 'x-request-id': key, authorization: key },
    responseBody: `{"error":{"message":"key ${key} is wrong"}}`,
    isRetryable: true,
    cause: new Error(`nested ${key}`, { cause: { error: { message: `deeper ${key}` } } }),
    ...more,
  });

describe('a safe error', () => {
  it('keeps class, marker, status and harmless headers, and is not retryable', () => {
    const safe = safeError(upstream(), redact) as APICallError;
    expect(APICallError.isInstance(safe)).toBe(true);
    expect(safe).toBeInstanceOf(APICallError);
    expect(safe.statusCode).toBe(401);
    expect(safe.isRetryable).toBe(false);
    expect(safe.responseHeaders).toEqual({ 'retry-after': '3', 'x-request-id': '[redacted]' });
    expect(safe.url).toBe('https://api.test/v1/chat/completions');
    expect(safe.requestBodyValues).toBeUndefined();
  });

  it('shows neither key nor prompt in any form in which an error is printed', () => {
    const safe = safeError(upstream(), redact) as Error;
    const shown = [
      inspect(safe, { depth: 10, showHidden: true }),
      JSON.stringify(safe, Object.getOwnPropertyNames(safe)),
      String(safe),
      safe.stack,
    ].join('\n');
    expect(shown).toContain('nested');
    expect(shown).not.toContain(key);
    expect(shown).not.toContain('my secret prompt');
  });

  it('keeps at most 4 KB of a body, and no half of a key at its end', () => {
    const body = `${'x'.repeat(4_090)}${key}${'y'.repeat(10_000)}`;
    const safe = safeError(upstream({ responseBody: body }), redact) as APICallError;
    expect(safe.responseBody?.length).toBeLessThanOrEqual(4_097);
    expect(safe.responseBody).not.toContain(key.slice(0, 6));
  });

  it('keeps the markers of the SDK’s other errors', () => {
    const safe = safeError(new LoadAPIKeyError({ message: `no ${key}` }), redact);
    expect(LoadAPIKeyError.isInstance(safe)).toBe(true);
    expect((safe as Error).message).toBe('no [redacted]');
  });

  it('makes an error of what arrived inside a stream', () => {
    const safe = safeError(
      { error: { message: `no ${key}`, code: 429, prompt: 'my secret prompt' } },
      redact,
    );
    expect(APICallError.isInstance(safe)).toBe(true);
    expect(safe).toMatchObject({ message: 'no [redacted]', statusCode: 429 });
    expect(inspect(safe, { depth: 10 })).not.toContain('my secret prompt');
  });

  it('keeps what can be read of an error whose cause is a trap', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const safe = safeError(upstream({ cause: proxy }), redact);
    expect(safe).toMatchObject({ statusCode: 401, cause: { message: 'An error that could not be read.' } });
  });

  it('takes anything, and never throws', () => {
    const trap = new Proxy(new Error('x'), {
      get() {
        throw new Error('trap');
      },
    });
    const cyclic = new Error('round');
    cyclic.cause = cyclic;
    for (const thrown of [trap, cyclic, undefined, null, 5, 'text', Symbol('x'), () => {}, Object.freeze({})])
      expect(safeError(thrown, redact)).toBeInstanceOf(Error);
    fc.assert(
      fc.property(fc.anything(), thrown => {
        expect(safeError(thrown, redact)).toBeInstanceOf(Error);
      }),
    );
  });
});
