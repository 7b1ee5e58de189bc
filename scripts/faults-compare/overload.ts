import { type Answer, cut, fromB, healthy, inTurn, reset, status } from '../../test/faults/answers.js';
import { type Seen, sleep } from './application.js';
import { both, type Experiment } from './experiment.js';
import { describe, isFrom, isRefused, outcome, sends } from './outcome.js';
import type { Field } from './stage.js';

const fromA = healthy('from a');
const broken = status(500);
const many = (count: number, call: () => Promise<Seen>) => Promise.all(Array.from({ length: count }, call));

/** Leaves in the middle of a wait. */
const leaves = (name: string, a: Answer): Experiment => ({
  number: 95,
  name: `an abort ${name}; no other target`,
  forms: both,
  expected: 'ended within 200 ms',
  play: async stage => {
    const field = await stage.field({ a });
    const leaving = new AbortController();
    const call = field.call({ abortSignal: leaving.signal });
    await sleep(700);
    const leftAtMs = performance.now();
    leaving.abort(new Error('changed my mind'));
    await call;
    const isPrompt = performance.now() - leftAtMs < 200;
    return outcome(isPrompt, isPrompt ? 'at once' : 'late');
  },
});

/** Five failures, and the time after which a target may be tried again. */
async function halfOpen(field: Field): Promise<void> {
  await many(5, () => field.call());
  await sleep(6_000);
}

const hourAhead = 3_600_000;

export const overload: readonly Experiment[] = [
  {
    number: 81,
    name: 'both targets are down for longer (401, and 429 that asks for 45 s); the second call',
    forms: both,
    expected: 'an error within 1 s, nobody is asked',
    play: async stage => {
      const field = await stage.field({ a: status(401), b: status(429, { 'retry-after': '45' }) });
      await field.call();
      const before = field.sent('a') + field.sent('b');
      const seen = await field.call();
      const isAsked = field.sent('a') + field.sent('b') > before;
      return outcome(
        isRefused(seen) && seen.tookMs < 1_000 && !isAsked,
        `${describe(seen)}${isAsked ? ', asked again' : ', at once'}`,
      );
    },
  },
  {
    number: 82,
    name: 'nothing but 500s, 100 calls at once; no other target',
    isHeavy: true,
    forms: both,
    expected: 'at most 1.3 requests a call',
    play: async stage => {
      const field = await stage.field({ a: broken });
      const calls = await many(100, () => field.call());
      const each = field.sent('a') / 100;
      const words = each <= 1.3 ? 'at most 1.3 requests a call' : `${Math.round(each)} requests a call`;
      return outcome(each <= 1.3 && calls.every(isRefused), words);
    },
  },
  {
    number: 83,
    name: 'a brown-out that ends; 20 calls after it',
    isHeavy: true,
    forms: both,
    expected: 'all are answered, by A',
    play: async stage => {
      let isDown = true;
      const field = await stage.field({
        a: (...given) => (isDown ? broken : fromA)(...given),
        b: fromB,
      });
      await many(5, () => field.call());
      isDown = false;
      await sleep(6_000);
      for (let call = 0; call < 4; call++) await field.call();
      const calls = await many(20, () => field.call());
      const words = [...new Set(calls.map(describe))].sort().join(' / ');
      const isAnswered = calls.every(seen => isFrom(seen, 'a') || isFrom(seen, 'b'));
      return outcome(isAnswered ? (words === 'A' ? 'as said' : 'differs') : 'fails', words);
    },
  },
  {
    number: 84,
    name: 'a target that stays broken; a hundred calls at once, 6 s after five failures',
    isHeavy: true,
    forms: both,
    expected: 'B for all, and A is asked once',
    play: async stage => {
      const field = await stage.field(
        {
          a: (...given) => void setTimeout(() => broken(...given), 30),
          b: fromB,
        },
        { isPatient: true },
      );
      await halfOpen(field);
      const before = field.sent('a');
      const calls = await many(100, () => field.call());
      const asked = field.sent('a') - before;
      const words = [...new Set(calls.map(describe))].sort().join(' / ');
      const times = asked > 1 ? `, A is asked ${asked >= 100 ? 'each time' : 'more than once'}` : '';
      return outcome(calls.every(seen => isFrom(seen, 'b')) && asked <= 1, `${words}${times}`);
    },
  },
  {
    number: 89,
    name: 'a storm of 429s for 1.5 s that say 200 ms, 20 calls at once; no other target',
    isHeavy: true,
    forms: both,
    expected: 'A for all',
    play: async stage => {
      let isStorm = true;
      const field = await stage.field({
        a: (...given) => (isStorm ? status(429, { 'retry-after-ms': '200' }) : fromA)(...given),
      });
      setTimeout(() => {
        isStorm = false;
      }, 1_500);
      const calls = await many(20, () => field.call());
      const words = [...new Set(calls.map(describe))].sort().join(' / ');
      return outcome(
        calls.every(seen => isFrom(seen, 'a')),
        words,
      );
    },
  },
  leaves('in a wait that was asked for', status(429, { 'retry-after': '20' })),
  leaves('in a backoff', inTurn(broken, broken, status(429), status(429), status(429))),
  {
    number: 101,
    name: 'two targets that answer 500, and the SDK would try twice more',
    forms: both,
    expected: 'an error, at most 5 requests in all',
    play: async stage => {
      const field = await stage.field({ a: broken, b: broken });
      const seen = await field.call({ maxRetries: 2 });
      const all = field.sent('a') + field.sent('b');
      return outcome(isRefused(seen) && all <= 5, `${describe(seen)}${all > 5 ? sends(all) : ''}`);
    },
  },
  {
    number: 102,
    name: 'the wall clock jumps by an hour during a wait; no other target',
    forms: both,
    expected: 'waits as told, then A',
    play: async stage => {
      const field = await stage.field({ a: inTurn(status(429, { 'retry-after': '2' }), fromA) });
      const { now } = Date;
      const call = field.call();
      await sleep(500);
      Date.now = () => now() + hourAhead;
      try {
        const seen = await call;
        return outcome(isFrom(seen, 'a') && seen.tookMs > 1_900 && seen.tookMs < 6_000, describe(seen));
      } finally {
        Date.now = now;
      }
    },
  },
  {
    number: 104,
    name: 'chaos at A (resets, 500, cuts, 429, 503), 21 calls',
    forms: both,
    expected: 'all are answered',
    play: async stage => {
      const chaos = [fromA, reset, broken, cut(), status(429), fromA, status(503, { 'retry-after': '1' })];
      const field = await stage.field({
        a: (socket, request, count) => chaos[count % chaos.length]?.(socket, request, count),
        b: fromB,
      });
      let answered = 0;
      const lane = async () => {
        for (let call = 0; call < 7; call++) {
          const seen = await field.call();
          if (isFrom(seen, 'a') || isFrom(seen, 'b')) answered++;
        }
      };
      await Promise.all([lane(), lane(), lane()]);
      return outcome(answered === 21, answered === 21 ? 'all' : 'not all');
    },
  },
];
