import type { Classification, Classifier } from '../../core/classification.js';
import type { Traits } from '../../core/traits.js';
import { type TaskName, tasks } from '../signals.js';
import { judgedByScore } from '../tier-from-score.js';
import { type Artefact, type Domain, decode, domains, type Model } from './decode.js';
import { type Features, featureNames, featuresOf } from './features.js';
import { type Judgement, judge } from './head.js';
import { defaultThresholds } from './open-score.js';
import { weights } from './weights.generated.js';

export type Learned =
  | { readonly isOk: true; readonly classifier: Classifier }
  | { readonly isOk: false; readonly problem: string };

/**
 * A classifier whose weights were learned from public outcomes of weak and strong models on the same prompts.
 * `score` is the expected gain in quality by a strong model over a cheap one, calibrated where outcomes are public, by
 * authors' tiers for open asks; the tier is where it lies between two thresholds. Decodes the weights at once (about 5 ms); a corrupt artefact is told, not thrown.
 */
export function learnedClassifier(artefact: Artefact = weights): Learned {
  const decoded = decode(artefact);
  if (!decoded.isOk) return decoded;
  const { model } = decoded;
  return {
    isOk: true,
    classifier: { name: 'learned', stepsUp: false, classify: traits => classificationOf(model, traits) },
  };
}

function classificationOf(model: Model, { ask }: Traits): Classification {
  const features = featuresOf(ask);
  const judgement = judge(model, features);
  const score = rounded(judgement.domain === 'open' ? judgement.openScore : judgement.gain);
  const { tier, confidence } = judgedByScore(score, defaultThresholds);
  return {
    tier,
    score,
    confidence,
    task: taskOf(features, judgement),
    reasons: [`kind: ${judgement.domain}`, ...whatDecided(model, judgement)],
  };
}

/** Four digits: two prompts that differ should, and no more is known. */
const rounded = (ratio: number) => Math.round(ratio * 10_000) / 10_000;

const taskNames = Object.keys(tasks) as readonly TaskName[];
const firstTask = featureNames.indexOf(`task ${taskNames[0]}`);
const questions = featureNames.indexOf('noQuestion');

/** The task that the ask names most often, the harder one of two; else what it looks like. */
function taskOf({ values }: Features, { domain }: Judgement): string {
  let best: TaskName | null = null;
  let most = 0;
  taskNames.forEach((name, at) => {
    const times = values[firstTask + at]!;
    if (times > most || (times === most && best !== null && tasks[name].score > tasks[best].score)) {
      best = name;
      most = times;
    }
  });
  const task = taskOfDomain[domain];
  if (task !== null) return task;
  return best ?? (values[questions] === 0 ? 'question' : 'chat');
}

const taskOfDomain: Readonly<Record<Domain, TaskName | null>> = {
  code: 'code',
  calculation: 'math',
  'calculation, few options': 'math',
  formula: 'math',
  'word problem': 'math',
  knowledge: 'question',
  'knowledge, few options': 'question',
  open: null,
};

const named = 3;

/** The features that moved the score most, by name and direction; no text of the prompt. */
function whatDecided(model: Model, { domain, easeSlope, standard }: Judgement): string[] {
  const at = domains.indexOf(domain);
  const gain = model.gain[at]!;
  const easeWeights = model.ease[at]!;
  const moveOf = (each: number) => standard[each]! * (gain[each + 1]! + easeSlope * easeWeights[each + 1]!);
  const places: number[] = [];
  const sizes = [0, 0, 0];
  for (let each = 0; each < standard.length; each++) {
    const size = Math.abs(moveOf(each));
    if (size <= sizes[named - 1]!) continue;
    let place = named - 1;
    while (place > 0 && size > sizes[place - 1]!) {
      sizes[place] = sizes[place - 1]!;
      places[place] = places[place - 1]!;
      place--;
    }
    sizes[place] = size;
    places[place] = each;
  }
  return places.map(each => (moveOf(each) > 0 ? paysMore : paysLess)[each]!);
}

const paysMore = featureNames.map(name => `${name}: a strong model pays off more`);
const paysLess = featureNames.map(name => `${name}: a strong model pays off less`);
