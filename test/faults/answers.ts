import type { Socket } from 'node:net';
import { http } from '../presets/raw-server.js';

/** What a server does with one request. `count` is 1 for its first. */
export type Answer = (socket: Socket, request: string, count: number) => void;

export const json = { 'content-type': 'application/json', connection: 'close' };

export const isStreamed = (request: string): boolean => request.includes('"stream":true');

export const completion = (content: string | null, more: object = {}): string =>
  JSON.stringify({
    id: 'x',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    ...more,
  });

export const event = (data: unknown): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
  event({ id: 'x', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...more });

export const role = chunk({ role: 'assistant', content: '' });
export const textChunk = (content: string): string => chunk({ content });
export const usageChunk = event({
  id: 'x',
  created: 1,
  model: 'm',
  choices: [],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
export const end = `${chunk({}, 'stop')}${usageChunk}${event('[DONE]')}`;

/** The head of a stream whose length nobody knows; it ends with the connection. */
export const eventsHead = (type = 'text/event-stream'): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n`;

/** Head and events, and the connection stays as it is. */
export const open =
  (...pieces: readonly string[]): Answer =>
  socket =>
    void socket.write(`${eventsHead()}${pieces.join('')}`);
/** Head and events, then a clean end. */
export const events =
  (...pieces: readonly string[]): Answer =>
  socket =>
    void socket.end(`${eventsHead()}${pieces.join('')}`);
/** Head and events, then a reset. */
export const cut =
  (...pieces: readonly string[]): Answer =>
  socket => {
    socket.write(`${eventsHead()}${pieces.join('')}`);
    setTimeout(() => socket.resetAndDestroy(), 20);
  };

export const answerWith =
  (status: string, headers: Record<string, string>, body: string): Answer =>
  socket =>
    void socket.end(http(status, { ...json, ...headers }, body));
export const body = (text: string, headers: Record<string, string> = {}): Answer =>
  answerWith('200 OK', headers, text);
export const status = (
  code: number,
  headers: Record<string, string> = {},
  error: object = { message: `status ${code}` },
): Answer => answerWith(`${code} Oh`, headers, JSON.stringify({ error }));

/** A good answer in either form. */
export const healthy =
  (text: string): Answer =>
  (socket, request) =>
    isStreamed(request)
      ? void socket.end(`${eventsHead()}${role}${textChunk(text)}${end}`)
      : void socket.end(http('200 OK', json, completion(text)));
export const fromB = healthy('from b');

/** One answer per request, the last one again when they run out. */
export const inTurn =
  (...answers: readonly Answer[]): Answer =>
  (socket, request, count) =>
    answers[Math.min(count, answers.length) - 1]?.(socket, request, count);

export const hang: Answer = () => {};
export const reset: Answer = socket => void socket.resetAndDestroy();
export const close: Answer = socket => void socket.end();

/** Writes a head, then the same bytes again and again, as fast as they are taken. */
export const pour =
  (head: string, bytes: string): Answer =>
  socket => {
    socket.write(head);
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  };

/** Writes a head, then the same bytes every few milliseconds. */
export const drip =
  (head: string, bytes: string, everyMs = 10): Answer =>
  socket => {
    socket.write(head);
    const timer = setInterval(() => void socket.write(bytes), everyMs);
    socket.on('close', () => clearInterval(timer));
  };
