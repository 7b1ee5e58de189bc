import type { RoutedOptions } from '../../src/options.js';
import type { RoutedProvider } from '../../src/provider.js';
import { createRouted } from '../../src/routed.js';
import { modelOf, type Service } from './service.js';
import { chance, type SimulatedWorld } from './simulated-world.js';

/** One process of an application. A call resolves with whether it was answered. */
export interface Caller {
  call(): Promise<boolean>;
}

/** After this an attempt is given up. */
export const attemptMs = 4_000;
/** After this nobody wants the answer any more. */
export const deadlineMs = 10_000;

/** A caller without a library: gives up after `attemptMs`, and tries again at once so many times. */
export function plainCaller(world: SimulatedWorld, service: Service, retries: number): Caller {
  const attempt = () =>
    new Promise<boolean>(resolve => {
      const stop = world.after(attemptMs, () => resolve(false));
      const end = (isGood: boolean) => {
        stop();
        resolve(isGood);
      };
      service.work().then(
        () => end(true),
        () => end(false),
      );
    });
  return {
    async call() {
      for (let left = retries; left >= 0; left--) if (await attempt()) return true;
      return false;
    },
  };
}

export interface RoutedCaller extends Caller {
  readonly routed: RoutedProvider;
}

/** A caller with this library: an instance of its own, with chances of its own. */
export function routedCaller(
  world: SimulatedWorld,
  service: Service,
  seed: number,
  options: Pick<RoutedOptions, 'admission' | 'breaker' | 'retry'> = {},
): RoutedCaller {
  const routed = createRouted({
    timeout: { responseMs: attemptMs, firstContentMs: attemptMs },
    admission: { adaptive: true },
    ...options,
    world: { ...world, random: chance(seed) },
    targets: { service: { model: modelOf(service) } },
  });
  const call = {
    prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hello' }] }],
    providerOptions: { routed: { deadlineMs } },
  };
  return {
    routed,
    async call() {
      try {
        const { stream } = await routed('service').doStream(call);
        for (const reader = stream.getReader(); ; ) {
          const { done, value } = await reader.read();
          if (done) return true;
          if (value.type === 'error') return false;
        }
      } catch {
        return false;
      }
    },
  };
}
