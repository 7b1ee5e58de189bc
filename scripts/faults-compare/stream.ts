import type { Socket } from 'node:net';
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
  open,
  role,
  status,
  textChunk,
  usageChunk,
} from '../../test/faults/answers.js';
import { endsWithin, prompt, type Seen, sleep } from './application.js';
import { answersFromA, answersFromB, breaksOff, stalling, withB } from './expectations.js';
import { both, type Experiment, type Outcome, streamOnly } from './experiment.js';
import { limitMs } from './limits.js';
import { describe, outcome, worst } from './outcome.js';
import type { Model } from './subjects.js';

const half = textChunk('half ');
const errorEvent = event({ error: { message: 'Oops', type: 'server_error' } });
const brokenOff = {
  expected: '"half", then an error',
  judge: (seen: Seen): Outcome => breaksOff(seen, 'half '),
};

/** Before its first content. */
const before = (number: number, name: string, a: Answer): Experiment => withB(number, name, streamOnly, a);

/** After its first content. */
const after = (number: number, name: string, a: Answer): Experiment => ({
  number,
  name,
  forms: streamOnly,
  expected: brokenOff.expected,
  play: async stage => brokenOff.judge(await (await stage.field({ a, b: fromB })).call()),
});

/** A good answer in an odd form. */
const kept = (number: number, name: string, answers: readonly Answer[]): Experiment => ({
  number,
  name,
  forms: streamOnly,
  expected: 'A, one request',
  play: async stage =>
    worst(
      await Promise.all(
        answers.map(async a => {
          const field = await stage.field({ a, b: fromB });
          return answersFromA(await field.call(), field, 1);
        }),
      ),
    ),
});

const toolPiece = (input: string, id?: string) =>
  chunk({
    tool_calls: [
      id === undefined
        ? { index: 0, function: { arguments: input } }
        : { index: 0, id, type: 'function', function: { name: 'look', arguments: input } },
    ],
  });

/** A tool call that was not told to its end must not be run. */
const cutTool = (number: number, name: string, a: Answer): Experiment => ({
  number,
  name,
  forms: streamOnly,
  expected: '"half", then an error; no tool is run',
  play: async stage => {
    const field = await stage.field({ a, b: fromB });
    const seen = await field.call({ hasTool: true });
    const judged = breaksOff(seen, 'half ');
    if (seen.toolInputs.length > 0) return outcome(false, `${judged.words}; the tool is run`);
    return judged;
  },
});

const whole = `${role}${textChunk('from')}${textChunk(' a')}${end}`;
const spellings: readonly ((text: string) => string)[] = [
  text => text.replaceAll('\n', '\r\n'),
  text => text.replaceAll('\n', '\r'),
  text => `\uFEFF${text}`,
  text => text.replaceAll('data: ', 'data:'),
  text => text.replaceAll('data:', ': ping\n\ndata:'),
  text => text.replaceAll('data:', 'event: message\nid: 1\ndata:'),
  text => text.replaceAll('"created":1,', '"created":1,\ndata: '),
];
const bytewise: Answer = socket => {
  socket.setNoDelay(true).write(eventsHead());
  for (const byte of Buffer.from(`${role}${textChunk('from')}${textChunk(' a')}${end}`))
    socket.write(Buffer.of(byte));
  socket.end();
};

const lineBytes = 64_000_000;
/** One line of 64 MB, as fast as it is taken. */
const longLine: Answer = socket => {
  socket.write(`${eventsHead()}data: "`);
  const piece = 'x'.repeat(262_144);
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < lineBytes) if (!socket.write(piece)) return;
    socket.end('"\n\n');
  };
  socket.on('drain', more);
  more();
};

const floodBytes = 40_000_000;
/** Text without end, as fast as it is taken. */
const flood: Answer = socket => {
  socket.write(`${eventsHead()}${role}`);
  const piece = textChunk('x'.repeat(8_192));
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < floodBytes) if (!socket.write(piece)) return;
  };
  socket.on('drain', more);
  more();
};

/** The first text of a model’s own stream, and its reader. */
async function begun(model: Model) {
  const { stream } = await model.doStream({
    prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
  });
  const reader = stream.getReader();
  for (let type = ''; type !== 'text-delta'; ) {
    const { done, value } = await reader.read();
    if (done) break;
    type = value.type;
  }
  return reader;
}

const closesWithin = async (isOpen: () => boolean, ms: number) => {
  const deadlineMs = performance.now() + ms;
  while (isOpen() && performance.now() < deadlineMs) await sleep(5);
  return !isOpen();
};

