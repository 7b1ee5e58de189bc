/** The other side of the soak, in a thread and a heap of its own: sandboxes that are broken and restarted as told. */
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox } from '../../dist/sandbox.js';

const { seed, groups, arrivals } = workerData;
const arrived = new Uint8Array(arrivals);
let strangers = 0;

// A witness of what arrives that is no part of the sandbox: Node's own HTTP server tells of each request.
subscribe('http.server.request.start', ({ request }) => {
  const send = Number(request.headers['x-soak-send']);
  if (send > 0 && send < arrived.length) arrived[send]++;
  else strangers++;
});

const start = (group, port) => {
  const models = Object.fromEntries(groups[group].map(({ id, ...profile }) => [id, profile]));
  return startSandbox({ port, seed: seed + group, models, latencyRatio: 1 });
};
const running = await Promise.all(groups.map((_, group) => start(group, 0)));
/** Those that were closed: what they counted still counts. */
const gone = [];
const restarting = new Map();

async function restart(group, downMs) {
  const before = running[group];
  const port = Number(new URL(before.url).port);
  await before.close();
  gone.push(before);
  await sleep(downMs);
  running[group] = await start(group, port);
}

function count() {
  const all = [...gone, ...running].flatMap(sandbox => {
    const { total, byModel } = sandbox.requests();
    return { total, inFlight: Object.values(byModel).reduce((sum, { inFlight }) => sum + inFlight, 0) };
  });
  return {
    requests: all.reduce((sum, { total }) => sum + total, 0),
    inFlight: all.reduce((sum, { inFlight }) => sum + inFlight, 0),
    strangers,
  };
}

const does = {
  async fault({ group, model, fault }) {
    // While it restarts there is nothing to break.
    if (!restarting.has(group)) running[group].setFault(model, fault);
  },
  async restart({ group, downMs }) {
    if (restarting.has(group)) return;
    restarting.set(group, restart(group, downMs));
    await restarting.get(group);
    restarting.delete(group);
  },
  async heal() {
    await Promise.all(restarting.values());
    for (const sandbox of running) sandbox.setFault('*', null);
  },
  count: async () => count(),
  async close() {
    await Promise.all(running.map(sandbox => sandbox.close()));
    return count();
  },
};

parentPort.on('message', async ({ number, what, ...rest }) => {
  const answer = await does[what](rest).then(
    value => ({ value }),
    error => ({ problem: String(error) }),
  );
  parentPort.postMessage({ number, ...answer });
});
parentPort.postMessage({ places: running.map(({ url, apiKey }) => ({ url, apiKey })) });
