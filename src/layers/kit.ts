import type { Emit } from '../core/events.js';
import type { World } from '../core/world.js';
import type { Store } from '../store/store.js';
import type { BudgetBook } from './budget-book.js';
import type { HealthBook } from './health.js';
import type { Quality } from './quality.js';
import type { Shared } from './shared.js';

/** What every layer is handed. One per instance. */
export interface Kit {
  readonly world: World;
  /** Undefined where nobody listens. */
  readonly emit: Emit | undefined;
  readonly store: Store;
  readonly health: HealthBook;
  /** What may be spent, and what was; null: there is no budget. */
  readonly budgets: BudgetBook | null;
  /** What is learned from use; null: nothing. */
  readonly quality: Quality | null;
  readonly shared: Shared;
  /** A copy of an error that a caller may see: no key, no prompt, no unbounded body. */
  readonly safeError: (error: unknown) => unknown;
}
