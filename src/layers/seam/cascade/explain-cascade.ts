import type { Decision } from '../../../core/call.js';
import type { Tier } from '../../../core/classification.js';
import type { CallFacts } from '../../../route/decide-call.js';
import type { Plan } from '../../../route/plan.js';
import type { CascadeFacts } from './cascade-of.js';
import { cascadeOf, streamsAreNotChecked } from './cascade-of.js';
import type { CascadeOptions } from './options.js';
import { isSameTry } from './strong-candidate.js';

/** What `explain` says of the cascade. */
export interface ExplainedCascade {
  /** What happens when the answer is no good; null: it is not checked. */
  readonly escalation: {
    readonly from: Tier;
    readonly to: Tier;
    /** Who is expected to answer then; null: nobody that the call could go to. */
    readonly target: string | null;
  } | null;
  readonly reasons: readonly string[];
}

export interface PlannedCascade {
  /** Of the call as it begins. */
  readonly decision: Decision | null;
  readonly plan: Plan;
  /** Null: the cascade is off. */
  readonly cascade: ExplainedCascade | null;
}

/** The plan that a whole answer would get, and what would become of one that is no good. */
export function explainCascade(
  options: CascadeOptions | false,
  facts: Omit<CascadeFacts, 'mode'>,
  looks: Pick<CallFacts, 'loop'>,
  decision: Decision | null,
  planFor: (decision: Decision | null) => Plan,
): PlannedCascade {
  if (options === false) return { decision, plan: planFor(decision), cascade: null };
  const cascade = cascadeOf(options, { ...facts, mode: 'generate' }, looks, decision);
  if (typeof cascade === 'string')
    return { decision, plan: planFor(decision), cascade: { escalation: null, reasons: [cascade] } };
  const { start, to } = cascade;
  const plan = planFor(start);
  const [first] = plan.candidates;
  const strong = planFor({ ...start, tier: to }).candidates.find(
    candidate => first === undefined || !isSameTry(candidate, first, facts.options),
  );
  const target = strong?.target.id ?? null;
  const reasons = [
    `begins ${start.tier}; an answer that is no good is replaced once by one of ${to} (${target ?? 'but no other target takes the call'})`,
    ...(options.stream === 'buffer'
      ? ['streams are handed on when they have ended']
      : [streamsAreNotChecked]),
  ];
  return { decision: start, plan, cascade: { escalation: { from: start.tier, to, target }, reasons } };
}
