import { Worker } from 'node:worker_threads';

/** Six models in three sandboxes, each somewhat different. */
export const groups = [
  [
    { id: 'quick', firstTokenMs: 3, tokensPerSecond: 20_000, requestsPerMinute: null, tokensPerMinute: null },
    { id: 'steady', firstTokenMs: 8, tokensPerSecond: 8_000, requestsPerMinute: null, tokensPerMinute: null },
  ],
  [
    { id: 'broad', firstTokenMs: 5, tokensPerSecond: 10_000, requestsPerMinute: null, tokensPerMinute: null },
    { id: 'told', firstTokenMs: 6, tokensPerSecond: 10_000, requestsPerMinute: 60_000 },
  ],
  [
    { id: 'late', firstTokenMs: 20, tokensPerSecond: 6_000, requestsPerMinute: null, tokensPerMinute: null },
    { id: 'spare', firstTokenMs: 4, tokensPerSecond: 20_000, requestsPerMinute: null, tokensPerMinute: null },
  ],
];

/** Starts the sandboxes. `arrivals` counts, by its number, how often each request reached a server. */
export async function startGround({ seed, arrivals }) {
  const worker = new Worker(new URL('./ground-worker.mjs', import.meta.url), {
    workerData: { seed, groups, arrivals },
  });
  const waiting = new Map();
  let asked = 0;
  const places = await new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', ({ places, number, value, problem }) => {
      if (places !== undefined) return resolve(places);
      const { done, fail } = waiting.get(number);
      waiting.delete(number);
      if (problem === undefined) done(value);
      else fail(new Error(problem));
    });
  });

  const tell = (what, more = {}) =>
    new Promise((done, fail) => {
      waiting.set(++asked, { done, fail });
      worker.postMessage({ number: asked, what, ...more });
    });

  return {
    /** By model: where it is and with which key. */
    targets: groups.flatMap((models, group) => models.map(({ id }) => ({ id, ...places[group] }))),
    fault: (group, model, fault) => tell('fault', { group, model, fault }),
    restart: (group, downMs) => tell('restart', { group, downMs }),
    heal: () => tell('heal'),
    count: () => tell('count'),
    async close() {
      const counted = await tell('close');
      await worker.terminate();
      return counted;
    },
  };
}
