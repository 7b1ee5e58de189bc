import type { Tier } from '../../core/classification.js';
import { tiers } from '../../core/classification.js';
import { type Domain, domains, gainBuckets, type Model, tierBuckets } from './decode.js';
import { type Features, featureNames } from './features.js';
import { openScore } from './open-score.js';

/** What the weights make of an ask. */
export interface Judgement {
  readonly domain: Domain;
  /** Expected gain in quality by the strong model over the cheap one, calibrated, 0 to 1. */
  readonly gain: number;
  /** Before calibration: finer, on no scale. */
  readonly rawGain: number;
  /** Expected share of models that get it right, 0 to 1. */
  readonly ease: number;
  /** How fast the raw gain rises with the ease, here. */
  readonly easeSlope: number;
  /** Of a head of its own: what an author would call it. */
  readonly tier: Tier;
  /** The features as spreads from their mean; a buffer that the next judgement writes over. */
  readonly standard: Float64Array;
  /** The tiers' heads as one score, on the scale of the gain: for asks that have no measured outcomes. */
  readonly openScore: number;
}

/** A feature counts up to so many spreads from the mean: no text can push a score without bound. */
const mostSpreads = 4;
/** How much the curve over difficulty counts beside the gain head. Chosen on the training families, left out in turn. */
export const humpWeight = 2.5;
/** A slope is taken over so much of the ease on each side. */
const slopeReach = 0.03;
/** A short text has few words to judge by: they count as if they were so many. */
export const fewestGrams = 4;

/** Judges features by weights: additions, multiplications and square roots only, so each platform gets the same bits. */
export function judge(model: Model, features: Features): Judgement {
  const domain = domainOf(features);
  const at = domains.indexOf(domain);
  const standard = standardised(model, features.values, scratchStandard);
  sumGrams(model, features);
  const heads = model.heads[at]!;
  let ease = heads[0]! + gramSums[0]!;
  let gain = heads[1]! + gramSums[1]!;
  let simple = heads[2]! + gramSums[2]!;
  let medium = heads[3]! + gramSums[3]!;
  let complex = heads[4]! + gramSums[4]!;
  for (let each = 0, place = 5; each < standard.length; each++, place += 5) {
    const value = standard[each]!;
    ease += value * heads[place]!;
    gain += value * heads[place + 1]!;
    simple += value * heads[place + 2]!;
    medium += value * heads[place + 3]!;
    complex += value * heads[place + 4]!;
  }
  const easeRatio = clamp(ease);
  const floor = easeFloor(features, domain);
  const rawGain = gain + humpAt(model.hump, ease, floor);
  const first = Math.max(simple, medium, complex);
  const best = first === simple ? 0 : first === medium ? 1 : 2;
  const { calibrationFrom: from, calibrationTo: to } = model;
  return {
    domain,
    rawGain,
    ease: easeRatio,
    easeSlope:
      (humpAt(model.hump, ease + slopeReach, floor) - humpAt(model.hump, ease - slopeReach, floor)) /
      (2 * slopeReach),
    gain: clamp(interpolated(model.calibration, clamp((rawGain - from) / (to - from)))),
    standard,
    tier: tiers[best]!,
    openScore: openScore(simple, medium, complex),
  };
}

/** The gate: by the looks of the text alone. */
export function domainOf({
  options,
  numericOptionsRatio,
  codeMarks,
  formulaMarks,
  texMarks,
  hasTex,
  isWordProblem,
}: Features): Domain {
  if (options >= 2) {
    if (options <= mostGuessed)
      return numericOptionsRatio >= 0.5 ? 'calculation, few options' : 'knowledge, few options';
    return numericOptionsRatio >= 0.5 ? 'calculation' : 'knowledge';
  }
  // A formula in several lines is indented like a program.
  if (codeMarks >= 1 && !(hasTex || (texMarks >= 2 && texMarks > codeMarks))) return 'code';
  if (formulaMarks >= 1) return 'formula';
  return isWordProblem ? 'word problem' : 'open';
}

/** With more options than these, chance hardly helps. */
const mostGuessed = 5;
/** A guess is not quite blind. Chosen on families left out: with more, those of easy questions (ARC) lose. */
const guessed = 0.85;
/**
 * The share of right answers that says nothing of difficulty. Of four options one is right by chance: a question that a
 * quarter of the models get right is one that none can do (the guess of a three-parameter item response model). The
 * labels of word problems come from tests of a college, and what people ask is easier: there the scale is moved the
 * other way, so that more steps always pay more.
 */
export function easeFloor({ options }: Pick<Features, 'options'>, domain: Domain): number {
  if (domain === 'word problem') return -1;
  return options >= 2 && options <= mostGuessed ? guessed / options : 0;
}
/** What the curve over difficulty gives. */
export function humpAt(hump: Float64Array, ease: number, floor: number): number {
  const reach = floor > 0 ? 1 - floor : 1;
  return humpWeight * reach * interpolated(hump, clamp((ease - floor) / (1 - floor)));
}

/** Features as spreads from their mean, none beyond four. */
export function standardised(
  { mean, inverseSpread }: Pick<Model, 'mean' | 'inverseSpread'>,
  values: Float64Array,
  standard = new Float64Array(values.length),
): Float64Array {
  for (let at = 0; at < values.length; at++) {
    const spreads = (values[at]! - mean[at]!) * inverseSpread[at]!;
    standard[at] = spreads > mostSpreads ? mostSpreads : spreads < -mostSpreads ? -mostSpreads : spreads;
  }
  return standard;
}
/** Judging is synchronous: one buffer serves every call. */
const scratchStandard = new Float64Array(featureNames.length);

/** Ease, gain, and the three tiers. */
const gramSums = new Float64Array(5);

function sumGrams({ gainGrams, tierGrams, gramScales }: Model, { grams, gramCount }: Features): void {
  let ease = 0;
  let gain = 0;
  let simple = 0;
  let medium = 0;
  let complex = 0;
  for (let at = 0; at < gramCount; at++) {
    const pair = 2 * (grams[at]! & (gainBuckets - 1));
    ease += gainGrams[pair]!;
    gain += gainGrams[pair + 1]!;
    const triple = 3 * (grams[at]! & (tierBuckets - 1));
    simple += tierGrams[triple]!;
    medium += tierGrams[triple + 1]!;
    complex += tierGrams[triple + 2]!;
  }
  const share = 1 / Math.sqrt(Math.max(fewestGrams, gramCount));
  gramSums[0] = ease * share * gramScales.ease;
  gramSums[1] = gain * share * gramScales.gain;
  gramSums[2] = simple * share * gramScales.tier;
  gramSums[3] = medium * share * gramScales.tier;
  gramSums[4] = complex * share * gramScales.tier;
}

/** Between even steps from 0 to 1, by straight lines. */
export function interpolated(steps: Float64Array, ratio: number): number {
  const place = ratio * (steps.length - 1);
  const before = Math.min(steps.length - 2, Math.floor(place));
  return steps[before]! + (place - before) * (steps[before + 1]! - steps[before]!);
}

const clamp = (ratio: number) => (ratio > 0 ? (ratio < 1 ? ratio : 1) : 0);
