// From features to heads: the same fit for the artefact and for each part that is left out.
import { noises } from './noise.mjs';
import { dotRow, fitRidge } from './ridge.mjs';
import { taughtAsks } from './taught-asks.mjs';

/** Shares of the prior variance: features (shared, and once more a domain's own) and hashed words. */
const share = { features: 0.25, grams: 0.5 };
export const gainScale = features => Math.sqrt(share.features / features);
export const tierScale = features => Math.sqrt(0.5 / features);
export const gramScale = Math.sqrt(share.grams);
const penalty = 4;
const tierPenalty = 0.3;
const steps = 25;

/** How far a row's label can be believed: one over its noise, which falls with the number of models asked. */
const weightOf = known => (known <= 2 ? 1 : known <= 8 ? 2.5 : 4);

const disguisedWeight = 0.5;

/** A text as the heads see it. Copies, since the program's buffers are written over. */
export function look(program, text) {
  const features = program.featuresOf(text);
  return {
    values: features.values.slice(),
    grams: features.grams.slice(0, features.gramCount),
    gramCount: features.gramCount,
    options: features.options,
    numericOptionsRatio: features.numericOptionsRatio,
    codeMarks: features.codeMarks,
    formulaMarks: features.formulaMarks,
    texMarks: features.texMarks,
    hasTex: features.hasTex,
    isWordProblem: features.isWordProblem,
  };
}

/**
 * The rows, and behind them those that may teach once more in other clothes: lower case, typos, a greeting, a claim
 * about itself; and a question without its options, as people ask it. The label stays, so the heads learn what not to
 * heed. In turn, so that no chance is in it.
 */
export function withDisguises(rows) {
  const disguises = Object.values(noises);
  const teaching = rows.filter(row => row.teaches !== false);
  const clothed = teaching.map((row, at) => ({ ...row, text: disguises[at % disguises.length](row.text) }));
  const bare = teaching
    .map(row => ({ ...row, text: withoutOptions(row.text), isBare: true }))
    .filter(({ text }, at) => text !== teaching[at].text);
  return [...rows, ...[...clothed, ...bare].map(row => ({ ...row, isDisguised: true }))];
}
const withoutOptions = text => text.split(/\n\s*A[.)] /)[0];

/** Each ask of our own counts so often: they are few, and say what no other row does. */
const ownCopies = 1;

/** What the tier heads learn from: the labelled prompts first, as they are given. */
export const tierLessons = tiers => [
  ...withDisguises(tiers),
  ...Array.from({ length: ownCopies }, () => withDisguises(taughtAsks)).flat(),
];

/**
 * Nobody has published outcomes of weak and strong models on everyday asks under a clear licence: there the authors'
 * tiers stand in, as if these were the shares of models that get it right. Not measured; never judged on.
 */
const outcomeOfTier = [
  { weak: 0.95, strong: 1 },
  { weak: 0.75, strong: 0.95 },
  { weak: 0.4, strong: 0.8 },
];
const openRows = (tiers, known) =>
  tiers.map(({ text, stem, tier }) => ({
    family: 'open asks',
    teaches: true,
    isDisguised: true,
    known,
    text,
    stem,
    ...outcomeOfTier[tier],
  }));

/** All rows that are looked at: first the rows themselves, then their copies, then open asks. */
export const withCopiesAndAsks = (rows, taughtTiers) => [
  ...withDisguises(rows),
  ...openRows(taughtTiers, 2),
  ...openRows(withDisguises(taughtAsks), ownKnown),
];
/** An ask of our own counts for some of the templated ones. */
const ownKnown = 8;

export function spreadOf(looks) {
  const width = looks[0].values.length;
  const mean = new Float64Array(width);
  const inverseSpread = new Float64Array(width);
  for (const { values } of looks) for (let at = 0; at < width; at++) mean[at] += values[at] / looks.length;
  for (const { values } of looks)
    for (let at = 0; at < width; at++) inverseSpread[at] += (values[at] - mean[at]) ** 2 / looks.length;
  for (let at = 0; at < width; at++) {
    mean[at] = Math.fround(mean[at]);
    // A feature that is nearly always the same must not become huge where it is not.
    inverseSpread[at] = Math.fround(1 / (Math.sqrt(inverseSpread[at]) + 0.02));
  }
  return { mean, inverseSpread };
}

export const widthOf = program => 1 + program.featureNames.length * (1 + program.blocks.length);
/** Where the weights of a domain's blocks start. */
export const placesOf = (program, domain) =>
  program.blocksOf[domain].map(
    block => 1 + program.featureNames.length * (1 + program.blocks.indexOf(block)),
  );

