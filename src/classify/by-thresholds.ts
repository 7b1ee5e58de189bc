import type { Classifier } from '../core/classification.js';
import type { TierThresholds } from './tier-from-score.js';
import { judgedByScore } from './tier-from-score.js';

/** A classifier whose score alone decides, by the application's thresholds: no step up, they carry the doubt. */
export const byThresholds = (classifier: Classifier, thresholds: TierThresholds): Classifier => ({
  name: classifier.name,
  stepsUp: false,
  classify(traits) {
    const classification = classifier.classify(traits);
    return { ...classification, ...judgedByScore(classification.score, thresholds) };
  },
});
