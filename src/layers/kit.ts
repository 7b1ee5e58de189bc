import type { Emit } from '../core/events.js';
import type { World } from '../core/world.js';
import type { Store } from '../store/store.js';
import type { HealthBook } from './health.js';
import type { Shared } from './shared.js';

/** What every layer is handed. One per instance. */
export interface Kit {
  readonly world: World;
  /** Undefined where nobody listens. */
  readonly emit: Emit | undefined;
  readonly store: Store;
  readonly health: HealthBook;
  readonly shared: Shared;
  /** A copy of an error that a caller may see: no key, no prompt, no unbounded body. */
  readonly safeError: (error: unknown) => unknown;
}
