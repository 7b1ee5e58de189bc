import { parseReset } from './parse-wait.js';

/** A server's rate limit as its headers tell it; null where they do not. */
export interface RateWindow {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Until the window is full again. */
  readonly resetMs: number | null;
}

export interface RateLimits {
  readonly requests: RateWindow | null;
  readonly tokens: RateWindow | null;
}

type Headers = Readonly<Record<string, string | undefined>>;

const none: RateLimits = { requests: null, tokens: null };

/** Dialects: limit, remaining and reset of one kind. The first that has a limit or a rest is believed. */
const dialects: Readonly<
  Record<keyof RateLimits, readonly (readonly [limit: string, remaining: string, reset: string])[]>
> = {
  requests: [
    ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
    [
      'anthropic-ratelimit-requests-limit',
      'anthropic-ratelimit-requests-remaining',
      'anthropic-ratelimit-requests-reset',
    ],
    ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
    ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
  ],
  tokens: [
    ['x-ratelimit-limit-tokens', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
    [
      'anthropic-ratelimit-tokens-limit',
      'anthropic-ratelimit-tokens-remaining',
      'anthropic-ratelimit-tokens-reset',
    ],
  ],
};

/** Reads the rate limits out of a response's headers (names in lower case); nearly free where there are none. */
export function rateLimitsOf(headers: Headers | undefined, wallMs: number): RateLimits {
  if (headers === undefined || !hasAny(headers)) return none;
  return {
    requests: windowOf(headers, dialects.requests, wallMs),
    tokens: windowOf(headers, dialects.tokens, wallMs),
  };
}

function hasAny(headers: Headers): boolean {
  for (const name in headers) {
    if (
      name.startsWith('x-ratelimit-') ||
      name.startsWith('anthropic-ratelimit-') ||
      name.startsWith('ratelimit')
    )
      return true;
  }
  return false;
}

function windowOf(headers: Headers, names: (typeof dialects)['requests'], wallMs: number): RateWindow | null {
  for (const [limitName, remainingName, resetName] of names) {
    const limit = countOf(headers[limitName]);
    const remaining = countOf(headers[remainingName]);
    const reset = headers[resetName]?.trim();
    if (limit !== null || remaining !== null)
      return { limit, remaining, resetMs: reset === undefined ? null : parseReset(reset, wallMs) };
  }
  return null;
}

/** A whole number; the IETF form may add its policy: `100, 100;w=60`. */
function countOf(value: string | undefined): number | null {
  const digits = value === undefined ? undefined : /^\s*(\d{1,12})\s*(?:[,;]|$)/.exec(value)?.[1];
  return digits === undefined ? null : Number(digits);
}
