import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Exchange } from '../../src/sandbox/exchange.js';
import { type Transmission, transmit } from '../../src/sandbox/transmit.js';

/** An exchange that writes down what is done with it, and whose time is run by hand. */
function scripted({ isFull = () => false }: { isFull?: () => boolean } = {}) {
  const did: string[] = [];
  const tasks: Array<() => void> = [];
  const response = Object.assign(new EventEmitter(), {
    headersSent: false,
    writableNeedDrain: false,
    write(text: string, done?: () => void) {
      did.push(text);
      done?.();
      return !isFull();
    },
    end: (text: string) => did.push(`${text} end`),
    flushHeaders: () => {},
  });
  const exchange = {
    response,
    request: { socket: { destroy: () => did.push('destroy') } },
    begin(status: number) {
      response.headersSent = true;
      did.push(String(status));
    },
    later(delayMs: number, task: () => void) {
      if (delayMs <= 0) task();
      else tasks.push(task);
    },
  };
  const sending = (pieces: Array<[number, string]>, more: Partial<Transmission> = {}) => {
    const timed = pieces.map(([dueMs, text]) => ({ dueMs, text }));
    transmit(exchange as unknown as Exchange, {
      status: 200,
      headers: {},
      pieces: timed,
      ending: 'end',
      repeat: null,
      ...more,
    });
  };
  const runNext = () => tasks.shift()?.();
  return { did, sending, runNext, response, tasks };
}

it('writes what is due close together at once, and ends with the last piece', () => {
  const { did, sending, runNext, tasks } = scripted();
  sending([
    [1_000, 'a'],
    [1_004, 'b'],
    [9_000, 'c'],
    [9_001, 'd'],
  ]);
  expect(did).toEqual([]);
  runNext();
  expect(did).toEqual(['200', 'ab']);
  runNext();
  expect(did).toEqual(['200', 'ab', 'cd end']);
  expect(tasks).toEqual([]);
});

it('needs no timer when nothing has to wait', () => {
  const { did, sending } = scripted();
  sending([
    [0, 'a'],
    [0, 'b'],
  ]);
  expect(did).toEqual(['200', 'ab end']);
});

it('waits for a reader that does not keep up', () => {
  const { did, sending, runNext, response, tasks } = scripted({ isFull: () => true });
  sending([
    [0, 'a'],
    [9_000, 'b'],
  ]);
  expect([did, tasks.length]).toEqual([['200', 'a'], 0]);
  response.emit('drain');
  runNext();
  expect(did).toEqual(['200', 'a', 'b end']);
});

it('breaks the connection only once the last piece is with the kernel', () => {
  const { did, sending } = scripted();
  sending([[0, 'a']], { ending: 'destroy' });
  expect(did).toEqual(['200', 'a', 'destroy']);
});

it('repeats for ever, but not into a full connection', () => {
  const { did, sending, runNext, response } = scripted();
  sending([], { ending: 'stay-open', repeat: '.' });
  runNext();
  response.writableNeedDrain = true;
  runNext();
  runNext();
  response.writableNeedDrain = false;
  runNext();
  expect(did).toEqual(['200', '.', '.', '.']);
});
