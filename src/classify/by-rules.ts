import type { Classification, Classifier } from '../core/classification.js';
import type { Traits } from '../core/traits.js';
import type { Features, Sighting } from './features.js';
import { featuresOf } from './features.js';
import type { ModifierName, SignalName, TaskName } from './signals.js';
import { modifiers, tasks } from './signals.js';
import type { TierThresholds } from './tier-from-score.js';
import { tierFromScore } from './tier-from-score.js';

/** Where its tiers lie on its score. */
export const ruleThresholds: TierThresholds = { simpleBelow: 0.35, complexFrom: 0.65 };

/** An instruction stands in the first words, or in the last. */
const openingCharacters = 160;

/**
 * Judges a call by rules: what the latest ask names as its task, in some ten languages, and what makes it harder or
 * easier. It is sure where a task is named plainly, and says so where it is not. No I/O, no state, the same answer always.
 */
export const byRules: Classifier = {
  name: 'rules',
  stepsUp: true,
  classify(traits: Traits): Classification {
    const features = featuresOf(traits.ask);
    const named = taskOf(features);
    const task = named ?? guessedTask(traits, features);
    const { score, reasons } = scoreOf(task, traits, features);
    return {
      tier: tierFromScore(score, ruleThresholds),
      score: rounded(score),
      confidence: rounded(confidenceOf(score, named !== null, features)),
      task,
      reasons: [`task: ${task}`, ...reasons],
    };
  },
};

/** Three digits: a rule is no more exact than that. */
const rounded = (ratio: number) => Math.round(ratio * 1_000) / 1_000;

const isTask = (signal: SignalName): signal is TaskName => signal in tasks;
const isTransformation = (task: TaskName) => 'isTransformation' in tasks[task];

/** The task that the ask names: a transformation where that comes first (the rest is its material), else the hardest one. */
function taskOf({ sightings }: Features): TaskName | null {
  const named = sightings.filter((sighting): sighting is Sighting & { signal: TaskName } =>
    isTask(sighting.signal),
  );
  const [first] = named;
  if (first === undefined) return null;
  const opening = named.filter(({ at }) => at <= first.at + openingCharacters);
  // "Hi, please translate ...", "Give me a title for ...": what comes first may only be how it is asked.
  const plain = opening.find(
    ({ signal }) => isTransformation(signal) || tasks[signal].score > tasks.list.score,
  );
  if (plain !== undefined && isTransformation(plain.signal)) return plain.signal;
  return opening
    .filter(({ signal }) => !isTransformation(signal))
    .reduce(
      (hardest, { signal }) => (tasks[signal].score > tasks[hardest].score ? signal : hardest),
      first.signal,
    );
}

/** No task is named: the looks of the ask have to do. */
function guessedTask(
  { askCharacters, toolResults }: Traits,
  { words, hasCode, mathSymbols, questionMarks }: Features,
): TaskName {
  if (hasCode) return 'code';
  if (mathSymbols >= 2) return 'math';
  if (toolResults > 0) return 'question';
  if (words <= 3 && questionMarks === 0) return 'chat';
  return questionMarks > 0 && askCharacters < 120 ? 'question' : 'write';
}

function scoreOf(task: TaskName, traits: Traits, features: Features): { score: number; reasons: string[] } {
  const reasons: string[] = [];
  let score: number = tasks[task].score;
  const add = (weight: number, reason: string) => {
    score += weight;
    reasons.push(reason);
  };
  const isWork = isTransformation(task);
  const scope = isWork ? features.sightings.filter(({ at }) => at < openingCharacters) : features.sightings;
  for (const name of Object.keys(modifiers) as ModifierName[]) {
    const times = Math.min(3, scope.filter(({ signal }) => signal === name).length);
    if (times === 0) continue;
    const isTopic = name === 'codeTopic' || name === 'mathTopic';
    if (isWork && (isTopic || name === 'hard' || name === 'rigorous')) continue;
    add(modifiers[name] * (1 + (times - 1) / 2), reasonFor[name]);
  }
  if (!isWork && score > 0.2) {
    if (task !== 'code' && features.hasCode) add(0.12, 'holds code');
    if (task !== 'math' && features.mathSymbols >= 2) add(0.1, 'holds formulas');
    if (features.listItems >= 3)
      add(features.listItems >= 6 ? 0.2 : 0.1, `${features.listItems} points to meet`);
    if (features.words > 150) add(0.12, 'a long ask');
    else if (features.words > 60) add(0.06, 'a longer ask');
  }
  if (isWork && traits.askCharacters > 20_000) add(0.12, 'much text to work on');
  if (traits.images > 0) add(0.1, 'holds images');
  if (traits.toolResults > 0) add(score < 0.4 ? 0.1 : 0, 'goes on after a tool');
  else if (traits.toolCount > 0 && !isWork) add(0.05, 'may call tools');
  return { score: Math.min(1, Math.max(0, score)), reasons };
}

const reasonFor: Readonly<Record<ModifierName, string>> = {
  hard: 'asked to be thorough',
  rigorous: 'asked to be exact',
  easy: 'asked to be brief',
  codeTopic: 'about programming',
  mathTopic: 'about mathematics',
};

/** Sure where the task is named and the score lies clear of a border; a guess is a guess. */
function confidenceOf(score: number, isNamed: boolean, { words }: Features): number {
  const { simpleBelow, complexFrom } = ruleThresholds;
  const border = Math.min(Math.abs(score - simpleBelow), Math.abs(score - complexFrom));
  if (!isNamed) return words <= 3 ? 0.86 : Math.min(0.8, 0.5 + border);
  return Math.min(0.98, 0.8 + border);
}
