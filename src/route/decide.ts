import { stepUp } from '../classify/step-up.js';
import type { Decision } from '../core/call.js';
import type { Classifier, Tier } from '../core/classification.js';
import type { Traits } from '../core/traits.js';

export interface DecideOptions {
  readonly classifier: Classifier;
  readonly confidenceThreshold: number;
}

/** A decision, and whether the classifier was too unsure to be trusted alone. */
export interface Judgement {
  readonly decision: Decision & {
    readonly score: number;
    readonly confidence: number;
    readonly task: string;
  };
  /** The classifier's own, without a step up. */
  readonly ruledReasons: readonly string[];
  readonly isUnsure: boolean;
}

/** Judges a call by its traits. Unsure, it takes the tier above, unless the classifier is calibrated. */
export function decide(traits: Traits, { classifier, confidenceThreshold }: DecideOptions): Judgement {
  const classification = classifier.classify(traits);
  const isUnsure = classification.confidence < confidenceThreshold;
  const mayStepUp = classifier.stepsUp ?? true;
  const { tier, reasons } = mayStepUp ? stepUp(classification, confidenceThreshold) : classification;
  const { score, confidence, task } = classification;
  return {
    decision: { tier, ruledTier: classification.tier, score, confidence, task, reasons },
    ruledReasons: classification.reasons,
    isUnsure,
  };
}

/** The decision where the application named the tier. */
export function givenTier(tier: Tier, by: string): Decision {
  return {
    tier,
    ruledTier: tier,
    score: null,
    confidence: null,
    task: null,
    reasons: [`tier given by ${by}`],
  };
}
