import type { FetchFunction } from '@ai-sdk/provider-utils';
import { actualStatusHeader } from '../../core/actual-status.js';
import type { World } from '../../core/world.js';
import { assembleCompletion } from './assemble-completion.js';
import { boundedBody } from './bounded-body.js';
import { boundedEvents } from './bounded-events.js';
import { readCapped } from './read-capped.js';

export interface GuardOptions {
  /** The application's own; the platform's by default. */
  readonly fetch?: FetchFunction | undefined;
  readonly world: World;
}

const errorBodyCap = { bytes: 65_536, ms: 2_000 } as const;
const wholeBodyCapBytes = 33_554_432;

/**
 * Puts bounds around a `fetch`, the application's own too: redirects are never followed (a redirect would carry the
 * prompt, and keys in headers other than `Authorization`, to wherever it points), bodies and events have a largest size,
 * error bodies end after 2 s, and a stream ends after its final event even if the connection does not.
 */
export function guardedFetch({ fetch, world }: GuardOptions): FetchFunction {
  return async (input, init) => {
    const send = fetch ?? globalThis.fetch;
    const response = await send(input, { ...init, redirect: 'manual' });
    if (isRedirect(response)) return notFollowed(response);
    if (response.status >= 400)
      return new Response(
        await readCapped(response.body, errorBodyCap, world),
        headOf(response, response.status),
      );
    if (response.body === null) return response;
    const type = response.headers.get('content-type') ?? '';
    const isEvents = /\btext\/event-stream\b/i.test(type);
    if (!wantsStream(init)) {
      // Events end with their last one, also where the connection does not.
      const sent = isEvents ? boundedEvents(response.body, world) : response.body;
      const body = boundedBody(sent, wholeBodyCapBytes);
      return isEvents ? wholeOf(response, body) : new Response(body, headOf(response, response.status));
    }
    if (/\bapplication\/(\w+\+)?json\b/i.test(type)) return jsonForStream(response, world);
    return new Response(boundedEvents(response.body, world), headOf(response, response.status));
  };
}

/** A browser hides the redirect's own status behind 0. */
const isRedirect = ({ status, type }: Response) =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

function notFollowed(response: Response): Response {
  response.body?.cancel().catch(() => {});
  return new Response(null, headOf(response, response.status === 0 ? 302 : response.status));
}

/**
 * The compatible model puts `stream` last in the body it writes, and the length of the answer at most behind it. A prompt
 * cannot forge it, its quotes are escaped; a tool's schema cannot, its braces close before the body's.
 */
const wantsStream = (init: RequestInit | undefined): boolean =>
  typeof init?.body === 'string' &&
  /[{,]"stream":true(,"stream_options":\{[^{}]*\})?(,"\w+":\d+)?\}$/.test(init.body.slice(-300));

/** Status and headers of a response whose body was made anew: its length and coding are no longer what they were. */
function headOf({ statusText, headers }: Response, status: number): ResponseInit {
  const kept = new Headers(headers);
  kept.delete('content-length');
  kept.delete('content-encoding');
  kept.delete(actualStatusHeader);
  if (status <= highestStatus) return { status, statusText, headers: kept };
  // A status that is none, as some gateways send: a response cannot be made with it.
  kept.set(actualStatusHeader, String(status));
  return { status: madeUpStatus, statusText, headers: kept };
}

/** Events where a whole answer was asked for: some relays always stream. What they add up to is the answer. */
async function wholeOf(response: Response, body: ReadableStream<Uint8Array>): Promise<Response> {
  const text = await new Response(body).text();
  const head = headOf(response, response.status);
  (head.headers as Headers).set('content-type', 'application/json');
  return new Response(assembleCompletion(text) ?? text.slice(0, errorBodyCap.bytes), head);
}

/**
 * A whole JSON body where a stream was asked for: an error that came with a good status is given a bad one, so that it is
 * read as one: the one that it names, else one that is marked as made up.
 */
async function jsonForStream(response: Response, world: World): Promise<Response> {
  const bytes = await readCapped(response.body, errorBodyCap, world);
  const told = errorIn(bytes);
  if (told === null) return new Response(bytes, headOf(response, response.status));
  if (told.status !== null) return new Response(bytes, headOf(response, told.status));
  const head = headOf(response, madeUpStatus);
  (head.headers as Headers).set(actualStatusHeader, String(response.status));
  return new Response(bytes, head);
}

const madeUpStatus = 502;
const highestStatus = 599;

/** The error that a body holds, with the status that it names; null where it holds none. */
function errorIn(bytes: Uint8Array<ArrayBuffer>): { status: number | null } | null {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(bytes)) as {
      error?: { code?: unknown; status?: unknown };
    };
    if (error === undefined || error === null) return null;
    const status = [error.code, error.status]
      .map(Number)
      .find(named => Number.isInteger(named) && named >= 400 && named <= 599);
    return { status: status ?? null };
  } catch {
    return null;
  }
}
