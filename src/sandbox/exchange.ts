import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoggedRequest } from './request-log.js';

/** A request and its answer. All that is written goes through it, so that the log and the timers are right. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isOver: boolean;
  /** Headers that any answer to this request has. */
  readonly headers: Record<string, string>;
  /** Writes the status and headers. */
  begin(status: number, headers: Record<string, string>): void;
  /** Answers with JSON. */
  sendJson(status: number, body: unknown, headers?: Record<string, string>): void;
  /** Runs `task` later unless the exchange is over by then; at once without a delay. One timer at a time. */
  later(delayMs: number, task: () => void): void;
  /** Breaks the connection: a TCP reset, so that the client sees an error and no orderly end. */
  reset(): void;
  /** Tells the log who this is. */
  logged: LoggedRequest | null;
}

export function createExchange({
  request,
  response,
  requestId,
  onOver,
}: {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  onOver: (exchange: Exchange) => void;
}): Exchange {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  response.once('close', () => {
    isOver = true;
    clearTimeout(timer);
    exchange.logged?.end();
    onOver(exchange);
  });
  // A client that goes away while we write is its own affair.
  response.on('error', () => {});

  const exchange: Exchange = {
    request,
    response,
    get isOver() {
      return isOver;
    },
    headers: { 'x-request-id': requestId },
    logged: null,
    begin(status, headers) {
      response.writeHead(status, { ...exchange.headers, ...headers });
      exchange.logged?.status(status);
    },
    sendJson(status, body, headers = {}) {
      const text = JSON.stringify(body);
      const length = String(Buffer.byteLength(text));
      exchange.begin(status, { 'content-type': 'application/json', 'content-length': length, ...headers });
      response.end(text);
    },
    later(delayMs, task) {
      if (isOver) return;
      if (delayMs <= 0) task();
      else timer = setTimeout(task, delayMs);
    },
    reset() {
      request.socket.resetAndDestroy();
    },
  };
  return exchange;
}
