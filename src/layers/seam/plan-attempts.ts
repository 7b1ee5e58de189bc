import type { Call, Decision } from '../../core/call.js';
import { tiers } from '../../core/classification.js';
import type { Target } from '../../core/target.js';
import type { Traits } from '../../core/traits.js';
import { traitsOf } from '../../prompt/traits-of.js';
import type { DecideOptions, Judgement } from '../../route/decide.js';
import { decide, givenTier } from '../../route/decide.js';
import type { Plan, PlanRules } from '../../route/plan.js';
import { planCall } from '../../route/plan.js';
import type { TargetFacts } from '../../route/plan-request.js';
import { unavailability } from '../health.js';
import type { Kit } from '../kit.js';
import { warn } from '../warn.js';
import { leftToSpendUsd } from './left-to-spend.js';

export interface PlanningOptions extends DecideOptions, PlanRules {}

/** What the seam knows before the first attempt. Not the traits: they hold text, and this is kept as long as the call. */
export interface Planned {
  readonly plan: Plan;
  readonly estimatedInputTokens: number;
}

/** Asked only when the classifier is unsure: a decision, which is the classifier's own where the judge has none. */
export type Judge = (call: Call, traits: Traits, judgement: Judgement) => Promise<Judgement['decision']>;

/** Classifies and routes a call. Synchronous, unless a judge has to be asked. */
export function planAttempts(
  kit: Kit,
  options: PlanningOptions,
  judge: Judge | null,
): (call: Call) => Planned | Promise<Planned> {
  const factsOf = targetFacts(kit);

  function plan(call: Call, traits: Traits, decision: Decision | null): Planned {
    const pinned = call.wanted.kind === 'target' ? call.wanted.target : null;
    const planned = planCall(options, {
      decision,
      pinned,
      options: call.options,
      traits,
      settings: remaining(call),
      factsOf,
      funds: kit.budgets?.fundsOf(call.settings.tenant) ?? null,
    });
    call.trail.decision = decision;
    call.trail.reasons = withReasons(decision?.reasons ?? none, planned.reasons);
    kit.emit?.({
      type: 'planned',
      callId: call.id,
      candidates: planned.candidates.map(candidate => candidate.target.id),
      leftOut: planned.leftOut,
    });
    return { plan: planned, estimatedInputTokens: traits.estimatedInputTokens };
  }

  function classified(call: Call, traits: Traits, decision: Judgement['decision']): Planned {
    const { tier, ruledTier, score, confidence, task, reasons } = decision;
    kit.emit?.({ type: 'classified', callId: call.id, tier, ruledTier, score, confidence, task, reasons });
    if (tiers.indexOf(tier) > tiers.indexOf(ruledTier))
      warn(kit, call, {
        type: 'other',
        message: `The tier was raised from ${ruledTier} to ${tier} (confidence ${confidence.toFixed(2)}).`,
      });
    return plan(call, traits, decision);
  }

  return call => {
    const traits = traitsOf(call.options);
    if (call.wanted.kind === 'target') return plan(call, traits, null);
    if (call.wanted.kind === 'tier')
      return plan(
        call,
        traits,
        givenTier(call.wanted.tier, call.settings.tier === null ? 'the model id' : 'the call'),
      );
    const judgement = decide(traits, options);
    if (judge === null || !judgement.isUnsure) return classified(call, traits, judgement.decision);
    return judge(call, traits, judgement).then(decision => classified(call, traits, decision));
  };
}

/** Fewer answers say little of what 95 % of them keep to. */
const enoughAnswers = 20;

/** What the health book says of a target at this moment. */
export function targetFacts({
  health,
  world,
}: Pick<Kit, 'health' | 'world'>): (target: Target) => TargetFacts {
  return target => {
    const known = health.of(target.stateKey);
    const nowMs = world.monotonicMs();
    return {
      unavailable: unavailability(known, nowMs),
      firstContentMs: known.recentFirstContent.p95(nowMs),
      outputTokens: known.recentOutputTokens?.p95(nowMs, enoughAnswers) ?? null,
    };
  };
}

/** The settings that are left to the answer: a judge has to be paid out of `maxCostUsd` too. */
const remaining = (call: Call): Call['settings'] =>
  call.trail.outcomes.length === 0 ? call.settings : { ...call.settings, maxCostUsd: leftToSpendUsd(call) };

const none: readonly string[] = [];

const withReasons = (judged: readonly string[], planned: readonly string[]): readonly string[] =>
  planned.length === 0 ? judged : [...judged, ...planned];