export const streamFaults: readonly Experiment[] = [
  before(56, 'cut before any event', cut()),
  before(56, 'ended before any event', events()),
  before(57, '`[DONE]` and nothing else', events(event('[DONE]'))),
  before(58, 'an error for a first event', events(errorEvent)),
  before(58, 'a rate limit for a first event', events(event({ error: { message: 'Slow down', code: 429 } }))),
  before(59, 'a role, then an error', events(role, errorEvent)),
  before(59, 'a role, then a cut', cut(role)),
  after(60, 'an error after text', events(role, half, errorEvent)),
  after(61, 'a clean end after text', events(role, half)),
  after(62, 'a reset after text', cut(role, half)),
  kept(62, 'a reset after the finish reason', [cut(role, textChunk('from a'), chunk({}, 'stop'))]),
  {
    number: 64,
    name: 'JSON that breaks in the middle',
    forms: streamOnly,
    expected: 'an error, told once',
    play: async stage => {
      const broken = events(role, half, 'data: {"id":"x","cho\n\n', textChunk('more'), end);
      const seen = await (await stage.field({ a: broken, b: fromB })).call();
      return outcome(seen.hasEnded && seen.errors.length === 1, describe(seen));
    },
  },
  before(65, 'JSON where events were asked for', body(completion('from a'))),
  before(65, 'HTML where events were asked for', body('<html/>', { 'content-type': 'text/html' })),
  kept(
    66,
    'events in seven spellings',
    spellings.map(spell => events(spell(whole))),
  ),
  kept(67, 'single bytes', [bytewise]),
  {
    number: 68,
    name: 'a line of 64 MB',
    isHeavy: true,
    forms: streamOnly,
    expected: 'B, and under 16 MB leave the server',
    play: async stage => {
      const field = await stage.field({ a: longLine, b: fromB });
      const seen = await field.call();
      const isRead = field.wrote('a') > 16_000_000;
      const { verdict, words } = answersFromB(seen);
      return outcome(verdict === 'as said' && !isRead, `${words}${isRead ? ', all of it read' : ''}`);
    },
  },
  ...stalling(69, 'pings for ever', streamOnly, drip(eventsHead(), ': ping\n\n')),
  ...stalling(70, 'empty deltas for ever', streamOnly, drip(eventsHead(), role)),
  ...stalling(71, 'silence after text', streamOnly, open(role, half), brokenOff),
  ...stalling(
    71,
    'pings for ever after text',
    streamOnly,
    drip(`${eventsHead()}${role}${half}`, ': ping\n\n'),
    brokenOff,
  ),
  ...stalling(72, 'silence after the headers', streamOnly, open()),
  cutTool(73, 'cut inside a tool’s input', cut(role, half, toolPiece('{"at":', '1'), toolPiece('"sk'))),
  cutTool(
    73,
    'ended after a tool’s input, without a finish reason',
    events(role, half, toolPiece('{"at":', '1'), toolPiece('"sk"}')),
  ),
  {
    number: 74,
    name: 'a reader that stops, and a server that does not',
    isHeavy: true,
    forms: streamOnly,
    expected: 'under 16 MB leave the server',
    play: async stage => {
      const field = await stage.field({ a: flood, b: fromB });
      const reader = await begun(field.built.model);
      await sleep(800);
      const isHeldBack = field.wrote('a') < 16_000_000;
      void reader.cancel().catch(() => {});
      return outcome(isHeldBack, isHeldBack ? 'held back' : 'all of it is kept in memory');
    },
  },
  {
    number: 75,
    name: 'a caller that aborts',
    forms: both,
    expected: 'the connection is closed within 200 ms',
    play: async stage => {
      const field = await stage.field({ a: open(role, half) });
      const leaving = new AbortController();
      const call = field.call({ abortSignal: leaving.signal });
      await sleep(500);
      leaving.abort();
      const isClosed = await closesWithin(() => field.open('a') > 0, 200);
      await call;
      return outcome(isClosed, isClosed ? 'closed' : 'left open');
    },
  },
  {
    number: 75,
    name: 'a reader that cancels the model’s stream',
    forms: streamOnly,
    expected: 'the connection is closed within 200 ms',
    play: async stage => {
      const field = await stage.field({ a: open(role, half) });
      const reader = await begun(field.built.model);
      void reader.cancel().catch(() => {});
      const isClosed = await closesWithin(() => field.open('a') > 0, 200);
      return outcome(isClosed, isClosed ? 'closed' : 'left open');
    },
  },
  {
    number: 76,
    name: 'a stream that nobody reads',
    forms: streamOnly,
    expected: 'the connection is closed by a limit of time',
    play: async stage => {
      const field = await stage.field({ a: open(role, half) });
      const started = field.built.model.doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      });
      await endsWithin(
        Promise.resolve(started).catch(() => {}),
        500,
      );
      const isClosed = await closesWithin(() => field.open('a') > 0, 2 * limitMs + 1_000);
      // To hold what was asked for is no mistake.
      return outcome(isClosed ? 'as said' : 'differs', isClosed ? 'closed' : 'held for ever');
    },
  },
  kept(77, 'no usage', [events(role, textChunk('from a'), chunk({}, 'stop'), event('[DONE]'))]),
  kept(79, 'a proxy that keeps all events back to the end', [
    (socket: Socket) => void setTimeout(() => socket.end(`${eventsHead()}${whole}`), 600),
  ]),
  withB(
    80,
    'a proxy that stops waiting: 504',
    both,
    (...given) => void setTimeout(() => status(504)(...given), 600),
  ),
  kept(123, 'a connection left open after the finish reason', [
    open(role, textChunk('from a'), chunk({}, 'stop')),
    open(role, textChunk('from a'), chunk({}, 'stop'), usageChunk),
  ]),
  kept(123, 'a connection left open after `[DONE]`', [
    open(role, textChunk('from a'), chunk({}, 'stop'), usageChunk, event('[DONE]')),
  ]),
];
