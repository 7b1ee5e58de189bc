import { z } from 'zod/v4';
import type { Call } from '../../core/call.js';
import type { Traits } from '../../core/traits.js';
import type { World } from '../../core/world.js';
import type { Kept } from '../../route/kept.js';

export const explorationOptions = z.strictObject({
  ratio: z
    .number()
    .gt(0)
    .max(1)
    .default(0.02)
    .describe('Share of those calls. Less is used while every target is well known.'),
});
export type ExplorationOptions = z.output<typeof explorationOptions>;

/** Which calls may measure a target that few calls go to, and how many of them do. */
export interface Exploration extends ExplorationOptions {
  /** True where a strategy goes by time; else only calls with `maxLatencyMs`. */
  readonly isForEveryCall: boolean;
}

/**
 * A random number in [0, 1) for a call that is to measure a target; null for all others. Chance is asked only about calls
 * that may: routed by time, not bound to a target, and not critical, since another target may well be slower.
 */
export function drawExploration(
  { random }: Pick<World, 'random'>,
  exploration: Exploration | null,
  { settings, wanted }: Call,
  { kept, traits }: { kept: Kept | null; traits: Traits },
): number | null {
  if (exploration === null || !(exploration.isForEveryCall || settings.maxLatencyMs !== null)) return null;
  const isBound =
    wanted.kind === 'target' ||
    kept !== null ||
    settings.session !== null ||
    traits.toolResults > 0 ||
    !settings.fallback.allowed;
  if (isBound || settings.priority === 0) return null;
  const drawn = random() / exploration.ratio;
  return drawn < 1 ? drawn : null;
}
