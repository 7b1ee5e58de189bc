import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
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
} from '../../test/faults/answers.js';
import { selfSigned } from '../../test/faults/self-signed.js';
import { http } from '../../test/presets/raw-server.js';
import { sleep } from './application.js';
import { answersFromA, answersFromB, stalling, withB } from './expectations.js';
import { both, type Experiment } from './experiment.js';
import { describe, isFrom, outcome } from './outcome.js';

const listening = async (server: Server, port = 0): Promise<string> => {
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const stopped = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()));

/** Without digits that could be taken for a status: one of the subjects looks for them in messages. */
async function unusedPort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const [, port = ''] = (await listening(server)).split(':');
    await stopped(server);
    if (!/429|50[0-4]/.test(port)) return Number(port);
  }
}

/** A target that is on a server of the experiment's own. */
const onServer = (
  number: number,
  name: string,
  make: () => Server,
  scheme: 'http' | 'https',
): Experiment => ({
  number,
  name,
  forms: both,
  expected: 'B',
  play: async stage => {
    const server = make();
    const url = `${scheme}://${await listening(server)}/v1`;
    try {
      return answersFromB(await (await stage.field({ a: { url }, b: fromB })).call());
    } finally {
      server.close();
    }
  },
});

const mute = (socket: Socket) => void socket.on('error', () => {});

/** A good answer whose pieces come one by one. */
const trickle = (socket: Socket, request: string): void => {
  const text = http('200 OK', { connection: 'close' }, completion('from a'));
  const whole = isStreamed(request)
    ? [`${eventsHead()}${role}${textChunk('from')}`, textChunk(' a'), end]
    : [text.slice(0, 90), text.slice(90, 180), text.slice(180)];
  const next = () => {
    const piece = whole.shift();
    if (piece === undefined) return void socket.end();
    socket.write(piece);
    setTimeout(next, 300);
  };
  next();
};

export const connection: readonly Experiment[] = [
  {
    number: 1,
    name: 'refused',
    forms: both,
    expected: 'B',
    play: async stage => {
      const url = `http://127.0.0.1:${await unusedPort()}/v1`;
      return answersFromB(await (await stage.field({ a: { url }, b: fromB })).call());
    },
  },
  withB(2, 'reset before the headers', both, reset),
  withB(3, 'closed without a byte', both, close),
  ...stalling(4, 'silence: connected, never answered', both, hang),
  withB(5, 'a name that does not resolve', both, { url: 'http://no-such-host.invalid/v1' }),
  onServer(6, 'a certificate that nobody has signed', () => createTlsServer(selfSigned(), mute), 'https'),
  onServer(
    7,
    'plain HTTP where TLS is spoken',
    () =>
      createServer(socket => {
        mute(socket);
        socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      }),
    'https',
  ),
  {
    number: 8,
    name: 'a kept connection that the server has closed; no other target',
    forms: both,
    expected: 'A, at the second try',
    play: async stage => {
      const used = new Set<Socket>();
      const isEvents = stage.form === 'stream';
      const server = createHttpServer((request, response) => {
        request.resume().on('end', () => {
          if (used.has(request.socket)) return void request.socket.destroy();
          used.add(request.socket);
          response.setHeader('content-type', isEvents ? 'text/event-stream' : 'application/json');
          response.end(isEvents ? `${role}${textChunk('from a')}${end}` : completion('from a'));
        });
      });
      const field = await stage.field({ a: { url: `http://${await listening(server)}/v1` } });
      await field.call();
      await sleep(20);
      const second = await field.call();
      server.closeAllConnections();
      await stopped(server);
      return outcome(isFrom(second, 'a'), describe(second));
    },
  },
  {
    number: 9,
    name: 'a latency of 700 ms',
    forms: both,
    expected: 'A, one request',
    play: async stage => {
      const late = (socket: Socket, request: string) =>
        void setTimeout(() => healthy('from a')(socket, request, 1), 700);
      const field = await stage.field({ a: late, b: fromB });
      return answersFromA(await field.call(), field, 1);
    },
  },
  {
    number: 10,
    name: 'a trickle of bytes',
    forms: both,
    expected: 'A, one request',
    play: async stage => {
      const field = await stage.field({ a: trickle, b: fromB });
      return answersFromA(await field.call(), field, 1);
    },
  },
  {
    number: 11,
    name: 'a server that is restarted',
    forms: both,
    expected: 'B while it is away, A within 7 s of its return',
    play: async stage => {
      const port = await unusedPort();
      const field = await stage.field({ a: { url: `http://127.0.0.1:${port}/v1` }, b: fromB });
      const away = [];
      for (let call = 0; call < 6; call++) {
        away.push(await field.call());
        if (!away[0]?.hasEnded || away[0].errors.length > 0) break;
      }
      const server = createServer(socket => {
        mute(socket);
        socket.on('data', data => healthy('from a')(socket, String(data), 1));
      });
      await listening(server, port);
      await sleep(7_000);
      await field.call();
      const back = await field.call();
      await stopped(server);
      const allAnswered = away.every(seen => isFrom(seen, 'b'));
      const words = `${describe(away[0] ?? back)}, then ${describe(back)}`;
      // An application that is answered may not mind by whom.
      return outcome(
        allAnswered ? (isFrom(back, 'a') ? 'as said' : isFrom(back, 'b') ? 'differs' : 'fails') : 'fails',
        words,
      );
    },
  },
  {
    number: 12,
    name: 'a frozen process whose answer comes after its time',
    forms: both,
    expected: 'B, and nothing of A',
    play: async stage => {
      const frozen = (socket: Socket, request: string) =>
        void setTimeout(() => healthy('too late')(socket, request, 1), 4_000);
      const field = await stage.field({ a: inTurn(frozen, hang), b: fromB });
      const seen = await field.call();
      // It was waited for: no harm is done, but the wait.
      return seen.text === 'too late' && seen.errors.length === 0
        ? outcome('differs', 'waits for A')
        : answersFromB(seen);
    },
  },
];
