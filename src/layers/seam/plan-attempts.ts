import type { Call, Decision } from '../../core/call.js';
import type { Tier } from '../../core/classification.js';
import { tiers } from '../../core/classification.js';
import type { ModelOptions } from '../../core/model.js';
import type { Target } from '../../core/target.js';
import type { Traits } from '../../core/traits.js';
import { loopOf } from '../../prompt/loop/loop-of.js';
import { latestAsk } from '../../prompt/step/latest-ask.js';
import { traitsOf } from '../../prompt/traits-of.js';
import type { DecideOptions, Judgement } from '../../route/decide.js';
import type { CallFacts, Escalation } from '../../route/decide-call.js';
import { decideCall } from '../../route/decide-call.js';
import type { Kept } from '../../route/kept.js';
import type { Plan, PlanRules } from '../../route/plan.js';
import { planCall } from '../../route/plan.js';
import type { TargetFacts, Times } from '../../route/plan-request.js';
import { unavailability } from '../health.js';
import type { Kit } from '../kit.js';
import type { Learned } from '../learned.js';
import { learned } from '../learned.js';
import { warn } from '../warn.js';
import { cascadeOf } from './cascade/cascade-of.js';
import type { CascadeOptions } from './cascade/options.js';
import type { Exploration } from './exploration.js';
import { drawExploration } from './exploration.js';
import { leftToSpendUsd } from './left-to-spend.js';

export interface PlanningOptions extends DecideOptions, PlanRules {
  /** Null: no call is spent on a target that few calls go to. */
  readonly exploration: Exploration | null;
  /** False: no answer is checked. */
  readonly cascade: CascadeOptions | false;
}

/** What the seam knows before the first attempt. Not the traits: they hold text, and this is kept as long as the call. */
export interface Planned {
  readonly plan: Plan;
  readonly estimatedInputTokens: number;
  /** The tier that an answer which is no good is escalated to; null: no answer is checked. */
  readonly escalatesTo: Tier | null;
}

/** Asked only when the classifier is unsure: a decision, which is the classifier's own where the judge has none. */
export type Judge = (call: Call, traits: Traits, judgement: Judgement) => Promise<Judgement['decision']>;

/** Plans a call once it is decided how, and writes that into its trail. */
export type PlanDecided = (
  call: Call,
  decided: {
    readonly traits: Traits;
    readonly decision: Decision | null;
    readonly kept: Kept | null;
    readonly escalatesTo: Tier | null;
    /** It may be spent on what little is known of, where the call's looks allow that. */
    readonly mayExplore: boolean;
  },
) => Planned;

export function planDecided(kit: Kit, options: PlanningOptions): PlanDecided {
  const factsOf = targetFacts(kit);
  const times = { generate: answerTimes(kit, 'generate'), stream: answerTimes(kit, 'stream') };
  const known = learned(kit);

  return (call, { traits, decision, kept, escalatesTo, mayExplore }) => {
    const pinned = call.wanted.kind === 'target' ? call.wanted.target : null;
    const session = call.settings.session === null ? null : sessionFor(known, call.settings, traits);
    const isFree = mayExplore && kept === null && session === null && isNoLoopNorCritical(call, traits);
    const planned = planCall(options, {
      decision,
      pinned,
      kept,
      session,
      outputTokensAt: (target, guess) => known.outputTokensAt(target, decision?.task ?? null, guess),
      quality: kit.quality?.knownFor(decision, isFree) ?? null,
      options: call.options,
      traits,
      settings: remaining(call),
      wallMs: kit.world.wallMs,
      factsOf,
      times: times[call.mode],
      funds: kit.budgets?.fundsOf(call.settings.tenant) ?? null,
      isForShow: false,
      exploring: mayExplore ? drawExploration(kit.world, options.exploration, call, { kept, traits }) : null,
    });
    call.trail.decision = decision;
    call.trail.isHousekeeping = traits.chore !== null;
    call.trail.reasons = withReasons(decision?.reasons ?? none, planned.reasons);
    kit.emit?.({
      type: 'planned',
      callId: call.id,
      candidates: planned.candidates.map(candidate => candidate.target.id),
      leftOut: planned.leftOut,
    });
    return { plan: planned, estimatedInputTokens: traits.estimatedInputTokens, escalatesTo };
  };
}

