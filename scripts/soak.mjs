/**
 * Many calls against sandboxes that break all the time, over real sockets: does everything end, and does all add up?
 * Faults, kills, stalls and restarts come from a seed, as does what each caller does: generate and stream, with tools,
 * tenants, priorities and deadlines; callers that leave, read slowly, drop their stream or never read it.
 *
 *   npm run soak                                   100,000 calls (some minutes)
 *   npm run soak -- --calls 3000 --seed 7          fewer; the heap is judged from 50,000 on
 *   npm run soak -- --in-flight 400
 *
 * Progress goes to stderr. The last line on stdout is the verdict; exit code 1 where anything does not add up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouted } from '../dist/index.js';
import { playCall } from './soak/calls.mjs';
import { createChaos } from './soak/chaos.mjs';
import { startGround } from './soak/ground.mjs';
import { readOptions } from './soak/options.mjs';
import { createRandom, seedOf } from './soak/random.mjs';
import { tell } from './soak/tell.mjs';
import { mismatches } from './soak/verdict.mjs';
import { heapBytes, lastSlope, openHandles } from './soak/weigh.mjs';
import { createLedger, openStore, watchedFetch, watchedWorld } from './soak/witness.mjs';

const { calls, inFlight, seed } = readOptions();
/** Between two phases all comes to rest, and the heap is weighed. */
const callsPerPhase = 3_000;
/** A call that has not ended by then hangs: no limit of the instance is a quarter as long. */
const hangsAfterMs = 60_000;
const mostPatienceMs = 250;
const mostSendsPerCall = 12;

const problems = [];
const problemCounts = new Map();
function complain(problem) {
  const count = (problemCounts.get(problem) ?? 0) + 1;
  problemCounts.set(problem, count);
  if (count === 1) process.stderr.write(`\n${problem}\n`);
}
process.on('unhandledRejection', error => complain(`unhandled rejection: ${error?.stack ?? error}`));
process.on('uncaughtException', error => {
  console.log(`soak: uncaught exception: ${error?.stack ?? error}`);
  process.exit(1);
});

// Both pipes are opened at their first use.
process.stdout.write('');
process.stderr.write('');
const handlesBefore = openHandles();
const mostSends = calls * mostSendsPerCall;
const arrivals = new SharedArrayBuffer(mostSends);
const ground = await startGround({ seed, arrivals });
const world = watchedWorld(seed);
const store = openStore(world);
const ledger = createLedger(calls);
const fetched = watchedFetch({ calls, mostSends });
const chaos = createChaos(ground, createRandom(seed));
const name = 'soak';

const price = (inputUsdPerMTok, outputUsdPerMTok, more = {}) => ({
  inputUsdPerMTok,
  outputUsdPerMTok,
  ...more,
});
const prices = {
  quick: price(0.1, 0.4),
  steady: price(0.3, 1.2, { cacheReadUsdPerMTok: 0.03 }),
  broad: price(0.5, 2.1),
  told: price(1, 4),
  late: price(2, 8, { cacheReadUsdPerMTok: 0.2, cacheWriteUsdPerMTok: 2.5 }),
  spare: price(3, 15),
};
const limits = {
  quick: { maxConcurrent: 40 },
  steady: { maxConcurrent: 60 },
  broad: { maxConcurrent: 50, requestsPerMinute: 30_000 },
  late: { maxConcurrent: 60, tokensPerMinute: 3_000_000, burstMs: 2_000 },
};
const routed = createRouted({
  name,
  world,
  store,
  fetch: fetched.fetch,
  onEvent: ledger.listen,
  targets: Object.fromEntries(
    ground.targets.map(({ id, url, apiKey }) => [
      id,
      { preset: 'openai', baseURL: url, apiKey, price: prices[id], limits: limits[id] ?? {} },
    ]),
  ),
  routes: {
    simple: ['quick', 'steady', 'spare', 'broad'],
    medium: ['steady', 'broad', 'told', 'spare'],
    complex: ['late', 'told', 'spare', 'broad'],
  },
  breaker: { windowMs: 2_000, openMs: 150, maxOpenMs: 1_000, probeLeaseMs: 2_000 },
  admission: { maxWaiting: 60, longestCoolWaitMs: 1_000, adaptive: true },
  hedge: { maxRatio: 0.1, minDelayMs: 20 },
  continuation: { maxContinuations: 2 },
  timeout: {
    responseMs: 2_000,
    firstContentMs: 2_500,
    idleMs: 1_500,
    unreadMs: 1_000,
    attemptMs: 3_000,
    streamMs: 6_000,
  },
  // So large that nothing is refused for it: it is there to be added up.
  budget: { overall: { perMonthUsd: 90_000 }, perTenant: { perDayUsd: 50_000 } },
});

