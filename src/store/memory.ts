import type { World } from '../core/world.js';
import type { Op, Store } from './store.js';

/** The embedded store: state in this process, answers at once. Its clock is monotonic, so wall-clock jumps are not seen. */
export function memoryStore(world: World): Store {
  const states = new Map<string, unknown>();
  return {
    run<State, Input, Output>(op: Op<State, Input, Output>, key: string, input: Input): Output {
      const { state, output } = op.step(
        states.get(key) as State | undefined,
        input,
        Math.floor(world.monotonicMs()),
      );
      states.set(key, state);
      return output;
    },
  };
}
