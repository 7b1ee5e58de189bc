import type { Classifier } from '../core/classification.js';
import { byRules } from './by-rules.js';

/** The classifiers by name. Add one here. */
export const classifiers = { rules: byRules } as const satisfies Record<string, Classifier>;
