import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { dashboard } from '../../src/dashboard/index.js';
import { type Served, serve } from './serve.js';
import { type HandSource, handSource } from './source.js';

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

interface Listener {
  readonly socket: Socket;
  received: string;
}

/** A client that says what it wants, and reads what comes; `isAsleep`: reads nothing. */
async function listen(port: number, { isAsleep = false } = {}): Promise<Listener> {
  const socket = connect(port, '127.0.0.1');
  const listener: Listener = { socket, received: '' };
  socket.on('error', () => {});
  if (!isAsleep) socket.on('data', data => (listener.received += data));
  await new Promise(resolve => socket.once('connect', resolve));
  socket.write('GET /d/events HTTP/1.1\r\nhost: evil.example\r\n\r\n');
  return listener;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries++) await wait(25);
  expect(isSo()).toBe(true);
}

async function start(source: HandSource, maxClients?: number): Promise<Served> {
  served = await serve(dashboard(source, { authorize: 'anyone', ...(maxClients && { maxClients }) }));
  return served;
}

const thousand = (port: number) => Promise.all(Array.from({ length: 1_000 }, () => listen(port)));

describe('over sockets', () => {
  it('a thousand idle pages are told of a call by one listener, and leave nothing behind', async () => {
    const source = handSource();
    const { port } = await start(source, 1_000);
    const timersBefore = activeTimers();
    const listeners = await thousand(port);
    await until(() => listeners.every(({ received }) => received.includes('"snapshot"')));
    expect(source.listeners).toBe(1);
    const before = heapBytes();
    source.settle({ callId: 'the-one' });
    await until(() => listeners.every(({ received }) => received.includes('the-one')));
    // What a thousand pages were told is held once, and no longer than they take to read it.
    expect(heapBytes() - before).toBeLessThan(20_000_000);
    for (const { socket } of listeners) socket.destroy();
    await until(() => source.listeners === 0);
    expect(activeTimers()).toBeLessThanOrEqual(timersBefore);
  }, 60_000);

  it('of a thousand, a hundred are served and the rest asked to come again', async () => {
    const source = handSource();
    const { port } = await start(source);
    const listeners = await thousand(port);
    await until(() => listeners.every(({ received }) => received.includes('\r\n\r\n')));
    const served = listeners.filter(({ received }) => received.startsWith('HTTP/1.1 200'));
    const refused = listeners.filter(({ received }) => received.startsWith('HTTP/1.1 503'));
    expect([served.length, refused.length]).toEqual([100, 900]);
    expect(refused[0]?.received).toContain('retry-after: 10');
    served[0]?.socket.destroy();
    await wait(50);
    const next = await listen(port);
    await until(() => next.received.startsWith('HTTP/1.1 200'));
    for (const { socket } of [...listeners, next]) socket.destroy();
    await until(() => source.listeners === 0);
  }, 60_000);

  it('a page that reads nothing makes nobody wait', async () => {
    const source = handSource();
    const { port } = await start(source);
    const asleep = await listen(port, { isAsleep: true });
    asleep.socket.pause();
    const awake = await listen(port);
    await until(() => awake.received.includes('"snapshot"'));
    source.settle({ callId: 'the-one' });
    await until(() => awake.received.includes('the-one'));
    for (const { socket } of [asleep, awake]) socket.destroy();
    await until(() => source.listeners === 0);
  });
});

const activeTimers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
