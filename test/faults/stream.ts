import type { Socket } from 'node:net';
import { expect, vi } from 'vitest';
import type { ModelPart } from '../../src/core/model.js';
import {
  type Answer,
  body,
  chunk,
  completion,
  cut,
  drip,
  end,
  event,
  events,
  eventsHead,
  fromB,
  hang,
  open,
  pour,
  role,
  status,
  textChunk,
  usageChunk,
} from './answers.js';
import { attemptsOf, expectBrokenOff, expectFromB, expectOnce } from './expectations.js';
import type { Fault } from './fault.js';
import { both, streamOnly } from './fault.js';
import type { FieldOptions, Ground } from './ground.js';
import { impatient } from './ground.js';

const half = textChunk('half ');
const errorEvent = event({ error: { message: 'Oops', type: 'server_error' } });
const realMs = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Before its first content: the next target takes over, and nothing is seen of it. */
const before = (number: number, name: string, answer: Answer, errorClass: string): Fault => ({
  number,
  name,
  forms: streamOnly,
  run: async ground =>
    expectFromB(
      await ground.call({ a: answer, b: fromB }, errorClass === 'timeout' ? impatient : {}),
      errorClass,
    ),
});

/** After its first content: it breaks off, and nobody else is asked. */
const after = (number: number, name: string, answer: Answer, options: FieldOptions = {}): Fault => ({
  number,
  name,
  forms: streamOnly,
  run: async ground => {
    const { field, ...played } = await ground.call({ a: answer, b: fromB }, options);
    expectBrokenOff(played, 'half ');
    expect([field.sent('a'), field.sent('b')]).toEqual([1, 0]);
    expect(played.parts.filter(({ type }) => type === 'tool-call')).toEqual([]);
    expect(played.report.costNanoUsd).toBeGreaterThan(0);
  },
});

/** Reads up to the first text. */
async function begun(ground: Ground, answer: Answer) {
  const field = await ground.field({ a: answer }, { extras: { a: { limits: { maxConcurrent: 1 } } } });
  const reader = (await field.stream()).getReader();
  for (let part: ModelPart | undefined; part?.type !== 'text-delta'; part = (await reader.read()).value);
  return { field, reader };
}

const toolPiece = (input: string, id?: string) =>
  chunk({
    tool_calls: [
      id === undefined
        ? { index: 0, function: { arguments: input } }
        : { index: 0, id, type: 'function', function: { name: 'look', arguments: input } },
    ],
  });

const spellings: readonly (readonly [string, (text: string) => string])[] = [
  ['CRLF', text => text.replaceAll('\n', '\r\n')],
  ['CR', text => text.replaceAll('\n', '\r')],
  ['a byte order mark', text => `\uFEFF${text}`],
  ['no space', text => text.replaceAll('data: ', 'data:')],
  ['comments', text => text.replaceAll('data:', ': ping\n\ndata:')],
  ['event names and ids', text => text.replaceAll('data:', 'event: message\nid: 1\ndata:')],
  ['data in two lines', text => text.replaceAll('"created":1,', '"created":1,\ndata: ')],
];
const whole = `${role}${textChunk('from')}${textChunk(' a')}${end}`;

