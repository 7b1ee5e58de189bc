import { balanced } from './balanced.js';
import { cheapest } from './cheapest.js';
import { fastest } from './fastest.js';
import { tiered } from './tiered.js';

/** The strategies by name. Add one here; the properties of `every-strategy` then apply to it. */
export const strategies = { tiered, cheapest, fastest, balanced } as const;
export type StrategyName = keyof typeof strategies;
/** Those that look at the expected times. */
export const timedStrategies: ReadonlySet<StrategyName> = new Set(['fastest', 'balanced']);
