import { describe, expect, it } from 'vitest';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask, httpError } from '../routed-harness.js';

type Limit = (nowMs: number) => boolean;

/** So many in each second of the server's clock. */
function fixedWindow(perSecond: number): Limit {
  let window = -1;
  let count = 0;
  return nowMs => {
    const second = Math.floor((nowMs + 370) / 1_000);
    if (second !== window) count = 0;
    window = second;
    return ++count <= perSecond;
  };
}

/** A bucket that holds a second's worth. */
function tokenBucket(perSecond: number): Limit {
  let level = perSecond;
  let atMs = 0;
  return nowMs => {
    level = Math.min(perSecond, level + ((nowMs - atMs) * perSecond) / 1_000);
    atMs = nowMs;
    if (level < 1) return false;
    level--;
    return true;
  };
}

/** So many in any second, looked at from each request. */
function slidingWindow(perSecond: number): Limit {
  const accepted: number[] = [];
  return nowMs => {
    while (accepted.length > 0 && (accepted[0] as number) <= nowMs - 1_000) accepted.shift();
    if (accepted.length >= perSecond) return false;
    accepted.push(nowMs);
    return true;
  };
}

interface Load {
  readonly accepts: Limit;
  readonly perSecond: number;
  readonly seconds: number;
  readonly headers?: Record<string, string>;
  readonly stated?: Record<string, string>;
}

/** One target with a limit, and calls that come whatever becomes of those before them. */
async function run({ accepts, perSecond, seconds, headers = {}, stated = {} }: Load) {
  const world = fakeWorld();
  const sent: { atMs: number; isRefused: boolean }[] = [];
  const script = (): Script => {
    const afterMs = 10 + Math.floor(world.random() * 10);
    const isRefused = !accepts(world.monotonicMs());
    sent.push({ atMs: world.monotonicMs(), isRefused });
    return isRefused
      ? { error: httpError(429, { headers: { ...headers, ...stated } }), afterMs }
      : { text: 'hello', afterMs, headers: stated };
  };
  const routed = createRouted({
    world,
    targets: { only: scriptedModel({ script, world }) },
    admission: { maxWaiting: 1e6 },
  });
  let ok = 0;
  let failed = 0;
  for (let number = 0; number < perSecond * seconds; number++) {
    routed('only')
      .doGenerate(ask())
      .then(
        () => ok++,
        () => failed++,
      );
    await world.advance(1_000 / perSecond);
  }
  await world.advance(seconds * 1_000);
  const late = sent.filter(({ atMs }) => atMs >= 20_000 && atMs < seconds * 1_000);
  const refused = late.filter(({ isRefused }) => isRefused).length;
  return {
    ok,
    failed,
    waiting: routed.report().queue.waiting,
    refusedRatio: refused / late.length,
    acceptedPerSecond: (late.length - refused) / (seconds - 20),
  };
}

const second = { 'retry-after': '1' };

describe('a limit that shows only as 429, and half as many calls again', () => {
  it.each([
    ['200 in each second', fixedWindow(200), 200],
    ['20 in each second', fixedWindow(20), 20],
    ['20 a second, from a bucket', tokenBucket(20), 20],
    ['200 in any second', slidingWindow(200), 200],
    ['20 in any second', slidingWindow(20), 20],
  ])(
    'answers every call, and seldom asks in vain (%s)',
    async (_, accepts, limit) => {
      const outcome = await run({ accepts, perSecond: 1.5 * limit, seconds: 60 });
      expect(outcome).toMatchObject({ ok: 90 * limit, failed: 0, waiting: 0 });
      expect(outcome.refusedRatio).toBeLessThan(0.01);
      expect(outcome.acceptedPerSecond).toBeGreaterThan(0.9 * limit);
    },
    60_000,
  );

  it('keeps to a limit that is stated', async () => {
    const outcome = await run({
      accepts: fixedWindow(200),
      perSecond: 300,
      seconds: 60,
      stated: { 'x-ratelimit-limit-requests': '12000' },
    });
    expect(outcome).toMatchObject({ ok: 18_000, failed: 0 });
    expect(outcome.refusedRatio).toBeLessThan(0.01);
    expect(outcome.acceptedPerSecond).toBeGreaterThan(180);
  }, 60_000);

  it('finds a limit too where each 429 says how long to wait', async () => {
    const outcome = await run({ accepts: fixedWindow(20), perSecond: 30, seconds: 60, headers: second });
    expect(outcome).toMatchObject({ ok: 1_800, failed: 0 });
    expect(outcome.acceptedPerSecond).toBeGreaterThan(16);
  }, 60_000);

  it('follows a limit that falls to a quarter', async () => {
    const before = fixedWindow(40);
    const after = fixedWindow(10);
    const accepts = (nowMs: number) => (nowMs < 15_000 ? before : after)(nowMs);
    const outcome = await run({ accepts, perSecond: 20, seconds: 40 });
    expect(outcome.refusedRatio).toBeLessThan(0.05);
    expect(outcome.acceptedPerSecond).toBeGreaterThan(8.5);
  }, 60_000);
});

describe('429s that come now and then, whatever the rate', () => {
  it.each([
    [5, 50],
    [5, 10],
    [10, 20],
  ])(
    'do not throttle (%i in a hundred, at %i calls a second)',
    async (percent, perSecond) => {
      let draws = 0;
      // The fraction of a multiple of the golden ratio: spread evenly, and no seed to choose.
      const accepts = () => (draws++ * 0.618_033_988_749_895) % 1 >= percent / 100;
      const outcome = await run({ accepts, perSecond, seconds: 60 });
      // Three in a row are the end of a call.
      expect(outcome.ok).toBeGreaterThan(0.998 * 60 * perSecond);
      expect(outcome.acceptedPerSecond).toBeGreaterThan(0.95 * perSecond);
    },
    60_000,
  );
});
