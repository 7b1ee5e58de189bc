import { AISDKError, APICallError } from '@ai-sdk/provider';
import { actualStatusOf } from '../core/actual-status.js';

type Redact = (text: string) => string;

const longestMessage = 2_048;
const longestBody = 4_096;
const deepestCause = 5;

/** Headers that help and identify nobody. */
const harmlessHeader =
  /^(retry-after|retry-after-ms|x-ms-retry-after-ms|x-should-retry|x-ratelimit-.*|anthropic-ratelimit-.*|ratelimit.*|x-request-id|request-id|date|content-type)$/;

/**
 * A copy of an error that may be shown, logged and serialised: same class where that is the SDK's `APICallError`, else
 * the same name and markers; no request values, url without query and user, harmless headers only, a body of at most
 * 4 KB, no secret in any text. Never retryable. Takes anything, and never throws.
 */
export const safeError = (error: unknown, redact: Redact): unknown => readableCopy(error, redact, 0);

/** Each link of the chain by itself: one that is a trap does not hide the others. */
function readableCopy(error: unknown, redact: Redact, depth: number): unknown {
  try {
    return copyOf(error, redact, depth);
  } catch {
    return new Error('An error that could not be read.');
  }
}

function copyOf(error: unknown, redact: Redact, depth: number): unknown {
  if (typeof error === 'string') return new Error(cut(redact(error), longestMessage));
  if (typeof error !== 'object' || error === null)
    return new Error(`A model threw ${error === null ? 'null' : typeof error}.`);
  const cause = causeOf(error, redact, depth);
  if (isOurs(error)) return error;
  if (APICallError.isInstance(error)) return apiCallErrorOf(error, cause, redact);
  if (error instanceof Error) return errorOf(error, cause, redact);
  return plainErrorOf(error, redact);
}

/** Our own errors are made of names and numbers that we chose. */
const isOurs = (error: object) =>
  Object.getOwnPropertySymbols(error).some(symbol => symbol.description?.startsWith('ai-sdk-routed.error.'));

function causeOf(error: object, redact: Redact, depth: number): unknown {
  const cause = read(error, 'cause');
  return cause === undefined || cause === null || depth >= deepestCause
    ? undefined
    : readableCopy(cause, redact, depth + 1);
}

function apiCallErrorOf(error: APICallError, cause: unknown, redact: Redact): APICallError {
  const body = textOf(read(error, 'responseBody'));
  return withSafeStack(
    new APICallError({
      message: cut(redact(textOf(read(error, 'message'))), longestMessage),
      url: safeUrl(textOf(read(error, 'url')), redact),
      requestBodyValues: undefined,
      statusCode: actualStatusOf(read(error, 'responseHeaders')) ?? numberOf(read(error, 'statusCode')),
      responseHeaders: safeHeaders(read(error, 'responseHeaders'), redact),
      // Twice the bytes that are kept, so that a secret on the edge is still seen whole.
      responseBody: body === '' ? undefined : cut(redact(cut(body, 2 * longestBody)), longestBody),
      cause,
      isRetryable: false,
    }),
    error,
    redact,
  );
}

function errorOf(error: Error, cause: unknown, redact: Redact): Error {
  const name = cut(redact(textOf(read(error, 'name'))) || 'Error', 100);
  const message = cut(redact(textOf(read(error, 'message'))), longestMessage);
  const copy = AISDKError.isInstance(error)
    ? new AISDKError({ name, message, cause })
    : Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name });
  // `X.isInstance` of the SDK looks for these.
  for (const symbol of Object.getOwnPropertySymbols(error)) {
    if (symbol.description?.startsWith('vercel.ai.error'))
      Object.defineProperty(copy, symbol, { value: true });
  }
  const code = read(error, 'code');
  if (typeof code === 'string' || typeof code === 'number')
    Object.assign(copy, { code: typeof code === 'string' ? cut(redact(code), 100) : code });
  return withSafeStack(copy, error, redact);
}

/** An error that arrived inside a stream is plain data: `{ code, type, message }`, perhaps within `error`. */
function plainErrorOf(error: object, redact: Redact): APICallError {
  const inner = read(error, 'error');
  const facts = typeof inner === 'object' && inner !== null ? inner : error;
  const message =
    textOf(read(facts, 'message')) || textOf(read(facts, 'type')) || 'The model answered with an error.';
  const status = [read(facts, 'status'), read(facts, 'statusCode'), read(facts, 'code')]
    .map(Number)
    .find(number => number >= 400 && number <= 599);
  return new APICallError({
    message: cut(redact(message), longestMessage),
    url: '',
    requestBodyValues: undefined,
    statusCode: status,
    isRetryable: false,
  });
}

/** Where it happened, without the message that the stack begins with. */
function withSafeStack<Copy extends Error>(copy: Copy, error: object, redact: Redact): Copy {
  const stack = textOf(read(error, 'stack'));
  const frames = stack
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 20);
  Object.defineProperty(copy, 'stack', {
    value: redact([`${copy.name}: ${copy.message}`, ...frames].join('\n')),
    configurable: true,
    writable: true,
  });
  return copy;
}

function safeUrl(url: string, redact: Redact): string {
  if (url === '') return '';
  try {
    const { origin, pathname } = new URL(url);
    return redact(`${origin}${pathname}`);
  } catch {
    return '';
  }
}

function safeHeaders(headers: unknown, redact: Redact): Record<string, string> | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const harmless = Object.keys(headers)
    .filter(name => harmlessHeader.test(name.toLowerCase()))
    .map(name => [name, textOf(read(headers, name))] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(harmless.slice(0, 50).map(([name, value]) => [name, cut(redact(value), 256)]));
}

/** Reads a property of something that may be a trap. */
function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;
