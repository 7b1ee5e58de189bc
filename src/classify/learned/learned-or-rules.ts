import type { Classifier } from '../../core/classification.js';
import { byRules } from '../by-rules.js';
import { byThresholds } from '../by-thresholds.js';
import type { TierThresholds } from '../tier-from-score.js';
import type { Artefact } from './decode.js';
import { type Learned, learnedClassifier } from './learned-classifier.js';
import { weights } from './weights.generated.js';

export interface LearnedOptions {
  readonly artefact?: Artefact;
  /** Null: the learned ones. */
  readonly thresholds: TierThresholds | null;
  /** Hears once why the rules have taken over. */
  readonly onProblem: (problem: string) => void;
}

/** Every instance in the process shares the shipped weights. */
let shipped: Learned | null = null;
function decodedOnce(): Learned {
  shipped ??= learnedClassifier();
  return shipped;
}

/**
 * The learned classifier. Its weights are decoded at the first classification, not before; where they are corrupt, the
 * rules judge instead, with tiers and steps up of their own: thresholds on a learned score mean nothing there.
 */
export function learnedOrRules({ artefact = weights, thresholds, onProblem }: LearnedOptions): Classifier {
  let classifier: Classifier | null = null;

  function decoded(): Classifier {
    const learned = artefact === weights ? decodedOnce() : learnedClassifier(artefact);
    if (learned.isOk)
      return thresholds === null ? learned.classifier : byThresholds(learned.classifier, thresholds);
    onProblem(learned.problem);
    return byRules;
  }

  return {
    name: 'learned',
    get stepsUp() {
      return classifier === byRules;
    },
    classify(traits) {
      classifier ??= decoded();
      return classifier.classify(traits);
    },
  };
}