/** What the callers themselves saw; a cost below 0: they were told none. */
const own = { endings: new Array(calls + 1).fill(null), costs: new Float64Array(calls + 1).fill(-1) };
const byCaller = {};
const errorNames = {};
const startedAtMs = new Float64Array(calls + 1);
const running = new Set();
let begun = 0;

async function playOne(number) {
  startedAtMs[number] = performance.now();
  running.add(number);
  chaos.goOn(number);
  try {
    const random = createRandom(seedOf(seed, number));
    const { caller, ending, costNanoUsd, errorName, retryAfterMs } = await playCall({
      routed,
      ledger,
      number,
      random,
    });
    own.endings[number] = ending;
    own.costs[number] = costNanoUsd ?? -1;
    byCaller[caller] ??= { ok: 0, failed: 0, cancelled: 0 };
    byCaller[caller][ledger.endingOf(number)]++;
    if (errorName !== undefined) errorNames[errorName] = (errorNames[errorName] ?? 0) + 1;
    // Whoever was refused comes back later: callers that come back at once are no load, but a storm.
    if (retryAfterMs > 0) await sleep(Math.min(retryAfterMs, mostPatienceMs));
  } catch (error) {
    complain(`a call ended as none may: ${error?.message ?? error}`);
  }
  running.delete(number);
}

const begunAtMs = performance.now();
let lostCalls = 0;
function progress() {
  const nowMs = performance.now();
  const hanging = [...running].filter(number => nowMs - startedAtMs[number] > hangsAfterMs);
  for (const number of hanging) {
    lostCalls++;
    running.delete(number);
    complain(`call ${number} hangs`);
  }
  const perSecond = (begun / (nowMs - begunAtMs)) * 1_000;
  const line = `${begun}/${calls} calls, ${perSecond.toFixed(0)} per second, ${running.size} in flight`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
  else process.stderr.write(`${line}\n`);
}
const watch = setInterval(progress, 5_000);

const isQuiet = () =>
  running.size === 0 && ledger.open === 0 && world.pendingTimers === 0 && routed.report().queue.active === 0;
/** Waits until nothing goes on any more, 5 s at most: a drained stream is given up after 2. */
async function quiet() {
  for (let time = 0; time < 250 && !isQuiet(); time++) await sleep(20);
}

const heap = [];
while (begun < calls) {
  const last = Math.min(calls, begun + callsPerPhase);
  const caller = async () => {
    while (begun < last) await playOne(++begun);
  };
  for (let one = 0; one < inFlight; one++) void caller();
  while (begun < last) await sleep(5);
  // Faults are healed as calls begin, and none does now.
  await ground.heal();
  // Those that are found to hang are no longer among the running: the others' verdict is told all the same.
  while (running.size > 0) await sleep(5);
  await quiet();
  if (calls > callsPerPhase) heap.push({ calls: begun, bytes: await heapBytes() });
}
const seconds = (performance.now() - begunAtMs) / 1_000;
clearInterval(watch);
progress();

await ground.heal();
await quiet();
// The sandboxes hear of the last clients that left.
for (let time = 0; time < 100 && (await ground.count()).inFlight > 0; time++) await sleep(20);
const report = routed.report();
const counted = await ground.count();
await ground.close();
const mapsOf = globalThis[Symbol.for(`ai-sdk-routed.state.${name}`)];
const maps = Object.fromEntries(
  ['lines', 'circuits', 'retry-budgets'].map(part => [part, mapsOf?.get(part)?.size ?? Number.NaN]),
);
const hasMore = ({ before, after }) => Object.keys(after).some(kind => after[kind] > (before[kind] ?? 0));
const handles = { before: handlesBefore, after: openHandles() };
for (let time = 0; time < 250 && hasMore(handles); time++) {
  await sleep(20);
  handles.after = openHandles();
}

for (const [problem, count] of problemCounts)
  problems.push(count === 1 ? problem : `${problem} (${count} times)`);
const slopeBytes = lastSlope(heap);
const found = mismatches({
  calls,
  ledger,
  own,
  fetched,
  arrived: new Uint8Array(arrivals),
  counted,
  report: { ...report, targetCount: ground.targets.length },
  states: store.states,
  pendingTimers: world.pendingTimers,
  handles,
  maps,
  heap,
  slopeBytes,
  problems: [...problems, ...chaos.problems],
});

tell({
  calls,
  seconds,
  seed,
  report,
  sends: fetched.sends,
  counted,
  chaos,
  byCaller,
  errorNames,
  ledger,
  heap,
  slopeBytes,
  lostCalls,
  found,
});
process.exit(found.length === 0 ? 0 : 1);
