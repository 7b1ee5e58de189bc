import { classifiers } from './classify/index.js';
import { thresholdsOf } from './classify/thresholds-of.js';
import type { TierThresholds } from './classify/tier-from-score.js';
import { tierFromScore } from './classify/tier-from-score.js';
import type { CallSettings, Decision, Wanted } from './core/call.js';
import type { Classifier } from './core/classification.js';
import { tiers } from './core/classification.js';
import type { ModelOptions } from './core/model.js';
import { parseOptions } from './core/parse-options.js';
import type { Target } from './core/target.js';
import { makeParts } from './make-parts.js';
import { createModelNames } from './model-names.js';
import type { ParsedOptions, RoutedOptions } from './options.js';
import { routedOptions } from './options.js';
import { costOf } from './price/cost-of.js';
import type { CallRecord } from './record/call-record.js';
import { recordedTraits } from './record/recorded-traits.js';
import type { Replayed } from './record/replay/policy-report.js';
import { decide, givenTier } from './route/decide.js';
import { planCall } from './route/plan.js';
import type { RouteTable } from './route/route-table.js';

export interface Replanner {
  readonly table: RouteTable;
  /** Null: the tiers of the classifier are its own. */
  readonly borders: TierThresholds | null;
  /** `isJudged` false: its recorded tier stands, since its score is another classifier's and its prompt is not there. */
  replan(record: CallRecord): Omit<Replayed, 'quality'> & { readonly isJudged: boolean };
}

/** What a whole file of calls says of a time is taken at its word. */
const recordedTime = (p95: number | undefined) =>
  p95 === undefined ? null : { p95, samples: Number.MAX_SAFE_INTEGER };

/** Plans recorded calls under other options. @throws InvalidOptionsError */
export function createReplanner(
  given: RoutedOptions,
  firstContentMs: ReadonlyMap<string, number>,
): Replanner {
  const options = parseOptions(routedOptions, given);
  const { planning, maker } = makeParts(options);
  const { table, classifier } = planning;
  const names = createModelNames(table, maker);
  const thresholds = ownThresholds(options, classifier);

  /** Null: the call names what is not there. */
  function wantedBy({ requested, settings }: CallRecord): Wanted | null {
    const byId = names.find(requested);
    if (settings.target !== null) return names.find(settings.target);
    return settings.tier !== null && byId?.kind !== 'target' ? { kind: 'tier', tier: settings.tier } : byId;
  }

  function judge(record: CallRecord): { decision: Decision; isJudged: boolean } {
    const traits = recordedTraits(record);
    if (record.ask !== undefined || record.chore !== null)
      return { decision: decide(traits, planning).decision, isJudged: true };
    if (thresholds === null || record.classifier !== classifier.name || record.score === null)
      return { decision: standing(record), isJudged: false };
    const replayed = { ...planning, classifier: withScoreOf(record, thresholds, classifier) };
    return { decision: decide(traits, replayed).decision, isJudged: true };
  }

  return {
    table,
    borders: thresholds ?? givenBorders(options),
    replan(record) {
      const wanted = wantedBy(record);
      if (wanted === null)
        return { tier: null, target: null, costNanoUsd: null, isEstimated: false, isJudged: true };
      const { decision, isJudged } =
        wanted.kind === 'auto'
          ? judge(record)
          : { decision: wanted.kind === 'tier' ? givenTier(wanted.tier, 'the call') : null, isJudged: true };
      const { candidates } = planCall(planning, {
        decision,
        pinned: wanted.kind === 'target' ? wanted.target : null,
        kept: null,
        session: null,
        quality: null,
        outputTokensAt: (_, guess) => guess,
        options: standIn(record),
        traits: recordedTraits(record),
        settings: settingsOf(record),
        wallMs: () => record.at,
        factsOf: () => ({ unavailable: null, outputTokens: null }),
        times: { mode: 'stream', of: ({ id }) => recordedTime(firstContentMs.get(id)) },
        funds: null,
        isForShow: false,
        exploring: null,
      });
      const [first] = candidates;
      const tier = decision?.tier ?? null;
      if (first === undefined) return { tier, target: null, costNanoUsd: null, isEstimated: false, isJudged };
      return {
        tier,
        target: first.target.id,
        ...costAt(first.target, record, first.expectedCostNanoUsd),
        isJudged,
      };
    },
  };
}

/** Null: a classifier of the application, whose tiers are its own. */
function ownThresholds({ routing }: ParsedOptions, { name }: Classifier): TierThresholds | null {
  const scale = Object.hasOwn(classifiers, name) ? classifiers[name as keyof typeof classifiers] : null;
  return scale === null ? null : thresholdsOf(routing ?? {}, scale);
}

function givenBorders({ routing }: ParsedOptions): TierThresholds | null {
  const { simpleBelow, complexFrom } = routing ?? {};
  return simpleBelow === undefined || complexFrom === undefined ? null : { simpleBelow, complexFrom };
}

/** Says of one call what was said of it, the tier by these thresholds. */
const withScoreOf = (
  { score, confidence, task }: CallRecord,
  thresholds: TierThresholds,
  { name, stepsUp }: Classifier,
): Classifier => ({
  name,
  ...(stepsUp === undefined ? {} : { stepsUp }),
  classify: () => ({
    tier: tierFromScore(score as number, thresholds),
    score: score as number,
    confidence: confidence ?? 1,
    task: task ?? '',
    reasons: [],
  }),
});

/** A call without a recorded tier had its target given; under these options it is planned as the hardest. */
function standing({ tier, score, confidence, task }: CallRecord): Decision {
  const stands = tier ?? (tiers.at(-1) as Decision['tier']);
  return { tier: stands, ruledTier: stands, score, confidence, task, reasons: [] };
}

/** What recorded tokens cost at a target; the plan's guess where they were not told. */
function costAt(
  { price }: Target,
  { usage, at }: CallRecord,
  expectedCostNanoUsd: number | null,
): Pick<Replayed, 'costNanoUsd' | 'isEstimated'> {
  const isEstimated = usage.inputTokens === null || usage.outputTokens === null;
  return { costNanoUsd: isEstimated ? expectedCostNanoUsd : costOf(usage, price, at), isEstimated };
}

/** A prompt of as many bytes as the input was bounded by: it is only asked where there is a `maxCostUsd`. */
const standIn = ({ traits }: CallRecord): ModelOptions => ({
  prompt:
    traits.inputTokensBound === null
      ? []
      : [
          {
            role: 'user',
            content: [
              {
                type: 'text',
                text: 'x'.repeat(Math.min(Math.max(0, traits.inputTokensBound - framing), longestStandIn)),
              },
            ],
          },
        ],
  ...(traits.maxOutputTokens === null ? {} : { maxOutputTokens: traits.maxOutputTokens }),
});

/** What the bound adds for the one message. */
const framing = 16;
/** No target takes more; a record may say anything. */
const longestStandIn = 20_000_000;

const settingsOf = ({ settings }: CallRecord): CallSettings => ({
  tier: settings.tier,
  target: settings.target,
  maxCostUsd: settings.maxCostUsd,
  maxLatencyMs: settings.maxLatencyMs,
  fallback: settings.fallback,
  deadlineMs: null,
  priority: 2,
  tenant: '',
  session: null,
  tags: {},
});
