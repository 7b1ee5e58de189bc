import type { Socket } from 'node:net';
import { type Answer, answerWith, fromB, healthy, inTurn, json, status } from '../../test/faults/answers.js';
import { alone, answersFromA, answersFromB, refusedAtOnce, stalling, withB } from './expectations.js';
import { both, type Experiment, type Outcome } from './experiment.js';
import { describe, gapMs, isFrom, isRefused, outcome, sends, worst } from './outcome.js';

const fromA = healthy('from a');
/** A timer of the platform may be a few milliseconds early. */
const slackMs = 20;

/** A server that asked to be left alone for so long is asked after no less. */
const waitsAsTold = (number: number, name: string, refuse: () => Answer, hintMs: number): Experiment => ({
  number,
  name: `${name}; no other target`,
  forms: both,
  expected: 'waits as told, then A',
  play: async stage => {
    const field = await stage.field({ a: inTurn(refuse(), fromA) });
    const seen = await field.call();
    const gap = gapMs(field, 'a');
    const isEarly = gap !== null && gap < hintMs - slackMs;
    return outcome(
      isFrom(seen, 'a') && !isEarly,
      `${describe(seen)}${isEarly ? ', asked again too early' : ''}`,
    );
  },
});

/** Calls one after another beside a target that asked to be left alone, or never will be of use. */
const leftAlone = (number: number, name: string, refuse: Answer): Experiment => ({
  number,
  name: `${name}; three calls`,
  forms: both,
  expected: 'B, and A is asked once',
  play: async stage => {
    const field = await stage.field({ a: refuse, b: fromB });
    const calls = [];
    for (let call = 0; call < 3; call++) {
      calls.push(await field.call());
      if (!isFrom(calls[0] as (typeof calls)[0], 'b')) break;
    }
    const all = worst(calls.map(answersFromB));
    return {
      ...all,
      ...outcome(all.verdict === 'as said' && field.sent('a') === 1, `${all.words}${sends(field.sent('a'))}`),
    };
  },
});

const each = async (answers: readonly Answer[], judge: (answer: Answer) => Promise<Outcome>) =>
  worst(await Promise.all(answers.map(judge)));

const seconds = (text: string): Answer => status(429, { 'retry-after': text });
const at = (ms: number) => new Date(ms).toUTCString();
/** Whole seconds, and rounded up: a date has no fractions. */
const dated = (offMs: number): Answer => {
  const nowMs = Math.ceil(Date.now() / 1_000) * 1_000 + offMs;
  return status(429, { date: at(nowMs), 'retry-after': at(nowMs + 4_000) });
};
const exhausted = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '0m4s' };
const tooLong = status(400, {}, { message: 'Too long', code: 'context_length_exceeded' });
const windows = { contextTokens: { a: 8_000, b: 128_000 } };
const errorBytes = 64_000_000;

/** So many bytes, as fast as they are taken, and the end. */
const pourError: Answer = socket => {
  socket.write('HTTP/1.1 500 Oh\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n');
  const piece = 'x'.repeat(65_536);
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < errorBytes) if (!socket.write(piece)) return;
    socket.end();
  };
  socket.on('drain', more);
  more();
};

const hungError: Answer = (socket: Socket) =>
  void socket.write(
    `HTTP/1.1 503 Oh\r\ncontent-type: ${json['content-type']}\r\ncontent-length: 99\r\n\r\n{`,
  );