/** @param without a group of features to leave out: a function of a name, or 'grams' */
export function gainDesign(program, looks, spread, without) {
  const features = program.featureNames.length;
  const width = widthOf(program);
  const kept = program.featureNames.map(name => typeof without !== 'function' || !without(name));
  const dense = looks.map(one => ({
    values: program.standardised(spread, one.values).map((value, at) => (kept[at] ? value : 0)),
    own: placesOf(program, program.domainOf(one)),
    domain: program.domainOf(one),
    floor: program.easeFloor(one, program.domainOf(one)),
    scale: gainScale(features),
  }));
  return {
    dense,
    sparse: sparseOf(program, looks, program.gainBuckets, without === 'grams' ? 0 : share.grams),
    width,
    buckets: program.gainBuckets,
    priors: priorsOf(program),
  };
}

const sparseOf = (program, looks, buckets, part) =>
  looks.map(({ grams, gramCount }) => ({
    ids: grams.map(gram => gram & (buckets - 1)),
    value: Math.sqrt(part / Math.max(program.fewestGrams, gramCount)),
  }));

const wordProblem = 'word problem';
/**
 * What is known of sums told in words: each further quantity, sentence, share or comparison is a step in which a weak
 * model can go wrong. Change of the ease for a spread of a feature; the labels of this repo move it from there. The gain
 * head gets half of it with the other sign. Where a model had to answer at once (`isAnsweredAtOnce`), with no room to
 * work it out, its outcome says nothing of such a sum: these rows do not teach there.
 */
const easeOfSteps = {
  words: -0.09,
  wordsPerSentence: -0.03,
  'count of numbers': -0.075,
  'count of sentences': -0.045,
  'count of percent': -0.03,
  'count of slash': -0.015,
  'count of comma': -0.015,
  'words of share': -0.045,
  'words of comparison': -0.045,
  'words of condition': -0.03,
  'words of quantifier': -0.03,
  'words of smallNumber': -0.03,
};
function priorsOf(program) {
  const [start] = placesOf(program, wordProblem);
  return [1, -0.5].map(share => {
    const prior = new Float64Array(widthOf(program) + program.gainBuckets);
    for (const [name, change] of Object.entries(easeOfSteps))
      prior[start + program.featureNames.indexOf(name)] =
        (share * change) / gainScale(program.featureNames.length);
    return prior;
  });
}

/** The two gain heads, fitted on some rows: how easy a prompt is, and the gain beside its family's mean. */
export function fitGain(design, rows, chosen) {
  const sums = new Map();
  for (const at of chosen) {
    const { family, weak, strong } = rows[at];
    const [sum, count] = sums.get(family) ?? [0, 0];
    sums.set(family, [sum + strong - weak, count + 1]);
  }
  const ease = rows.map(({ weak, strong }) => (weak + strong) / 2);
  const gain = rows.map(({ family, weak, strong }) => {
    const [sum, count] = sums.get(family) ?? [0, 1];
    return strong - weak - sum / count;
  });
  const weights = rows.map(({ known, isDisguised, isAnsweredAtOnce }, at) =>
    isAnsweredAtOnce && design.dense[at].domain === wordProblem
      ? 0
      : weightOf(known) * (isDisguised ? disguisedWeight : 1),
  );
  return fitRidge({
    design,
    rows: chosen,
    targets: [ease, gain],
    weights,
    penalty,
    priors: design.priors,
    steps,
  });
}

export function tierDesign(program, looks, spread) {
  const features = program.featureNames.length;
  const dense = looks.map(({ values }) => ({
    values: program.standardised(spread, values),
    own: [],
    scale: tierScale(features),
  }));
  return {
    dense,
    sparse: sparseOf(program, looks, program.tierBuckets, 1),
    width: 1 + features,
    buckets: program.tierBuckets,
  };
}

export function fitTier(design, rows, chosen) {
  const targets = [0, 1, 2].map(tier => rows.map(row => (row.tier === tier ? 1 : 0)));
  return fitRidge({
    design,
    rows: chosen,
    targets,
    weights: rows.map(() => 1),
    penalty: tierPenalty,
    steps: 40,
  });
}

/** Raw gain as `head.ts` makes it. */
export function rawGain(program, design, [ease, gain], at, hump) {
  return dotRow(design, at, gain) + program.humpAt(hump, dotRow(design, at, ease), design.dense[at].floor);
}
export { dotRow };

const logistic = value => 1 / (1 + Math.exp(-value));
/**
 * A prompt of latent difficulty x is solved with probability logistic(ability - x): the gain is a hump over x, small
 * where both solve it and where none does. The abilities are those of a strong and a cheap model, 2.2 apart: with them the families that were left out did best, by little.
 */
export function humpCurve(knots) {
  return Float64Array.from({ length: knots }, (_, at) => {
    const ease = Math.min(0.97, Math.max(0.03, at / (knots - 1)));
    const difficulty = -Math.log(ease / (1 - ease));
    return Math.round((logistic(1 - difficulty) - logistic(-1.2 - difficulty)) * 32_767) / 32_767;
  });
}
