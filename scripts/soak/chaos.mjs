import { groups } from './ground.mjs';
import { between, pick, pickByWeight } from './random.mjs';

const statuses = [408, 409, 500, 500, 502, 503, 503, 504, 529];
const bodies = [
  { contentType: 'text/html', body: '<html><body>Bad gateway</body></html>' },
  { contentType: 'application/json', body: '' },
  { contentType: 'application/json', body: '{"choices": [' },
  { contentType: 'application/json', body: '{"error": {"message": "overloaded", "code": 529}}' },
  { contentType: 'text/event-stream', body: 'data: [DONE]\n\n' },
];
/** How often a fault that holds a request until a limit ends it may hit: each costs its whole limit. */
const few = random => ({ times: between(random, 1, 12) });
const some = random => ({ probabilityRatio: pick(random, [0.1, 0.3, 0.5, 1]) });
const chunks = random => ({ afterChunks: between(random, 0, 6) });

/** What may happen to a model, and how often beside the others. */
const faults = {
  'sockets killed': { weight: 8, make: random => ({ kind: 'reset', times: between(random, 1, 20) }) },
  reset: { weight: 4, make: () => ({ kind: 'reset', probabilityRatio: 0.5 }) },
  hang: { weight: 3, make: random => ({ kind: 'hang', ...few(random) }) },
  'hang after headers': { weight: 3, make: random => ({ kind: 'hang-after-headers', ...few(random) }) },
  cut: { weight: 8, make: random => ({ kind: 'cut', ...chunks(random), ...some(random) }) },
  stall: { weight: 6, make: random => ({ kind: 'stall', ...chunks(random), ...few(random) }) },
  'error event': { weight: 6, make: random => ({ kind: 'error-event', ...chunks(random), ...some(random) }) },
  'no finish': { weight: 4, make: random => ({ kind: 'no-finish', ...chunks(random), ...some(random) }) },
  slow: {
    weight: 4,
    make: random => ({ kind: 'slow', firstTokenMs: between(random, 20, 200), ...some(random) }),
  },
  pings: { weight: 2, make: random => ({ kind: 'pings', ...few(random) }) },
  'empty deltas': { weight: 2, make: random => ({ kind: 'empty-deltas', ...few(random) }) },
  'open after finish': { weight: 2, make: random => ({ kind: 'open-after-finish', ...few(random) }) },
  status: {
    weight: 10,
    make: random => ({ kind: 'status', status: pick(random, statuses), ...some(random) }),
  },
  400: { weight: 2, make: random => ({ kind: 'status', status: 400, ...few(random) }) },
  '429 without a hint': { weight: 1, make: random => ({ kind: 'status', status: 429, ...few(random) }) },
  429: {
    weight: 6,
    make: random => ({
      kind: 'rate-limit',
      retryAfterSeconds: pick(random, [0, 0.05, 0.2]),
      ...some(random),
    }),
  },
  'body of no use': {
    weight: 5,
    make: random => ({ kind: 'body', ...pick(random, bodies), ...some(random) }),
  },
};

const callsPerFault = 60;
const callsPerRestart = 1_500;
/** One target at least is left alone at any time, so that a call that is lost is not lost among many that fail. */
const mostBroken = 3;

/** Breaks, heals and restarts the ground as calls go by. What happens when depends on the seed and the calls alone. */
export function createChaos(ground, random) {
  const counts = {};
  const problems = [];
  let broken = [];
  const note = promise => promise.catch(error => problems.push(String(error)));

  return {
    counts,
    problems,
    /** Call number `call` is about to begin. */
    goOn(call) {
      for (const one of broken) if (one.untilCall <= call) note(ground.fault(one.group, one.model, null));
      broken = broken.filter(({ untilCall }) => untilCall > call);
      if (call % callsPerFault === 0 && broken.length < mostBroken) {
        const group = between(random, 0, groups.length - 1);
        const { id: model } = pick(random, groups[group]);
        const [name, { make }] = pickByWeight(random, faults);
        counts[name] = (counts[name] ?? 0) + 1;
        broken.push({ group, model, untilCall: call + between(random, 20, 240) });
        note(ground.fault(group, model, make(random)));
      }
      if (call % callsPerRestart === callsPerRestart / 2) {
        counts.restart = (counts.restart ?? 0) + 1;
        note(ground.restart(between(random, 0, groups.length - 1), between(random, 0, 80)));
      }
    },
  };
}