export const httpFaults: readonly Experiment[] = [
  withB(13, '429 that says how many seconds', both, seconds('3')),
  waitsAsTold(13, '429 that says how many seconds', () => seconds('3'), 3_000),
  waitsAsTold(14, '429 that says until when', () => dated(0), 3_900),
  waitsAsTold(14, '429 that says until when, by a clock an hour ahead', () => dated(3_600_000), 3_900),
  waitsAsTold(
    15,
    '429 that says how many milliseconds',
    () => status(429, { 'retry-after-ms': '2500' }),
    2_500,
  ),
  waitsAsTold(16, '429 that only says when the window is reset', () => status(429, exhausted), 4_000),
  leftAlone(17, '429 that asks for an hour', seconds('3600')),
  alone(17, '429 that asks for an hour', 'an error, one request', seconds('3600'), refusedAtOnce),
  leftAlone(17, '503 that asks for an hour', status(503, { 'retry-after': '3600' })),
  {
    number: 18,
    name: '429 with a hint that is none; no other target',
    forms: both,
    expected: 'A, after a backoff',
    play: stage =>
      each(['soon', '-1', '1e999', '', '0x10', 'Infinity'].map(seconds), async answer => {
        const field = await stage.field({ a: inTurn(answer, answer, fromA) });
        const seen = await field.call();
        // Two backoffs with full jitter are never both so short.
        const [first = 0, , third = Number.POSITIVE_INFINITY] = field.arrivals('a');
        const isHot = third - first < 20;
        return outcome(isFrom(seen, 'a') && !isHot, `${describe(seen)}${isHot ? ', without a pause' : ''}`);
      }),
  },
  {
    number: 19,
    name: '429 that says 0 for ever; no other target',
    forms: both,
    expected: 'pauses, and at most ten requests',
    play: async stage => {
      const field = await stage.field({ a: seconds('0') });
      const seen = await field.call();
      const arrivals = field.arrivals('a');
      const gaps = arrivals.slice(1).map((atMs, index) => atMs - (arrivals[index] as number));
      const isHot = gaps.some(gap => gap < 50);
      const words = seen.hasEnded ? describe(seen) : 'still asking after 8 s';
      return outcome(
        arrivals.length <= 10 ? (isHot ? 'differs' : 'as said') : 'fails',
        `${words}${isHot ? `${sends(arrivals.length)} without a pause` : ''}`,
      );
    },
  },
  leftAlone(
    20,
    '429 for a spent quota',
    status(429, {}, { message: 'No credit', code: 'insufficient_quota' }),
  ),
  alone(
    20,
    '429 for a spent quota',
    'an error, one request',
    status(429, {}, { message: 'No credit', code: 'insufficient_quota' }),
    refusedAtOnce,
  ),
  {
    number: 21,
    name: '408, 409, 425, 500, 501, 502, 503, 504, 505, 520 and 529',
    forms: both,
    expected: 'B',
    play: stage =>
      each(
        [408, 409, 425, 500, 501, 502, 503, 504, 505, 520, 529].map(code => status(code)),
        async answer => {
          const { verdict, words } = answersFromB(await (await stage.field({ a: answer, b: fromB })).call());
          return { verdict, words: words.replace(/ \d+$/, ' of each') };
        },
      ),
  },
  alone(21, '500, then well again', 'A, two requests', inTurn(status(500), fromA), (seen, field) =>
    answersFromA(seen, field, 2),
  ),
  withB(
    22,
    '502 in HTML',
    both,
    answerWith('502 Bad Gateway', { 'content-type': 'text/html' }, '<html>Bad gateway</html>'),
  ),
  withB(23, '503 that is not to be tried again', both, status(503, { 'x-should-retry': 'false' })),
  alone(
    23,
    '503 that is not to be tried again',
    'an error, one request',
    status(503, { 'x-should-retry': 'false' }),
    refusedAtOnce,
  ),
  alone(
    24,
    '400 that is to be tried again',
    'A, two requests',
    inTurn(status(400, { 'x-should-retry': 'true' }), fromA),
    (seen, field) => {
      const judged = answersFromA(seen, field, 2);
      // A header of one vendor: to take a 400 for what it is, is no mistake.
      return isRefused(seen) ? { ...judged, verdict: 'differs' } : judged;
    },
  ),
  withB(25, '401', both, status(401)),
  withB(26, '403', both, status(403)),
  {
    number: 26,
    name: '403 of a moderation',
    forms: both,
    expected: 'the error, and B is not asked',
    play: async stage => {
      const flagged = status(403, {}, { message: 'Flagged', code: 403, metadata: { flagged_input: 'x' } });
      const field = await stage.field({ a: flagged, b: fromB });
      const seen = await field.call();
      return outcome(
        isFrom(seen, 'b') ? 'differs' : isRefused(seen) && field.sent('a') === 1,
        describe(seen),
      );
    },
  },
  withB(27, '404', both, status(404, {}, { message: 'No such model', code: 'model_not_found' })),
  {
    number: 28,
    name: '400 and 422, which are the caller’s fault',
    forms: both,
    expected: 'the error, one request in all',
    play: stage =>
      each(
        [400, 422].map(code => status(code)),
        async answer => {
          const field = await stage.field({ a: answer, b: fromB });
          const seen = await field.call();
          const words = `${describe(seen).replace(/ \d+$/, '')}${sends(field.sent('a'))}`;
          // Another vendor may well take what this one does not.
          return outcome(isFrom(seen, 'b') ? 'differs' : isRefused(seen) && field.sent('a') === 1, words);
        },
      ),
  },
  withB(29, 'a prompt that is too long, and B takes longer ones', both, tooLong, windows),
  withB(30, '413, and B takes longer prompts', both, status(413), windows),
  {
    number: 31,
    name: '307 to the same origin',
    forms: both,
    expected: 'B, not followed',
    play: async stage => {
      const away = answerWith('307 Temporary Redirect', { location: '/v1/elsewhere' }, '');
      const field = await stage.field({ a: inTurn(away, fromA), b: fromB });
      const seen = await field.call();
      const isFollowed = field.received('a').includes('/v1/elsewhere');
      // Within one origin nothing leaves the hands of the provider.
      return isFollowed ? outcome('differs', `${describe(seen)}, followed`) : answersFromB(seen);
    },
  },
  {
    number: 32,
    name: '301, 302, 303, 307 and 308 to another origin, the key in `x-api-key`',
    forms: both,
    expected: 'B, and the stranger is never asked',
    play: async stage => {
      const stranger = await stage.field({ stranger: healthy('stolen') });
      const location = `${stranger.url('stranger')}/chat/completions`;
      const codes = ['301 Moved', '302 Found', '303 See Other', '307 Temporary', '308 Permanent'];
      const judged = await each(
        codes.map(code => answerWith(code, { location }, '')),
        async answer => {
          const headers = { 'x-api-key': stolenKey };
          return answersFromB(await (await stage.field({ a: answer, b: fromB }, { headers })).call());
        },
      );
      const got = stranger.received('stranger');
      if (got === '') return judged;
      const taken = [got.includes(stolenKey) ? 'the key' : '', got.includes(privateWords) ? 'the prompt' : '']
        .filter(text => text !== '')
        .join(' and ');
      return outcome(false, taken === '' ? 'followed' : `followed: the stranger has ${taken}`);
    },
  },
  ...stalling(35, 'a 503 whose body never ends', both, hungError),
  {
    number: 36,
    name: 'a 500 of 64 MB',
    isHeavy: true,
    forms: both,
    expected: 'B, and under 8 MB leave the server',
    play: async stage => {
      const field = await stage.field({ a: pourError, b: fromB });
      const seen = await field.call();
      const isRead = field.wrote('a') > 8_000_000;
      return outcome(isFrom(seen, 'b') && !isRead, `${describe(seen)}${isRead ? ', all of it read' : ''}`);
    },
  },
];

const stolenKey = 'another-key-0123456789';
const privateWords = 'private words';
