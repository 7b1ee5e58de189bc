import type { Tier } from './core/classification.js';
import { tiers } from './core/classification.js';
import { InvalidOptionsError } from './core/errors.js';
import type { Usage } from './core/outcome.js';
import { parseOptions } from './core/parse-options.js';
import type { Price } from './core/target.js';
import type { Traits } from './core/traits.js';
import { makeParts } from './make-parts.js';
import type { RoutedOptions } from './options.js';
import { routedOptions } from './options.js';
import { costOf } from './price/cost-of.js';
import { expectedOutputTokens } from './price/expected-output-tokens.js';
import { traitsOf } from './prompt/traits-of.js';
import type { OperatingPoint, Sample } from './record/calibration/curve.js';
import { trafficOf } from './record/calibration/curve.js';
import type { WantedTraffic } from './record/calibration/find-thresholds.js';
import { curveOf, findThresholds } from './record/calibration/find-thresholds.js';
import type { CallRecord } from './record/call-record.js';
import type { CallLine } from './record/read-line.js';
import { recordedTraits } from './record/recorded-traits.js';
import { decide } from './route/decide.js';
import type { RouteTable } from './route/route-table.js';

/** What the user's own traffic says of thresholds. */
export interface Calibration {
  /** Null: see `problem`. */
  readonly found: OperatingPoint | null;
  /** Why there are no thresholds. */
  readonly problem: string | null;
  /** Eleven points, from no call in `complex` to all of them; empty where there are too few calls. */
  readonly curve: readonly OperatingPoint[];
  /** Calls that thresholds decide. */
  readonly calls: number;
  /** Half of the 95 % interval of `found.complexShare`: how far the share in other such traffic may be from it. */
  readonly shareMargin: number | null;
  readonly leftOut: LeftOutCalls;
}

/** Calls that thresholds do not decide, or whose score says nothing here. */
export interface LeftOutCalls {
  /** Failed or cancelled. */
  unanswered: number;
  /** Without a score, as where the caller gave the tier or the target. */
  given: number;
  /** Always simple. */
  housekeeping: number;
  /** Scored by another classifier, and without the prompt. */
  otherClassifier: number;
}

/** Fewer say nothing. */
const fewestCalls = 10;

/**
 * Finds the thresholds that bring about a wanted share or cost in traffic like this. Costs are those of each tier's first
 * target, for the tokens that were recorded, or estimated where a line holds a prompt alone.
 * @throws InvalidOptionsError for wrong options, and where the first target of a tier has no price
 */
export function calibrate({
  lines,
  wanted,
  options = {},
}: {
  readonly lines: Iterable<CallLine>;
  readonly wanted: WantedTraffic;
  readonly options?: RoutedOptions;
}): Calibration {
  const { planning, kit } = makeParts(parseOptions(routedOptions, options));
  const prices = firstPrices(planning.table);
  const leftOut: LeftOutCalls = { unanswered: 0, given: 0, housekeeping: 0, otherClassifier: 0 };
  const samples: Sample[] = [];

  function judged(traits: Traits, usage: Usage | null, atMs: number): void {
    const { score, task } = decide(traits, planning).decision;
    if (traits.chore === null)
      samples.push(sampleOf(score, usage ?? guessedUsage(traits, task), prices, atMs));
    else leftOut.housekeeping++;
  }

  function recorded(record: CallRecord): void {
    const { outcome, score, chore, ask, classifier, task, at } = record;
    const usage =
      record.usage.inputTokens === null || record.usage.outputTokens === null ? null : record.usage;
    if (outcome !== 'ok') leftOut.unanswered++;
    else if (score === null) leftOut.given++;
    else if (chore !== null) leftOut.housekeeping++;
    else if (ask !== undefined) judged(recordedTraits(record), usage, at);
    else if (classifier !== planning.classifier.name) leftOut.otherClassifier++;
    else samples.push(sampleOf(score, usage ?? guessedUsage(record.traits, task), prices, at));
  }

  for (const line of lines) {
    if (line.kind === 'record') recorded(line.record);
    else if (line.kind === 'prompt') judged(traitsOf({ prompt: line.prompt }), null, kit.world.wallMs());
  }
  const calls = samples.length;
  const none = { found: null, curve: [], calls, shareMargin: null, leftOut };
  if (calls < fewestCalls)
    return {
      ...none,
      problem: `${calls === 1 ? '1 call is' : `${calls} calls are`} too few: at least ${fewestCalls} are needed`,
    };
  const traffic = trafficOf(samples);
  const [lowest, highest] = traffic.scores;
  if (lowest === highest)
    return {
      ...none,
      problem: `all ${calls} calls have the score ${lowest}: no threshold can tell them apart`,
    };
  const curve = curveOf(traffic, wanted.simpleShare);
  const found = findThresholds(traffic, wanted);
  if (found === null) return { ...none, curve, problem: 'even the cheapest routing costs more than that' };
  const { complexShare } = found;
  const shareMargin = 1.96 * Math.sqrt((complexShare * (1 - complexShare)) / calls);
  return { found, problem: null, curve, calls, shareMargin, leftOut };
}

type Prices = Readonly<Record<Tier, Price>>;

const sampleOf = (score: number, usage: Usage, prices: Prices, atMs: number): Sample => ({
  score,
  costNanoUsd: byTier(tier => costOf(usage, prices[tier], atMs) as number),
});

const byTier = <Value>(of: (tier: Tier) => Value) =>
  Object.fromEntries(tiers.map(tier => [tier, of(tier)])) as Record<Tier, Value>;

const firstPrices = ({ tiers: routes }: RouteTable): Prices =>
  byTier(tier => {
    const first = routes[tier][0]?.target;
    if (first?.price) return first.price;
    throw new InvalidOptionsError({
      path: `routes.${tier}[0]`,
      problem: `the target "${first?.id}" has no price, so that nothing can be said of costs`,
    });
  });

/** Of a call that was not made, or did not tell. */
const guessedUsage = (
  { estimatedInputTokens, maxOutputTokens }: Pick<Traits, 'estimatedInputTokens' | 'maxOutputTokens'>,
  task: string | null,
): Usage => ({
  inputTokens: estimatedInputTokens,
  outputTokens: expectedOutputTokens({ task, tier: null, maxOutputTokens }),
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
});
