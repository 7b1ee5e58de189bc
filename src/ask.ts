import type { DecidingFeature } from './classify/deciding-features.js';
import { decidingFeatures } from './classify/deciding-features.js';
import type { CallSettings, Decision, Wanted } from './core/call.js';
import type { Tier } from './core/classification.js';
import type { LeftOut } from './core/errors.js';
import { InvalidOptionsError } from './core/errors.js';
import type { ModelOptions } from './core/model.js';
import type { Target } from './core/target.js';
import { learned } from './layers/learned.js';
import type { ExplainedCascade } from './layers/seam/cascade/explain-cascade.js';
import { explainCascade } from './layers/seam/cascade/explain-cascade.js';
import { answerTimes, callFacts, sessionFor, targetFacts } from './layers/seam/plan-attempts.js';
import type { Parts } from './make-parts.js';
import type { CallFacts } from './route/decide-call.js';
import { decideCall } from './route/decide-call.js';
import { planCall } from './route/plan.js';
import type { Times } from './route/plan-request.js';

export type { ExplainedCascade };

/** How a call is judged, without asking any model. */
export interface Verdict {
  readonly tier: Tier;
  /** The tier before a step up. */
  readonly ruledTier: Tier;
  readonly score: number;
  readonly confidence: number;
  readonly task: string;
  readonly reasons: readonly string[];
}

/** A target that would be tried. */
export interface ExplainedCandidate {
  readonly target: string;
  readonly model: string;
  readonly provider: string;
  /** Null: the target has no price. */
  readonly expectedCostUsd: number | null;
  /** As configured, or as the others take, moved towards what was measured lately; null: unknown. */
  readonly expectedFirstContentMs: number | null;
  /** The most output tokens that `maxCostUsd` pays for; null without a cap. */
  readonly affordableOutputTokens: number | null;
}

/** The plan of a call, as `explain` tells it. */
export interface Explanation {
  readonly requested: string;
  readonly tier: Tier | null;
  readonly ruledTier: Tier | null;
  readonly score: number | null;
  readonly confidence: number | null;
  readonly task: string | null;
  readonly reasons: readonly string[];
  /** The features that decided, the one that moved the score most first; of the learned classifier alone. */
  readonly features: readonly DecidingFeature[];
  /** In the order in which they would be tried. */
  readonly candidates: readonly ExplainedCandidate[];
  readonly leftOut: readonly LeftOut[];
  /** Whether the answer is checked, and where it goes when it is no good; null: `cascade` is off. */
  readonly cascade: ExplainedCascade | null;
}

/** What can be asked without calling a model. Both throw InvalidOptionsError for what is no text and no call. */
export interface Ask {
  classify(ask: ModelOptions | string): Verdict;
  explain(ask: ModelOptions | string, requested: string, wanted: Wanted, settings: CallSettings): Explanation;
}

/** What can be said of a call by its looks alone: the same decision and the same plan that a real call gets. */
export function createAsk({ kit, planning }: Pick<Parts, 'kit' | 'planning'>): Ask {
  const factsOf = targetFacts(kit);
  const byForm = [answerTimes(kit, 'stream'), answerTimes(kit, 'generate')] as const;
  const known = learned(kit);
  const decideOn = (facts: Pick<CallFacts, 'traits' | 'loop'>, wanted: Wanted) =>
    decideCall({ ...facts, wanted, tierGivenBy: 'the caller' }, planning);

  return {
    classify: ask => decideOn(callFacts(optionsOf(ask)), { kind: 'auto' }).decision as Verdict,
    explain(ask, requested, wanted, settings) {
      const options = optionsOf(ask);
      const facts = callFacts(options);
      const { decision: ruled, kept } = decideOn(facts, wanted);
      const pinned = wanted.kind === 'target' ? wanted.target : null;
      const planFor = (decision: Decision | null) =>
        planCall(planning, {
          decision,
          pinned,
          kept,
          session: sessionFor(known, settings, facts.traits),
          outputTokensAt: (target, guess) => known.outputTokensAt(target, decision?.task ?? null, guess),
          quality: kit.quality?.knownFor(decision, false) ?? null,
          options,
          traits: facts.traits,
          settings,
          wallMs: kit.world.wallMs,
          factsOf,
          funds: kit.budgets?.fundsOf(settings.tenant) ?? null,
          times: usualTimes(byForm, planning.table.targets.values()),
          isForShow: true,
          exploring: null,
        });
      const asked = { wanted, options, settings };
      const { decision, plan, cascade } = explainCascade(planning.cascade, asked, facts, ruled, planFor);
      return {
        requested,
        tier: decision?.tier ?? null,
        ruledTier: decision?.ruledTier ?? null,
        score: decision?.score ?? null,
        confidence: decision?.confidence ?? null,
        task: decision?.task ?? null,
        reasons: [...(decision?.reasons ?? []), ...plan.reasons],
        features: decidingFeatures(decision?.reasons ?? []),
        candidates: plan.candidates.map(
          ({ target, expectedCostNanoUsd, expectedFirstContentMs, affordableOutputTokens }) => ({
            target: target.id,
            model: target.modelId,
            provider: target.provider,
            expectedCostUsd: expectedCostNanoUsd === null ? null : expectedCostNanoUsd / 1e9,
            expectedFirstContentMs,
            affordableOutputTokens,
          }),
        ),
        leftOut: plan.leftOut,
        cascade,
      };
    },
  };
}

/** Nobody says whether the call would be a stream: the times are those of the form that most calls have had lately. */
function usualTimes([stream, generate]: readonly [Times, Times], targets: Iterable<Target>): Times {
  let lead = 0;
  for (const target of targets)
    lead += (stream.of(target)?.samples ?? 0) - (generate.of(target)?.samples ?? 0);
  return lead < 0 ? generate : stream;
}

const optionsOf = (ask: ModelOptions | string): ModelOptions => {
  if (typeof ask === 'string') return { prompt: [{ role: 'user', content: [{ type: 'text', text: ask }] }] };
  checkAsk(ask);
  return ask;
};

/**
 * What is asked about comes straight from the application, not through the AI SDK, which would have checked it.
 * @throws InvalidOptionsError
 */
export function checkAsk(ask: unknown): void {
  if (typeof ask === 'string') return;
  if (typeof ask !== 'object' || ask === null)
    throw new InvalidOptionsError({
      path: 'prompt',
      problem: ask === null ? 'got null' : `got a ${typeof ask}`,
      allowed: ['a string', 'the options of a call ({ prompt: [...] })'],
    });
  const { prompt } = ask as Partial<ModelOptions>;
  if (!Array.isArray(prompt))
    throw new InvalidOptionsError({
      path: 'prompt',
      problem: prompt === undefined ? 'is missing' : `got a ${typeof prompt}`,
      allowed: ['a list of messages'],
    });
  for (const [index, message] of prompt.entries())
    if (message?.role !== 'system' && !Array.isArray(message?.content))
      throw new InvalidOptionsError({
        path: `prompt[${index}].content`,
        problem: 'is no list',
        allowed: ["a list of parts ({ type: 'text', text: '...' })"],
      });
}
