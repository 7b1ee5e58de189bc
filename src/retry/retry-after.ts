import { parseDecimal, parseGoDuration, parseHttpDate, parseReset, parseRfc3339 } from './parse-wait.js';
import { rateLimitsOf } from './rate-limit-headers.js';

type Headers = Readonly<Record<string, string>>;

export interface WaitEvidence {
  /** Names in lower case. */
  readonly headers: Headers;
  /** The parsed error body, where there is one. */
  readonly body?: unknown;
  readonly wallMs: number;
  /** It came with a rate limit's refusal: then a window that does not say what is left of it is taken to be spent. */
  readonly isRateLimit?: boolean;
}

/**
 * How long the server asks to be left alone, in milliseconds; null when it does not say. The sources in order of
 * trust; an invalid value falls to the next. Instants are compared with the server's own clock where it tells it.
 */
export function retryAfterMs({ headers, body, wallMs, isRateLimit = true }: WaitEvidence): number | null {
  const nowMs = parseHttpDate(headers.date ?? '') ?? wallMs;
  return (
    parseDecimal(headers['retry-after-ms']?.trim() ?? '') ??
    parseDecimal(headers['x-ms-retry-after-ms']?.trim() ?? '') ??
    fromRetryAfter(headers['retry-after'], nowMs) ??
    fromExhaustedWindows(headers, nowMs) ??
    fromAnthropic(headers, nowMs) ??
    fromIetf(headers, nowMs, isRateLimit) ??
    (isRateLimit ? fromBareReset(headers, nowMs) : null) ??
    fromBody(body)
  );
}

/** Seconds or an HTTP date; several headers may have been joined by commas, and a date holds one itself: the largest valid item counts. */
function fromRetryAfter(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  const pieces = value.split(',').map(piece => piece.trim());
  const dates = pieces.slice(1).map((piece, index) => `${pieces[index]}, ${piece}`);
  const waits = [...pieces, ...dates].map(item => waitOf(item, nowMs)).filter(wait => wait !== null);
  return waits.length === 0 ? null : Math.max(...waits);
}

function waitOf(item: string, nowMs: number): number | null {
  const seconds = parseDecimal(item);
  if (seconds !== null) return seconds * 1_000;
  const atMs = parseHttpDate(item);
  return atMs === null ? null : Math.max(0, atMs - nowMs);
}

/** Of the windows that have nothing left, the one that is reset last. */
function fromExhaustedWindows(headers: Headers, nowMs: number): number | null {
  const { requests, tokens } = rateLimitsOf(headers, nowMs);
  const waits = [requests, tokens].flatMap(window =>
    window?.remaining === 0 && window.resetMs !== null ? [window.resetMs] : [],
  );
  return waits.length === 0 ? null : Math.max(...waits);
}

function fromAnthropic(headers: Headers, nowMs: number): number | null {
  const waits = Object.entries(headers)
    .filter(
      ([name]) =>
        name.startsWith('anthropic-ratelimit-') &&
        name.endsWith('-reset') &&
        headers[name.replace(/-reset$/, '-remaining')] === '0',
    )
    .map(([, value]) => parseRfc3339(value.trim()))
    .filter(atMs => atMs !== null);
  return waits.length === 0 ? null : Math.max(0, ...waits.map(atMs => atMs - nowMs));
}

/**
 * The IETF drafts: `RateLimit-Reset: 30`, and `RateLimit: "burst";r=9;t=1, "daily";r=0;t=30`. Some servers send them with
 * every answer, so a window that has something left says nothing.
 */
function fromIetf(headers: Headers, nowMs: number, isRateLimit: boolean): number | null {
  const isSpent = (left: number | null) => (left === null ? isRateLimit : left === 0);
  const reset = headers['ratelimit-reset'];
  const plain = reset === undefined ? null : parseReset(reset.trim(), nowMs);
  if (plain !== null && isSpent(parseDecimal(headers['ratelimit-remaining']?.trim() ?? ''))) return plain;
  const waits = (headers.ratelimit ?? '').split(',').flatMap(item => {
    const seconds = numberOf(item, 't');
    return seconds !== null && isSpent(numberOf(item, 'r')) ? [seconds * 1_000] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

/** A parameter of an item, `;t=30`. */
function numberOf(item: string, name: 'r' | 't'): number | null {
  const digits = new RegExp(`(?:^|[;\\s])${name}=(\\d{1,9})(?=$|[;\\s])`).exec(item)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** `X-RateLimit-Reset` alone. */
function fromBareReset(headers: Headers, nowMs: number): number | null {
  const reset = headers['x-ratelimit-reset'];
  if (reset === undefined || headers['x-ratelimit-remaining'] !== undefined) return null;
  return parseReset(reset.trim(), nowMs);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const mostDetails = 20;

/** Google's `RetryInfo.retryDelay`, and the sentence in which OpenAI-like servers and Azure say it. */
function fromBody(body: unknown): number | null {
  if (!isObject(body)) return null;
  const error = Array.isArray(body) ? (body[0] as unknown) : body;
  const inner = isObject(error) && isObject(error.error) ? error.error : error;
  if (!isObject(inner)) return null;
  const details = Array.isArray(inner.details) ? inner.details.slice(0, mostDetails) : [];
  for (const detail of [inner, ...details]) {
    const delay =
      isObject(detail) && typeof detail.retryDelay === 'string' ? parseGoDuration(detail.retryDelay) : null;
    if (delay !== null) return delay;
  }
  const sentence =
    typeof inner.message === 'string'
      ? /\b(?:try again|retry) (?:in|after) ((?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s)){1,4}\b|\d{1,9}(?= seconds?\b))/i.exec(
          inner.message.slice(0, 2_000),
        )
      : null;
  if (sentence === null) return null;
  const wait = (sentence[1] as string).toLowerCase();
  return parseGoDuration(/^\d+$/.test(wait) ? `${wait}s` : wait);
}
