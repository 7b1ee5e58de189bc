import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type WebHandler = (request: Request) => Promise<Response>;

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether a request was meant for this machine by its name, too: a page of another site, whose name was made to lead here,
 * sends that name.
 */
export const isForLoopback = (request: Request): boolean => loopback.test(request.headers.get('host') ?? '');

/** A web handler on 127.0.0.1. Rejects with the system's error when the port is taken. */
export async function listen(handler: WebHandler, port: number): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

async function answer(
  handler: WebHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const ending = new AbortController();
  outgoing.on('close', () => ending.abort());
  const request = new Request(`http://127.0.0.1${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: { host: incoming.headers.host ?? '', accept: incoming.headers.accept ?? '*/*' },
    signal: ending.signal,
  });
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) return void outgoing.end();
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  ending.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return void outgoing.end();
    if (!outgoing.write(value)) await drained(outgoing);
  }
}

/** Resolves when there is room again, or nobody to write to; neither is listened for any longer then. */
const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
