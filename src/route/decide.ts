import { stepUp } from '../classify/step-up.js';
import type { Decision } from '../core/call.js';
import type { Classification, Classifier, Tier } from '../core/classification.js';
import type { Chore, StepKind, Traits } from '../core/traits.js';

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

/**
 * Judges a call by its traits. Unsure, it takes the tier above, unless the classifier is calibrated. A chat's own
 * housekeeping is simple whatever it is about, and nobody is asked.
 */
export function decide(traits: Traits, { classifier, confidenceThreshold }: DecideOptions): Judgement {
  if (traits.chore !== null) return housekeeping(traits.chore);
  const classification = withStep(classifier.classify(traits), traits.step);
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

const stepReasons: Readonly<Record<StepKind, string | null>> = {
  ask: null,
  continuation: 'step: goes on after a tool',
  'final-answer': 'step: the answer after the last tool',
  repair: 'step: another try after what was no good',
  housekeeping: 'step: housekeeping',
};

function withStep(classification: Classification, step: StepKind): Classification {
  const reason = stepReasons[step];
  if (reason === null) return classification;
  return { ...classification, reasons: [reason, ...classification.reasons] };
}

const choreTasks: Readonly<Record<Chore, string>> = {
  title: 'title',
  tags: 'classify',
  summary: 'summarize',
};
/** The precise patterns that find it are hardly ever wrong, and a weak model does it well. */
const choreScore = 0.05;
const choreConfidence = 0.95;

function housekeeping(chore: Chore): Judgement {
  const reasons = [`${stepReasons.housekeeping} (${chore} of a conversation)`];
  const decision = {
    tier: 'simple',
    ruledTier: 'simple',
    score: choreScore,
    confidence: choreConfidence,
    task: choreTasks[chore],
    reasons,
  } as const;
  return { decision, ruledReasons: reasons, isUnsure: false };
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
