import { routedCaller } from './callers.js';
import { createService } from './service.js';
import { chance, gapMs, simulatedWorld } from './simulated-world.js';

/** One caller with more calls than the service can answer, while the number of its servers changes. */
export const drop = {
  servers: [40, 10, 40],
  secondsEach: [110, 80, 80],
  serviceMs: 300,
  /** Of what the servers can answer. */
  loadRatio: 1.3,
} as const;

export interface LimitCurve {
  readonly servers: readonly number[];
  /** Calls with the service at the end of each second. As more wait in line, that is the limit. */
  readonly inFlight: readonly number[];
  readonly waiting: readonly number[];
}

export async function playCapacityDrop(): Promise<LimitCurve> {
  const world = simulatedWorld(2);
  const service = createService(world, { ...drop, servers: drop.servers[0], maxWaiting: 10_000 });
  const caller = routedCaller(world, service, 5);
  const random = chance(3);
  const begin = (): void => {
    const perSecond = (service.servers * 1_000 * drop.loadRatio) / drop.serviceMs;
    world.after(gapMs(random, perSecond), begin);
    void caller.call();
  };
  begin();
  const curve = { servers: [] as number[], inFlight: [] as number[], waiting: [] as number[] };
  let second = 0;
  for (const [phase, servers] of drop.servers.entries()) {
    service.servers = servers;
    for (let passed = 0; passed < (drop.secondsEach[phase] as number); passed++) {
      await world.runUntil(++second * 1_000);
      const { active, waiting } = caller.routed.report().queue;
      curve.servers.push(servers);
      curve.inFlight.push(active);
      curve.waiting.push(waiting);
    }
  }
  return curve;
}
