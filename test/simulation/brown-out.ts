import type { Caller } from './callers.js';
import { deadlineMs, plainCaller, routedCaller } from './callers.js';
import { createService, type Service } from './service.js';
import { chance, gapMs, type SimulatedWorld, simulatedWorld } from './simulated-world.js';

/** The story: many callers, one service that loses three quarters of its servers for a while. */
export const story = {
  callers: 10,
  callsPerSecond: 100,
  servers: 40,
  serversInBrownOut: 10,
  serviceMs: 300,
  maxWaiting: 1_000,
  beginsAtSecond: 20,
  endsAtSecond: 50,
  seconds: 110,
} as const;

export type Kind = 'ours' | 'budget alone' | 'no retries' | 'naive';

export interface Curves {
  readonly kind: Kind;
  /** Calls that began in each second. */
  readonly offered: readonly number[];
  /** Calls of each second that were answered in time. */
  readonly good: readonly number[];
  /** Requests that reached the service in each second. */
  readonly sends: readonly number[];
}

const seconds = () => new Array<number>(story.seconds).fill(0);

const makers: Record<Kind, (world: SimulatedWorld, service: Service, seed: number) => Caller> = {
  ours: (world, service, seed) => routedCaller(world, service, seed),
  // Nothing but the retry budget stands between the callers and the service.
  'budget alone': (world, service, seed) =>
    routedCaller(world, service, seed, { breaker: false, admission: false }),
  'no retries': (world, service) => plainCaller(world, service, 0),
  naive: (world, service) => plainCaller(world, service, 3),
};

/** Plays the story with callers of one kind. The same calls come at the same times for each kind. */
export async function playBrownOut(kind: Kind): Promise<Curves> {
  const world = simulatedWorld(1);
  const service = createService(world, story);
  const offered = seconds();
  const good = seconds();
  for (let number = 0; number < story.callers; number++) {
    const caller = makers[kind](world, service, 100 + number);
    const random = chance(1_000 + number);
    const next = () => gapMs(random, story.callsPerSecond / story.callers);
    const begin = (): void => {
      const second = Math.floor(world.monotonicMs() / 1_000);
      if (second >= story.seconds) return;
      world.after(next(), begin);
      const startedAtMs = world.monotonicMs();
      offered[second]!++;
      void caller.call().then(isGood => {
        if (isGood && world.monotonicMs() - startedAtMs <= deadlineMs) good[second]!++;
      });
    };
    world.after(next(), begin);
  }
  await world.runUntil(story.beginsAtSecond * 1_000);
  service.servers = story.serversInBrownOut;
  await world.runUntil(story.endsAtSecond * 1_000);
  service.servers = story.servers;
  await world.runUntil(story.seconds * 1_000 + deadlineMs);
  return { kind, offered, good, sends: seconds().map((_, second) => service.sends[second] ?? 0) };
}

export interface Figures {
  readonly kind: Kind;
  readonly calls: number;
  readonly sends: number;
  /** Sends per call, over all. */
  readonly amplification: number;
  /** The most sends per call in any 10 s. */
  readonly worstAmplification: number;
  /** Share of calls answered: before, during and after the brown-out. */
  readonly goodBefore: number;
  readonly goodDuring: number;
  readonly goodAfter: number;
  /** From the end of the brown-out until calls are answered as before; null: not in the story. */
  readonly recoverySeconds: number | null;
}

const sum = (values: readonly number[], from = 0, to = values.length): number =>
  values.slice(from, to).reduce((total, value) => total + value, 0);
const recoveredRatio = 0.95;
const recoveredForSeconds = 5;

export function figuresOf({ kind, offered, good, sends }: Curves): Figures {
  const { beginsAtSecond: begins, endsAtSecond: ends } = story;
  const goodIn = (from: number, to: number) => sum(good, from, to) / sum(offered, from, to);
  let worst = 0;
  for (let from = 0; from + 10 <= story.seconds; from++)
    worst = Math.max(worst, sum(sends, from, from + 10) / sum(offered, from, from + 10));
  let recovery: number | null = null;
  for (let from = story.seconds - recoveredForSeconds; from >= ends; from--) {
    if (goodIn(from, from + recoveredForSeconds) < recoveredRatio) break;
    recovery = from - ends;
  }
  return {
    kind,
    calls: sum(offered),
    sends: sum(sends),
    amplification: sum(sends) / sum(offered),
    worstAmplification: worst,
    goodBefore: goodIn(0, begins),
    goodDuring: goodIn(begins, ends),
    goodAfter: goodIn(ends, story.seconds),
    recoverySeconds: recovery,
  };
}
