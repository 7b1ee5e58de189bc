import type { Classifier } from '../core/classification.js';
import { byRules, ruleThresholds } from './by-rules.js';
import { byThresholds } from './by-thresholds.js';
import { learnedOrRules } from './learned/learned-or-rules.js';
import { defaultThresholds } from './learned/open-score.js';
import { referenceScores } from './reference-scores.generated.js';
import type { ScoreScale } from './thresholds-of.js';
import type { TierThresholds } from './tier-from-score.js';

interface BuiltIn extends ScoreScale {
  /** @param thresholds null: its own */
  make(thresholds: TierThresholds | null, onProblem: (problem: string) => void): Classifier;
}

/** The classifiers by name. Add one here. */
export const classifiers = {
  learned: {
    thresholds: defaultThresholds,
    quantiles: referenceScores.learned,
    make: (thresholds, onProblem) => learnedOrRules({ thresholds, onProblem }),
  },
  rules: {
    thresholds: ruleThresholds,
    quantiles: referenceScores.rules,
    make: thresholds => (thresholds === null ? byRules : byThresholds(byRules, thresholds)),
  },
} as const satisfies Record<string, BuiltIn>;
