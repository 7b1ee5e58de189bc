import type { Classification, Classifier } from '../core/classification.js';
import { tiers } from '../core/classification.js';
import { InvalidOptionsError } from '../core/errors.js';

/**
 * A classifier of the application, with its answer looked at, so that a wrong one is told as such and not as a crash
 * further down the road.
 * @throws InvalidOptionsError when called, naming what is wrong with the answer
 */
export function checkedClassifier(classifier: Classifier): Classifier {
  const { name, stepsUp } = classifier;
  return {
    name,
    ...(stepsUp === undefined ? {} : { stepsUp }),
    classify: traits => checked(classifier.classify(traits)),
  };
}

const aRatio = {
  isRight: (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1,
  allowed: ['a number >= 0 and <= 1'],
};
const parts: Readonly<
  Record<keyof Classification, { isRight: (value: unknown) => boolean; allowed: readonly string[] }>
> = {
  tier: { isRight: value => tiers.some(tier => tier === value), allowed: tiers },
  score: aRatio,
  confidence: aRatio,
  task: { isRight: value => typeof value === 'string', allowed: ['a string'] },
  reasons: {
    isRight: value => Array.isArray(value) && value.every(reason => typeof reason === 'string'),
    allowed: ['a list of strings'],
  },
};

function checked(answer: unknown): Classification {
  if (typeof answer !== 'object' || answer === null)
    throw wrong(`answered with ${answer === null ? 'null' : typeof answer} instead of a classification`);
  if ('then' in answer)
    throw wrong('answered with a promise: a classifier answers at once (a model to ask is a `judge`)');
  const classification = answer as Classification;
  for (const [name, { isRight, allowed }] of Object.entries(parts))
    if (!isRight(classification[name as keyof Classification]))
      throw wrong(`answered with a wrong \`${name}\``, allowed);
  return classification;
}

const wrong = (problem: string, allowed: readonly string[] = []) =>
  new InvalidOptionsError({ path: 'classifier', problem, allowed });
