import { byThresholds } from './classify/by-thresholds.js';
import { checkedClassifier } from './classify/checked-classifier.js';
import { classifiers } from './classify/index.js';
import type { WantedTiers } from './classify/thresholds-of.js';
import { thresholdsOf } from './classify/thresholds-of.js';
import type { Classifier } from './core/classification.js';
import { InvalidOptionsError } from './core/errors.js';
import type { Emit } from './core/events.js';
import type { Target } from './core/target.js';
import { judgeTarget } from './judge-target.js';
import type { JudgeOptions } from './layers/seam/ask-judge.js';
import type { ParsedOptions } from './options.js';

export interface Deciding {
  readonly classifier: Classifier;
  readonly confidenceThreshold: number;
  readonly judge: JudgeOptions | null;
}

interface Means {
  readonly targets: ReadonlyMap<string, Target>;
  readonly emit: Emit | undefined;
}

const confidenceThreshold = 0.85;

/** Who judges the calls, by which thresholds, and who is asked in doubt. */
export function makeClassifier(
  { classifier: given, routing = {} }: Pick<ParsedOptions, 'classifier' | 'routing'>,
  { targets, emit }: Means,
): Deciding {
  const onProblem = (problem: string) =>
    emit?.({
      type: 'warning',
      message: `The learned classifier cannot be used: ${problem}. The rules judge.`,
    });
  const named = (use: keyof typeof classifiers | Classifier) =>
    typeof use === 'string' ? builtIn(use, routing, onProblem) : ownClassifier(use, routing);
  if (typeof given === 'string' || 'classify' in given)
    return { classifier: named(given), confidenceThreshold, judge: null };
  const { use, judge, judgeDeadlineMs, ...rest } = given;
  return {
    classifier: named(use),
    confidenceThreshold: rest.confidenceThreshold,
    judge: judge === undefined ? null : { ...judgeTarget(judge, targets), deadlineMs: judgeDeadlineMs },
  };
}

const isWanted = (routing: WantedTiers) => Object.values(routing).some(value => value !== undefined);

function builtIn(
  name: keyof typeof classifiers,
  routing: WantedTiers,
  onProblem: (problem: string) => void,
): Classifier {
  const { make, ...scale } = classifiers[name];
  return make(isWanted(routing) ? thresholdsOf(routing, scale) : null, onProblem);
}

/** What an application's scores mean is not known here: its own tiers stand, or both borders are given as scores. */
function ownClassifier(use: Classifier, routing: WantedTiers): Classifier {
  const classifier = checkedClassifier(use);
  if (!isWanted(routing)) return classifier;
  const { simpleBelow, complexFrom } = routing;
  if (simpleBelow === undefined || complexFrom === undefined)
    throw new InvalidOptionsError({
      path: 'routing',
      problem: 'a classifier of your own has no reference asks, nor borders of its own',
      allowed: ['both `simpleBelow` and `complexFrom`, as scores'],
    });
  return byThresholds(classifier, { simpleBelow, complexFrom });
}
