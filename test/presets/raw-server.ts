import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly url: string;
  /** What was received, one text per connection. */
  readonly received: readonly string[];
  /** Sockets that carried a request and are open; undici may hold a fresh one beside them. */
  readonly open: number;
  close(): Promise<void>;
}

/** A server below HTTP, for answers that an HTTP server is too polite to give. `answer` is called once the request has been read. */
export async function rawServer(answer: (socket: Socket, request: string) => void): Promise<RawServer> {
  const received: string[] = [];
  const idle = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    idle.add(socket);
    let number = -1;
    let hasAnswered = false;
    socket.on('data', data => {
      if (number < 0) number = received.push('') - 1;
      sockets.add(socket);
      received[number] += String(data);
      const text = received[number] as string;
      const [head = '', body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (hasAnswered || body === undefined || Buffer.byteLength(body) < length) return;
      hasAnswered = true;
      answer(socket, text);
    });
    socket.on('close', () => {
      idle.delete(socket);
      sockets.delete(socket);
    });
    socket.on('error', () => {});
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    get open() {
      return sockets.size;
    },
    close() {
      for (const socket of idle) socket.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

export const http = (status: string, headers: Record<string, string>, body: string): string =>
  [
    `HTTP/1.1 ${status}`,
    ...Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    body,
  ].join('\r\n');
