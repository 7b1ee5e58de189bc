import { raised } from '../classify/step-up.js';
import type { Decision, Wanted } from '../core/call.js';
import type { Tier } from '../core/classification.js';
import type { Traits } from '../core/traits.js';
import type { Loop } from '../prompt/loop/loop-of.js';
import type { Pin } from '../prompt/loop/pin.js';
import type { DecideOptions, Judgement } from './decide.js';
import { decide, givenTier } from './decide.js';
import type { Kept } from './kept.js';
import { optionFor } from './kept.js';
import type { RouteTable } from './route-table.js';

export interface CallFacts {
  readonly wanted: Wanted;
  readonly traits: Traits;
  /** The tool loop that the call goes on with; null: it begins something new. */
  readonly loop: Loop | null;
  /** Who named the tier, where it is not classified: `the call`. */
  readonly tierGivenBy: string;
}

/** A tier that was left because its model got nowhere. */
export interface Escalation {
  readonly from: Tier;
  readonly to: Tier;
  readonly because: string;
}

export interface CallDecision {
  /** Null: the target is forced, and nothing is judged. */
  readonly decision: Decision | null;
  /** The classifier's judgement, where it alone decided: a judge may be asked. */
  readonly judgement: Judgement | null;
  /** The target of the tool loop; null: there is none to stay with. */
  readonly kept: Kept | null;
  readonly escalated: Escalation | null;
}

/**
 * Decides how a call is to be routed. A tool loop stays in the tier and at the target that it is in, whatever its
 * next step looks like, until it stalls: then it goes one tier up. A tier or a target that the caller named stands.
 */
export function decideCall(
  { wanted, traits, loop, tierGivenBy }: CallFacts,
  rules: DecideOptions & { readonly table: RouteTable },
): CallDecision {
  if (wanted.kind === 'target') return { decision: null, judgement: null, kept: null, escalated: null };
  if (wanted.kind === 'tier')
    return {
      decision: givenTier(wanted.tier, tierGivenBy),
      judgement: null,
      kept: keptOf(rules.table, wanted.tier, loop?.pin ?? null),
      escalated: null,
    };
  const judgement = decide(traits, rules);
  if (loop === null) return { decision: judgement.decision, judgement, kept: null, escalated: null };
  return inLoop(judgement, loop, rules.table);
}

const beganLoop = 'it is in this tool loop';

function keptOf(table: RouteTable, tier: Tier, pin: Pin | null): Kept | null {
  if (pin === null || optionFor(table, tier, pin.target) === null) return null;
  return { target: pin.target, because: beganLoop };
}

function inLoop(judgement: Judgement, { pin, stalled }: Loop, table: RouteTable): CallDecision {
  const kept = pin === null ? null : keptOf(table, pin.tier, pin);
  const { decision } = judgement;
  const tier = kept === null ? decision.tier : (pin as Pin).tier;
  const stays =
    kept === null
      ? decision
      : { ...decision, tier, ruledTier: tier, reasons: [...decision.reasons, `tool loop: stays ${tier}`] };
  if (stalled === null)
    return { decision: stays, judgement: kept === null ? judgement : null, kept, escalated: null };
  const because = `${stalled.badCalls} of the last ${stalled.calls} tool calls repeat or fail`;
  const to = raised(tier);
  const reason = to === tier ? `stalled at the highest tier: ${because}` : `one tier up: ${because}`;
  return {
    decision: { ...stays, tier: to, ruledTier: tier, reasons: [...stays.reasons, reason] },
    judgement: null,
    kept: to === tier ? kept : null,
    escalated: to === tier ? null : { from: tier, to, because },
  };
}
