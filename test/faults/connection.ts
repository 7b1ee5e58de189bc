import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect } from 'vitest';
import { http } from '../presets/raw-server.js';
import {
  close,
  completion,
  end,
  eventsHead,
  fromB,
  hang,
  healthy,
  inTurn,
  isStreamed,
  reset,
  role,
  textChunk,
} from './answers.js';
import { attemptsOf, expectFromB, expectOnce } from './expectations.js';
import type { Fault } from './fault.js';
import { both } from './fault.js';
import { impatient } from './ground.js';
import { selfSigned } from './self-signed.js';

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const stopped = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()));

async function unusedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await stopped(server);
  return port;
}

const realMs = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** A good answer whose pieces come one by one. */
const inPieces =
  (everyMs: number) =>
  (socket: Socket, request: string): void => {
    const whole = isStreamed(request)
      ? [`${eventsHead()}${role}${textChunk('from')}`, textChunk(' a'), end]
      : [http('200 OK', { connection: 'close' }, completion('from a'))].flatMap(text => [
          text.slice(0, 90),
          text.slice(90, 180),
          text.slice(180),
        ]);
    const next = () => {
      const piece = whole.shift();
      if (piece === undefined) return void socket.end();
      socket.write(piece);
      setTimeout(next, everyMs);
    };
    next();
  };

export const connection: readonly Fault[] = [
  {
    number: 1,
    name: 'refused',
    forms: both,
    run: async ground => {
      const url = `http://127.0.0.1:${await unusedPort()}/v1`;
      expectFromB(await ground.call({ a: { url }, b: fromB }), 'connection');
    },
  },
  {
    number: 2,
    name: 'reset before the headers',
    forms: both,
    run: async ground => expectFromB(await ground.call({ a: reset, b: fromB }), 'connection'),
  },
  {
    number: 3,
    name: 'closed without a byte',
    forms: both,
    run: async ground => expectFromB(await ground.call({ a: close, b: fromB }), 'connection'),
  },
  {
    number: 4,
    name: 'a black hole',
    forms: both,
    run: async ground => {
      const url = 'http://black-hole.test/v1';
      const blackHole: typeof fetch = (input, init) =>
        String(input).startsWith(url)
          ? new Promise((_, reject) => {
              const { signal } = init ?? {};
              signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
            })
          : fetch(input, init);
      expectFromB(await ground.call({ a: { url }, b: fromB }, { ...impatient, fetch: blackHole }), 'timeout');
    },
  },
  {
    number: 5,
    name: 'a name that does not resolve',
    forms: both,
    run: async ground => {
      const url = 'http://no-such-host.invalid/v1';
      expectFromB(await ground.call({ a: { url }, b: fromB }, { timeout: false }), 'connection');
    },
  },
  {
    number: 6,
    name: 'a certificate that nobody has signed',
    forms: both,
    run: async ground => {
      const server = createTlsServer(selfSigned(), socket => void socket.on('error', () => {}));
      const url = `https://127.0.0.1:${await listening(server)}/v1`;
      const { field, ...first } = await ground.call({ a: { url }, b: fromB });
      expectFromB(first, 'tls');
      expect(field.routed.report().targets.a?.retryAfterMs).toBeGreaterThan(20_000);
      await stopped(server);
    },
  },
  {
    number: 7,
    name: 'plain HTTP where TLS is spoken',
    forms: both,
    run: async ground => {
      const server = createServer(socket => {
        socket.on('error', () => {});
        socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      });
      const url = `https://127.0.0.1:${await listening(server)}/v1`;
      expectFromB(await ground.call({ a: { url }, b: fromB }), 'tls');
      await stopped(server);
    },
  },
  {
    number: 8,
    name: 'a kept connection that the server has closed',
    forms: both,
    run: async ground => {
      const used = new Set<Socket>();
      const isEvents = ground.form === 'stream';
      const server = createHttpServer((request, response) => {
        request.resume().on('end', () => {
          if (used.has(request.socket)) return void request.socket.destroy();
          used.add(request.socket);
          response.setHeader('content-type', isEvents ? 'text/event-stream' : 'application/json');
          response.end(isEvents ? `${role}${textChunk('from a')}${end}` : completion('from a'));
        });
      });
      const url = `http://127.0.0.1:${await listening(server)}/v1`;
      const field = await ground.field({ a: { url } });
      expect((await field.call()).text).toBe('from a');
      await realMs(20);
      const second = await field.call();
      expect(second.text).toBe('from a');
      expect(attemptsOf(second)).toEqual(['a failed connection', 'a ok']);
      server.closeAllConnections();
      await stopped(server);
    },
  },
  {
    number: 9,
    name: 'a latency of 700 ms',
    forms: both,
    run: async ground => {
      const late = (socket: Socket, request: string, count: number) =>
        void setTimeout(() => healthy('from a')(socket, request, count), 35);
      const played = await ground.call({ a: late, b: fromB });
      expectOnce(played, 'a');
      expect(played.latencyMs).toBeGreaterThan(600);
    },
  },
  {
    number: 10,
    name: 'a trickle of bytes',
    forms: both,
    run: async ground => {
      expectOnce(await ground.call({ a: inPieces(30), b: fromB }), 'a');
      const tooSlow = await ground.call({ a: inPieces(700), b: fromB }, impatient);
      if (ground.form === 'generate') expectFromB(tooSlow, 'timeout');
      else expect([tooSlow.text, tooSlow.parts.at(-1)]).toMatchObject(['from', { type: 'finish' }]);
    },
  },
  {
    number: 11,
    name: 'a server that restarts',
    forms: both,
    run: async ground => {
      const port = await unusedPort();
      const field = await ground.field({ a: { url: `http://127.0.0.1:${port}/v1` }, b: fromB });
      for (let call = 0; call < 6; call++) expect((await field.call()).text).toBe('from b');
      expect(field.routed.report().targets.a?.circuit).toBe('open');
      const server = createServer(socket => {
        socket.on('error', () => {});
        socket.on('data', data => healthy('from a')(socket, String(data), 1));
      });
      await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
      await realMs(300);
      expect((await field.call()).text).toBe('from a');
      expect(field.routed.report().targets.a?.circuit).toBe('closed');
      await stopped(server);
      const types = ['circuit-open', 'circuit-half-open', 'circuit-closed'] as const;
      expect(types.map(type => field.eventsOf(type).length)).toEqual([1, 1, 1]);
    },
  },
  {
    number: 12,
    name: 'a frozen process whose answer comes after its time',
    forms: both,
    run: async ground => {
      const frozen = (socket: Socket, request: string, count: number) =>
        void setTimeout(() => healthy('too late')(socket, request, count), 560);
      const played = await ground.call({ a: inTurn(frozen, hang), b: fromB }, impatient);
      expectFromB(played, 'timeout');
      await realMs(100);
      expect(played.text).toBe('from b');
    },
  },
];
