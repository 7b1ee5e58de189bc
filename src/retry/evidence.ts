import { APICallError } from '@ai-sdk/provider';
import { actualStatusOf } from '../core/actual-status.js';

/** What an error shows of itself: facts, never its message. */
export interface Evidence {
  readonly statusCode: number | null;
  /** Lower-case, as found. */
  readonly headers: Readonly<Record<string, string>>;
  /** `code`, `type`, `status` of the error and of the objects inside its body, lower-case. */
  readonly codes: readonly string[];
  /** The parsed body, where there is one. */
  readonly body: unknown;
  /** System codes of the cause chain (`ECONNRESET`, `CERT_HAS_EXPIRED`, ...), upper-case. */
  readonly systemCodes: readonly string[];
  /** Error names of the cause chain. */
  readonly names: readonly string[];
}

const longestChain = 8;
const longestBody = 65_536;
const longestCode = 100;
const mostDetails = 20;

const nothing: Evidence = {
  statusCode: null,
  headers: {},
  codes: [],
  body: undefined,
  systemCodes: [],
  names: [],
};

/** Collects what an error shows. Never throws: the error may be anything, also a trap. */
export function evidenceOf(error: unknown): Evidence {
  try {
    return collect(error);
  } catch {
    // Even `instanceof` and `Array.isArray` run code of a trap.
    return nothing;
  }
}

function collect(error: unknown): Evidence {
  const chain = chainOf(error);
  const api = chain.find(link => isApiCallError(link)) as APICallError | undefined;
  const body = api === undefined ? plainBody(error) : bodyOf(api);
  const fromBody = codesIn(body);
  return {
    statusCode: statusIn(api, fromBody),
    headers: api === undefined ? {} : headersOf(api),
    codes: fromBody.map(code => code.toLowerCase()),
    body,
    systemCodes: chain
      .flatMap(link => (isObject(link) ? [read(link, 'code')] : []))
      .filter(code => typeof code === 'string'),
    names: chain
      .flatMap(link => (isObject(link) ? [read(link, 'name')] : []))
      .filter(name => typeof name === 'string'),
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Reads a property of something hostile. */
function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function isApiCallError(value: unknown): boolean {
  try {
    return APICallError.isInstance(value);
  } catch {
    return false;
  }
}

function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let link = error;
  while (link !== undefined && link !== null && chain.length < longestChain && !chain.includes(link)) {
    chain.push(link);
    if (!isObject(link)) break;
    const inner = read(link, 'cause') ?? read(link, 'lastError');
    const aggregated = read(link, 'errors');
    link = inner ?? (Array.isArray(aggregated) ? aggregated[0] : undefined);
  }
  return chain;
}

/** The body as it came: `data` is what the SDK's schema left of it, without `metadata` and `details`. */
function bodyOf(error: APICallError): unknown {
  const text = read(error, 'responseBody');
  const parsed = typeof text === 'string' && text.length <= longestBody ? parse(text) : undefined;
  return isObject(parsed) ? parsed : read(error, 'data');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An error that came inside a stream is a plain object; an `Error` of another kind has no body. */
const plainBody = (error: unknown): unknown =>
  isObject(error) && !(error instanceof Error) ? error : undefined;

/** `{ code, type, status }` of the body, of its `error`, and of the `error` in that. */
function codesIn(body: unknown, depth = 0): string[] {
  if (!isObject(body) || depth > 2) return [];
  const own = ['code', 'type', 'status', 'statusCode', 'reason']
    .map(key => read(body, key))
    .filter(code => typeof code === 'string' || typeof code === 'number');
  // OpenRouter shows a moderated prompt by this field alone.
  const metadata = read(body, 'metadata');
  if (isObject(metadata) && read(metadata, 'flagged_input') !== undefined) own.push('flagged_input');
  // Google names a key that is no good in `details` alone; the rest of such an error says `INVALID_ARGUMENT`.
  const details = read(body, 'details');
  if (Array.isArray(details))
    for (const detail of details.slice(0, mostDetails)) {
      const reason = isObject(detail) ? read(detail, 'reason') : undefined;
      if (typeof reason === 'string') own.push(reason);
    }
  const listed = Array.isArray(body) ? body[0] : undefined;
  return [
    ...own.map(code => String(code).slice(0, longestCode)),
    ...codesIn(read(body, 'error'), depth + 1),
    ...codesIn(listed, depth + 1),
  ];
}

/** The response's own status; where that is no error, one that the body names. */
function statusIn(api: APICallError | undefined, codes: readonly string[]): number | null {
  const status =
    api === undefined ? undefined : (actualStatusOf(read(api, 'responseHeaders')) ?? read(api, 'statusCode'));
  const inner = codes.map(Number).find(code => Number.isInteger(code) && code >= 400 && code <= 599);
  if (typeof status === 'number' && (status < 200 || status >= 300)) return status;
  return inner ?? (typeof status === 'number' ? status : null);
}

function headersOf(error: APICallError): Record<string, string> {
  const headers: Record<string, string> = {};
  const given = read(error, 'responseHeaders');
  if (!isObject(given)) return headers;
  for (const name of Object.keys(given)) {
    const value = read(given, name);
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  return headers;
}