/** Classifies and routes a call. Synchronous, unless a judge has to be asked. */
export function planAttempts(
  kit: Kit,
  options: PlanningOptions,
  judge: Judge | null,
): (call: Call) => Planned | Promise<Planned> {
  const plan = planDecided(kit, options);

  function tell(call: Call, decision: Decision, escalated: Escalation | null): void {
    const { tier, ruledTier, score, confidence, task, reasons } = decision;
    // Where the caller named the tier, nothing was classified.
    if (score === null || confidence === null || task === null) return;
    kit.emit?.({ type: 'classified', callId: call.id, tier, ruledTier, score, confidence, task, reasons });
    if (escalated !== null) {
      const { from, to, because: reason } = escalated;
      kit.emit?.({ type: 'escalated', callId: call.id, from, to, reason });
    }
    if (tiers.indexOf(tier) <= tiers.indexOf(ruledTier)) return;
    const why = escalated === null ? `confidence ${confidence.toFixed(2)}` : escalated.because;
    const message = `The tier was raised from ${ruledTier} to ${tier} (${why}).`;
    warn(kit, call, { type: 'other', message });
  }

  function decided(
    call: Call,
    { traits, loop }: Pick<CallFacts, 'traits' | 'loop'>,
    decision: Decision | null,
    kept: Kept | null,
    escalated: Escalation | null,
  ): Planned {
    const cascade = options.cascade === false ? null : cascadeOf(options.cascade, call, { loop }, decision);
    const isCascaded = cascade !== null && typeof cascade === 'object';
    const start = isCascaded ? cascade.start : decision;
    if (start !== null) tell(call, start, escalated);
    const escalatesTo = isCascaded ? cascade.to : null;
    const planned = plan(call, { traits, decision: start, kept, escalatesTo, mayExplore: true });
    kit.quality?.began(call, traits);
    return planned;
  }

  return call => {
    const facts = callFacts(call.options);
    const { traits, loop } = facts;
    const tierGivenBy = call.settings.tier === null ? 'the model id' : 'the call';
    const { decision, judgement, kept, escalated } = decideCall(
      { traits, loop, wanted: call.wanted, tierGivenBy },
      options,
    );
    const stalledAt = escalated === null ? undefined : loop?.pin?.target;
    // A prompt may come from anywhere, and name what it likes.
    if (stalledAt !== undefined && decision !== null && options.table.targets.has(stalledAt))
      kit.quality?.stalled(call, decision, stalledAt);
    if (judge === null || judgement === null || !judgement.isUnsure)
      return decided(call, facts, decision, kept, escalated);
    return judge(call, traits, judgement).then(judged => decided(call, facts, judged, kept, escalated));
  };
}

/** Where the call's session is; a chat's housekeeping is no part of it. */
export const sessionFor = (known: Learned, settings: Call['settings'], { chore }: Traits) =>
  chore === null ? known.sessionOf(settings) : null;

/** What a prompt shows: the call's looks, and the tool loop that it goes on with. */
export function callFacts(options: ModelOptions): Pick<CallFacts, 'traits' | 'loop'> {
  const latest = latestAsk(options.prompt);
  return { traits: traitsOf(options, latest), loop: loopOf(options.prompt, latest.at) };
}

const isNoLoopNorCritical = ({ settings }: Call, { toolResults }: Traits) =>
  toolResults === 0 && settings.priority !== 0;

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
      outputTokens: known.recentOutputTokens?.p95(nowMs, enoughAnswers) ?? null,
    };
  };
}

/** What the health book says of how long the answers of such calls take. */
export const answerTimes = ({ health, world }: Pick<Kit, 'health' | 'world'>, mode: Call['mode']): Times => ({
  mode,
  of: ({ stateKey }) => health.of(stateKey).answerTimes[mode].read(world.monotonicMs()),
});

/** The settings that are left to the answer: a judge has to be paid out of `maxCostUsd` too. */
const remaining = (call: Call): Call['settings'] =>
  call.trail.outcomes.length === 0 ? call.settings : { ...call.settings, maxCostUsd: leftToSpendUsd(call) };

const none: readonly string[] = [];

const withReasons = (judged: readonly string[], planned: readonly string[]): readonly string[] =>
  planned.length === 0 ? judged : [...judged, ...planned];
