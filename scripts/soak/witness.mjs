import { createRandom } from './random.mjs';

/** A day on which no window of a budget but the minute's and the hour's ends during the run. */
const noonMs = Date.UTC(2026, 5, 15, 12);

/** The real clock and timers, counted; chance from a seed. */
export function watchedWorld(seed) {
  const random = createRandom(seed);
  const startedAtMs = performance.now();
  const name = seed.toString(36);
  let pendingTimers = 0;
  let ids = 0;
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => noonMs + performance.now() - startedAtMs,
    after(delayMs, task) {
      let isOver = false;
      const end = () => {
        if (isOver) return false;
        isOver = true;
        pendingTimers--;
        return true;
      };
      pendingTimers++;
      const timer = setTimeout(
        () => {
          if (end()) task();
        },
        Math.max(0, delayMs),
      );
      return () => {
        if (end()) clearTimeout(timer);
      };
    },
    random,
    id: () => `${name}-${++ids}`,
    get pendingTimers() {
      return pendingTimers;
    },
  };
}

/** A store of this process whose states can be looked at. */
export function openStore(world) {
  const states = new Map();
  return {
    states,
    run(op, key, input) {
      const { state, output } = op.step(states.get(key), input, Math.floor(world.monotonicMs()));
      states.set(key, state);
      return output;
    },
  };
}

/** What became of a request, as seen from the `fetch` that sent it. */
export const fates = ['pending', 'answered', 'refused', 'aborted', 'broken'];

/** The platform's `fetch`; numbers each request, and writes down whose call it was for and what became of it. */
export function watchedFetch({ calls, mostSends }) {
  const sendsOf = new Uint8Array(calls + 1);
  const fateOf = new Uint8Array(mostSends);
  let sends = 0;

  async function fetch(input, init) {
    const send = ++sends;
    const headers = new Headers(init.headers);
    sendsOf[Number(headers.get('x-soak-call'))]++;
    headers.set('x-soak-send', String(send));
    try {
      const response = await globalThis.fetch(input, { ...init, headers });
      fateOf[send] = fates.indexOf('answered');
      return response;
    } catch (error) {
      const isRefused = error?.cause?.code === 'ECONNREFUSED';
      const fate = init.signal?.aborted ? 'aborted' : isRefused ? 'refused' : 'broken';
      fateOf[send] = fates.indexOf(fate);
      throw error;
    }
  }

  return {
    fetch,
    sendsOf,
    fateOf,
    get sends() {
      return sends;
    },
  };
}

const endings = ['none', 'ok', 'failed', 'cancelled'];

/** Hears every event and adds them up, on its own account. */
export function createLedger(calls) {
  const endsOf = new Uint8Array(calls + 1);
  const endingOf = new Uint8Array(calls + 1);
  const costOf = new Float64Array(calls + 1);
  /** Attempts of each call that were sent for certain, and that may have been: a caller left. */
  const sentOf = new Uint8Array(calls + 1);
  const maybeSentOf = new Uint8Array(calls + 1);
  const counts = {};
  const money = { calls: 0, attempts: 0, reserved: 0, charged: 0, given: 0 };
  const numberOf = new Map();
  const waiting = new Map();
  const problems = [];

  const notSent = new Set(['not-configured', 'unsupported']);
  const hear = {
    'call-start': ({ callId, tags }) => numberOf.set(callId, Number(tags.call)),
    'attempt-end'({ callId, outcome, errorClass, costNanoUsd }) {
      const call = numberOf.get(callId);
      if (call === undefined) problems.push(`an attempt of ${callId} ended after its call`);
      if (outcome === 'skipped') return;
      money.attempts += costNanoUsd;
      if (outcome === 'cancelled') maybeSentOf[call]++;
      else if (!notSent.has(errorClass)) sentOf[call]++;
    },
    'budget-reserved'({ reservedNanoUsd }) {
      money.reserved += reservedNanoUsd;
    },
    'budget-settled'({ reservedNanoUsd, chargedNanoUsd }) {
      money.given += reservedNanoUsd;
      money.charged += chargedNanoUsd;
    },
    'call-end'({ callId, outcome, report, tags }) {
      const call = Number(tags.call);
      if (numberOf.get(callId) !== call)
        problems.push(`call ${call} ended as ${callId}, which is not its id`);
      numberOf.delete(callId);
      endsOf[call]++;
      endingOf[call] = endings.indexOf(outcome);
      if (report.costNanoUsd === null) problems.push(`call ${call} has no price`);
      costOf[call] += report.costNanoUsd ?? 0;
      money.calls += report.costNanoUsd ?? 0;
      waiting.get(call)?.();
      waiting.delete(call);
    },
  };

  return {
    counts,
    money,
    problems,
    endsOf,
    sentOf,
    maybeSentOf,
    costOf,
    endingOf: call => endings[endingOf[call]],
    /** Calls that began and have not ended. */
    get open() {
      return numberOf.size;
    },
    listen(event) {
      counts[event.type] = (counts[event.type] ?? 0) + 1;
      hear[event.type]?.(event);
    },
    /** Resolves when the call has ended for the ledger. */
    ended: call =>
      endsOf[call] > 0 ? Promise.resolve() : new Promise(resolve => waiting.set(call, resolve)),
  };
}