export const streamFaults: readonly Fault[] = [
  before(56, 'cut before any event', cut(), 'unusable-body'),
  before(56, 'ended before any event', events(), 'unusable-body'),
  before(57, '[DONE] and nothing else', events(event('[DONE]')), 'unusable-body'),
  before(58, 'an error for a first event', events(errorEvent), 'server-error'),
  {
    number: 58,
    name: 'a rate limit for a first event',
    forms: streamOnly,
    run: async ground => {
      const limited = event({ error: { message: 'Slow down, try again in 9s', code: 429 } });
      const { field, ...played } = await ground.call({ a: events(limited), b: fromB });
      expectFromB(played, 'rate-limit');
      expect(field.routed.report().targets.a).toMatchObject({ circuit: 'closed' });
      expect(field.eventsOf('rate-limited')).toMatchObject([{ retryAfterMs: 9_000 }]);
    },
  },
  before(59, 'a role, then an error', events(role, errorEvent), 'server-error'),
  before(59, 'a role, then a cut', cut(role), 'unusable-body'),
  after(60, 'an error after text', events(role, half, errorEvent)),
  after(61, 'a clean end after text', events(role, half)),
  after(62, 'a reset after text', cut(role, half)),
  {
    number: 62,
    name: 'a reset after the finish reason',
    forms: streamOnly,
    run: async ground => {
      const played = await ground.call({ a: cut(role, textChunk('from a'), chunk({}, 'stop')), b: fromB });
      expectOnce(played, 'a');
      expect(played.report.estimated).toBe(true);
    },
  },
  after(
    64,
    'JSON that breaks in the middle',
    open(role, half, 'data: {"id":"x","cho\n\n', textChunk('more'), end),
  ),
  before(65, 'JSON where events were asked for', body(completion('from a')), 'unusable-body'),
  before(
    65,
    'HTML where events were asked for',
    body('<html/>', { 'content-type': 'text/html' }),
    'unusable-body',
  ),
  {
    number: 66,
    name: 'events in every spelling',
    forms: streamOnly,
    run: async ground => {
      for (const [, spell] of spellings)
        expectOnce(await ground.call({ a: events(spell(whole)), b: fromB }), 'a');
    },
  },
  {
    number: 67,
    name: 'single bytes, through characters of several',
    forms: streamOnly,
    run: async ground => {
      const bytewise = (socket: Socket) => {
        socket.setNoDelay(true).write(eventsHead());
        for (const byte of Buffer.from(`${role}${textChunk('Xin chào 你好 🎉')}${end}`))
          socket.write(Buffer.of(byte));
        socket.end();
      };
      expect((await ground.call({ a: bytewise })).text).toBe('Xin chào 你好 🎉');
    },
  },
  before(68, 'a line of 64 MB', pour(`${eventsHead()}data: "`, 'x'.repeat(262_144)), 'unusable-body'),
  before(69, 'pings for ever', drip(eventsHead(), ': ping\n\n'), 'timeout'),
  before(70, 'empty deltas for ever', drip(eventsHead(), role), 'timeout'),
  after(71, 'silence after text', open(role, half), impatient),
  after(71, 'pings for ever after text', drip(`${eventsHead()}${role}${half}`, ': ping\n\n'), impatient),
  after(
    71,
    'a trickle after text',
    drip(`${eventsHead()}${role}${half}`, chunk({ reasoning_content: '.' }), 50),
    {
      timeout: { minOutputCharactersPerSecond: 20, outputSpeedWindowMs: 8_000 },
    },
  ),
  before(72, 'silence after the headers', open(), 'timeout'),
  before(72, 'silence before the headers', hang, 'timeout'),
  after(73, 'cut inside a tool’s input', cut(role, half, toolPiece('{"at":', '1'), toolPiece('"sk'))),
  after(73, 'ended inside a tool’s input', events(role, half, toolPiece('{"at":', '1'), toolPiece('"sk"}'))),
  {
    number: 74,
    name: 'a slow consumer',
    forms: streamOnly,
    run: async ground => {
      let written = 0;
      const piece = textChunk('x'.repeat(8_192));
      const flood: Answer = socket => {
        socket.write(`${eventsHead()}${role}`);
        const more = () => {
          while (!socket.destroyed && written < 30_000_000 && socket.write(piece)) written += piece.length;
        };
        socket.on('drain', more);
        more();
      };
      const { reader } = await begun(ground, flood);
      await realMs(150);
      const held = written;
      await realMs(50);
      expect(written).toBe(held);
      // What the two sockets hold; nothing piles up behind them.
      expect(held).toBeLessThan(16_000_000);
      await reader.cancel();
    },
  },
  {
    number: 75,
    name: 'a consumer that cancels',
    forms: streamOnly,
    run: async ground => {
      const { field, reader } = await begun(ground, open(role, half));
      const closing = performance.now();
      await reader.cancel(new Error('enough'));
      await vi.waitFor(() => expect(field.servers.a?.open).toBe(0), { interval: 2 });
      expect(performance.now() - closing).toBeLessThan(200);
      expect(field.eventsOf('call-end')).toMatchObject([
        { outcome: 'cancelled', report: { estimated: true } },
      ]);
    },
  },
  {
    number: 76,
    name: 'a consumer that never reads',
    forms: streamOnly,
    run: async ground => {
      const options = { timeout: { unreadMs: 4_000 }, extras: { a: { limits: { maxConcurrent: 1 } } } };
      const field = await ground.field({ a: open(role, half) }, options);
      await field.stream();
      expect(field.routed.report().queue.active).toBe(1);
      await vi.waitFor(() => expect(field.routed.report().queue.active).toBe(0), {
        timeout: 5_000,
        interval: 5,
      });
      expect(field.eventsOf('call-end')).toMatchObject([{ report: { estimated: true } }]);
    },
  },
  {
    number: 77,
    name: 'no usage',
    forms: streamOnly,
    run: async ground => {
      const bare = events(role, textChunk('from a'), chunk({}, 'stop'), event('[DONE]'));
      const played = await ground.call({ a: bare });
      expectOnce(played, 'a');
      expect(played.report).toMatchObject({ estimated: true, usage: { outputTokens: 2 } });
    },
  },
  {
    number: 79,
    name: 'a proxy that keeps all events back to the end',
    forms: streamOnly,
    run: async ground => {
      const late = (socket: Socket) => void setTimeout(() => socket.end(`${eventsHead()}${whole}`), 200);
      expectOnce(await ground.call({ a: late, b: fromB }), 'a');
    },
  },
  {
    number: 80,
    name: 'a proxy that stops waiting',
    forms: both,
    run: async ground => {
      const late: Answer = (...given) => void setTimeout(() => status(504)(...given), 100);
      expectFromB(await ground.call({ a: late, b: fromB }), 'server-error');
    },
  },
  {
    number: 123,
    name: 'a connection left open after the finish reason',
    forms: streamOnly,
    run: async ground => {
      const ends = [
        [chunk({}, 'stop')],
        [chunk({}, 'stop'), usageChunk],
        [chunk({}, 'stop'), usageChunk, event('[DONE]')],
      ];
      for (const pieces of ends) {
        const played = await ground.call({ a: open(role, textChunk('from a'), ...pieces), b: fromB });
        expectOnce(played, 'a');
        expect(played.latencyMs).toBeLessThan(4_000);
      }
    },
  },
  {
    number: 123,
    name: 'an empty finish reason with every piece',
    forms: streamOnly,
    run: async ground => {
      const slowly = (socket: Socket) => {
        socket.write(`${eventsHead()}${role}${chunk({ content: 'from' }, '')}`);
        setTimeout(() => socket.end(`${chunk({ content: ' a' }, '')}${end}`), 250);
      };
      const played = await ground.call({ a: slowly });
      expectOnce(played, 'a');
      expect(attemptsOf(played)).toHaveLength(1);
    },
  },
];
