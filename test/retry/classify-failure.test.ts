import {
  APICallError,
  EmptyResponseBodyError,
  LoadAPIKeyError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorClass, Failure } from '../../src/core/outcome.js';
import { classifyFailure } from '../../src/retry/classify-failure.js';

const at = { wallMs: 1_780_000_000_000 };

interface Http {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly message?: string;
}
const http = ({ status, body, headers = {}, message = 'It went wrong' }: Http) =>
  new APICallError({
    message,
    url: 'https://example.test/v1/chat/completions',
    requestBodyValues: {},
    statusCode: status,
    responseHeaders: headers,
    ...(body === undefined ? {} : { responseBody: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const system = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });

const openAI = (code: string | null, type: string) => ({ error: { message: 'No', type, code } });

describe('the class of a failure', () => {
  it.each<[string, unknown, ErrorClass]>([
    ['401', http({ status: 401 }), 'auth'],
    ['402', http({ status: 402 }), 'quota'],
    [
      'a key that Google does not know',
      http({
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message: 'API key not valid.',
              status: 'INVALID_ARGUMENT',
              details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
            },
          },
        ],
      }),
      'auth',
    ],
    [
      'what else is wrong with a request for Google',
      http({
        status: 400,
        body: { error: { code: 400, status: 'INVALID_ARGUMENT', details: [null, { reason: 'FIELD' }] } },
      }),
      'bad-request',
    ],
    ['403', http({ status: 403 }), 'auth'],
    [
      'a moderated prompt',
      http({ status: 403, body: { error: { metadata: { flagged_input: 'x' } } } }),
      'content-filter',
    ],
    ['404', http({ status: 404, body: openAI('model_not_found', 'invalid_request_error') }), 'not-found'],
    ['an Azure deployment', http({ status: 404, body: openAI('DeploymentNotFound', '') }), 'not-found'],
    ['408', http({ status: 408 }), 'server-error'],
    ['409', http({ status: 409 }), 'server-error'],
    ['413', http({ status: 413 }), 'too-large'],
    ['422', http({ status: 422 }), 'bad-request'],
    ['425', http({ status: 425 }), 'server-error'],
    ['429', http({ status: 429, body: openAI('rate_limit_exceeded', 'requests') }), 'rate-limit'],
    ['429 without a body', http({ status: 429 }), 'rate-limit'],
    [
      'a spent quota',
      http({ status: 429, body: openAI('insufficient_quota', 'insufficient_quota') }),
      'quota',
    ],
    ['Anthropic’s billing', http({ status: 400, body: { error: { type: 'billing_error' } } }), 'quota'],
    ['500', http({ status: 500 }), 'server-error'],
    ['529', http({ status: 529, body: { error: { type: 'overloaded_error' } } }), 'server-error'],
    ['an HTML 502', http({ status: 502, body: '<html>Bad gateway</html>' }), 'server-error'],
    ['400', http({ status: 400, body: openAI(null, 'invalid_request_error') }), 'bad-request'],
    [
      'a long prompt',
      http({ status: 400, body: openAI('context_length_exceeded', 'invalid_request_error') }),
      'context-length',
    ],
    ['a filtered prompt', http({ status: 400, body: openAI('content_filter', '') }), 'content-filter'],
    [
      'Google’s word',
      http({ status: 429, body: [{ error: { status: 'RESOURCE_EXHAUSTED', code: 429 } }] }),
      'rate-limit',
    ],
    ['a redirect', http({ status: 307 }), 'redirect'],
    [
      '200 with an error inside',
      http({ status: 200, body: openAI('server_error', 'server_error') }),
      'server-error',
    ],
    ['200 with a rate limit inside', http({ status: 200, body: { error: { code: 429 } } }), 'rate-limit'],
    ['200 with HTML', http({ status: 200, body: '<html>' }), 'unusable-body'],
    ['an error event in a stream', { error: { message: 'No', type: 'server_error' } }, 'server-error'],
    ['a rate limit in a stream', { code: 'rate_limit_exceeded' }, 'rate-limit'],
    ['an unknown object in a stream', { type: 'whatever' }, 'unusable-body'],
    ['refused', system('ECONNREFUSED'), 'connection'],
    ['reset', system('ECONNRESET'), 'connection'],
    ['no such name', system('ENOTFOUND'), 'connection'],
    ['undici’s timeout', system('UND_ERR_HEADERS_TIMEOUT'), 'connection'],
    ['Bun’s word', system('ConnectionRefused'), 'connection'],
    ['no HTTP', system('HPE_INVALID_HEADER_TOKEN'), 'connection'],
    ['an old certificate', system('CERT_HAS_EXPIRED'), 'tls'],
    ['a self-signed one', system('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    ['another name', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    ['in an aggregate', new AggregateError([system('ECONNREFUSED')]), 'connection'],
    ['an empty body', new EmptyResponseBodyError(), 'unusable-body'],
    ['no key', new LoadAPIKeyError({ message: 'Set it' }), 'not-configured'],
    ['not supported', new UnsupportedFunctionalityError({ functionality: 'x' }), 'unsupported'],
    ['words alone', new Error('429 rate limit exceeded, insufficient_quota'), 'unknown'],
    ['a string', 'ECONNRESET', 'unknown'],
    ['undefined', undefined, 'unknown'],
    ['null', null, 'unknown'],
  ])('%s', (_, error, expected) => {
    expect(classifyFailure(error, at).errorClass).toBe(expected);
  });

  it('is never decided by the words of a message', () => {
    const words = 'context_length_exceeded insufficient_quota 429 401 ECONNRESET rate limit';
    expect(
      classifyFailure(http({ status: 500, message: words, body: { error: { message: words } } }), at)
        .errorClass,
    ).toBe('server-error');
  });

  it.each<[string, unknown, Partial<Failure>]>([
    ['501 is not tried again', http({ status: 501 }), { retry: 'no', failover: 'yes' }],
    [
      'x-should-retry: false',
      http({ status: 503, headers: { 'X-Should-Retry': 'false' } }),
      { retry: 'no', failover: 'yes' },
    ],
    [
      'x-should-retry: true',
      http({ status: 400, headers: { 'x-should-retry': 'true' } }),
      { retry: 'once', failover: 'no' },
    ],
    ['a caller’s fault stays', http({ status: 400 }), { retry: 'no', failover: 'no', breaker: 'neutral' }],
    ['a long prompt looks for room', http({ status: 413 }), { failover: 'larger' }],
    [
      'a rate limit is no failure',
      http({ status: 429, headers: { 'retry-after': '3' } }),
      { breaker: 'neutral', retryAfterMs: 3_000, coolMs: 3_000, loadedTarget: false },
    ],
    [
      'a long cool-down is cut',
      http({ status: 429, headers: { 'retry-after': '36000' } }),
      { retryAfterMs: 36_000_000, coolMs: 600_000 },
    ],
    [
      'no cool-down of nothing',
      http({ status: 429, headers: { 'retry-after': '0' } }),
      { retryAfterMs: 0, coolMs: null },
    ],
    [
      '503 may say when',
      http({ status: 503, headers: { 'retry-after': '2' } }),
      { retryAfterMs: 2_000, breaker: 'failure' },
    ],
    [
      '401 says nothing of when',
      http({ status: 401, headers: { 'retry-after': '2' } }),
      { retryAfterMs: null, coolMs: 60_000, breaker: 'open' },
    ],
    ['quota cools five minutes', http({ status: 402 }), { coolMs: 300_000, retry: 'no' }],
    ['a body that began may have cost', http({ status: 200, body: '<html>' }), { mayHaveCost: true }],
    ['a refused connection has not', system('ECONNREFUSED'), { mayHaveCost: false }],
  ])('%s', (_, error, expected) => {
    expect(classifyFailure(error, at)).toMatchObject(expected);
  });

  it('reads the body as it came, not what the SDK’s schema left of it', () => {
    const stripped = (statusCode: number, error: object) =>
      new APICallError({
        message: 'No',
        url: '',
        requestBodyValues: undefined,
        statusCode,
        responseBody: JSON.stringify({ error }),
        data: { error: { message: 'No' } },
      });
    const moderated = stripped(403, { message: 'No', code: 403, metadata: { flagged_input: 'x' } });
    expect(classifyFailure(moderated, at)).toMatchObject({ errorClass: 'content-filter', failover: 'no' });
    const busy = stripped(429, { message: 'No', details: [{ retryDelay: '17s' }] });
    expect(classifyFailure(busy, at)).toMatchObject({ errorClass: 'rate-limit', retryAfterMs: 17_000 });
  });

  it('never throws, whatever was thrown', () => {
    const trap = new Proxy(
      {},
      {
        get() {
          throw new Error('trap');
        },
      },
    );
    const cyclic: { cause?: unknown } = {};
    cyclic.cause = cyclic;
    for (const thrown of [trap, cyclic, Object.freeze({}), Symbol('x'), 0n, () => {}])
      expect(classifyFailure(thrown, at).errorClass).toMatch(/unknown|unusable-body/);
    fc.assert(
      fc.property(fc.anything(), thrown => {
        expect(classifyFailure(thrown, at).cause).toBe(thrown);
      }),
      { numRuns: 500 },
    );
  });
});

it('is not kept away from a server that failed by the limits that it tells with every answer', () => {
  const headers = { 'ratelimit-limit': '100', 'ratelimit-remaining': '99', 'ratelimit-reset': '60' };
  expect(classifyFailure(http({ status: 500, headers }), at).retryAfterMs).toBe(null);
  expect(classifyFailure(http({ status: 500, headers: { 'ratelimit-reset': '60' } }), at).retryAfterMs).toBe(
    null,
  );
  expect(classifyFailure(http({ status: 429, headers: { 'ratelimit-reset': '60' } }), at).retryAfterMs).toBe(
    60_000,
  );
});
