import type { Answer, Call } from '../../../core/call.js';
import type { Tier } from '../../../core/classification.js';
import { tiers } from '../../../core/classification.js';
import { DeadlineExceededError } from '../../../core/errors.js';
import type { Kit } from '../../kit.js';
import { warn } from '../../warn.js';
import type { OpenAttempt } from '../open-attempt.js';
import { openAttempt } from '../open-attempt.js';
import type { RetryOptions } from '../options.js';
import type { Planned, PlanningOptions } from '../plan-attempts.js';
import { callFacts, planDecided } from '../plan-attempts.js';
import type { Verdict } from './check-draft.js';
import { checkDraft } from './check-draft.js';
import { holdBack } from './hold-back.js';
import { strongCandidate } from './strong-candidate.js';

export interface EscalateParts {
  readonly planning: PlanningOptions;
  readonly retry: RetryOptions | false;
  readonly sendOne: (open: OpenAttempt) => Promise<Answer>;
}

type Bad = Extract<Verdict, { kind: 'bad' }>;

/** The answer of a call, once it was looked at: the same, or that of the tier above. */
export type Escalate = (call: Call, planned: Planned, answering: Promise<Answer>) => Promise<Answer>;

/**
 * Looks at the answers of calls that are cascaded. One that is no good is replaced by that of a single attempt in the
 * tier above, which is not looked at again; where that comes to nothing, the first one stands, with a warning. Both are
 * attempts of the call: each is charged, and what the report calls usage is that of the answer that was handed on.
 */
export function escalate(kit: Kit, { planning, retry, sendOne }: EscalateParts): Escalate {
  const { world, emit } = kit;
  // Its time is asked for whatever the strategy: the call's deadline may not have so much left.
  const planAt = planDecided(kit, { ...planning, isByTime: true });

  /** The plan of a call as one of this tier. What the trail says of the call stays as it is. */
  function planFor(call: Call, tier: Tier): Planned {
    const { decision, reasons } = call.trail;
    const planned = planAt(call, {
      ...callFacts(call.options),
      decision: decision === null ? null : { ...decision, tier },
      kept: null,
      escalatesTo: null,
      mayExplore: false,
    });
    Object.assign(call.trail, { decision, reasons });
    return planned;
  }

  function openStrong(
    call: Call,
    { plan: weak, estimatedInputTokens }: Planned,
    to: Tier,
    isCut: boolean,
  ): OpenAttempt | string {
    // A judge's is none of the answer's.
    const attempts = call.trail.attempts.filter(({ target }) => planning.table.targets.has(target));
    // As many as a failing target would be given; what was limited by a hint is not counted there either.
    const sent = attempts.filter(one => one.outcome !== 'skipped' && one.errorClass !== 'rate-limit').length;
    if (retry !== false && sent >= retry.maxAttempts) return 'retry.maxAttempts are used up';
    const { plan: strong } = planFor(call, to);
    const remainingMs = call.deadlineAtMs === null ? null : call.deadlineAtMs - world.monotonicMs();
    const candidate = strongCandidate(call, { strong, weak, isCut, remainingMs });
    if (typeof candidate === 'string') return candidate;
    return openAttempt(call, candidate, {
      number: attempts.length + 1,
      hasAlternative: true,
      estimatedInputTokens,
      affordableOutputTokens: candidate.affordableOutputTokens,
    });
  }

  function keep(call: Call, { problem, isCut }: Bad, why: string): void {
    // Where another one would have been cut as well, its target is not to blame.
    if (!isCut) kit.quality?.spoiled(call);
    const message = `${sentence(problem)}, and was not replaced: ${why}.`;
    warn(kit, call, { type: 'other', message }, call.trail.winner?.id);
  }

  /** Into the trail goes what the call has become, once it has. */
  function noteRaised(call: Call, to: Tier, problem: string): void {
    const { trail } = call;
    const { decision } = trail;
    if (decision === null) return;
    trail.decision = { ...decision, tier: to };
    trail.reasons = [...trail.reasons, `escalated from ${decision.tier} to ${to}: ${problem}`];
    const { ruledTier } = decision;
    if (tiers.indexOf(to) <= tiers.indexOf(ruledTier)) return;
    warn(kit, call, {
      type: 'other',
      message: `The tier was raised from ${ruledTier} to ${to} (${problem}).`,
    });
  }

  async function replaced(call: Call, planned: Planned, to: Tier, verdict: Bad): Promise<Answer | null> {
    const { problem, isCut } = verdict;
    let tried: string | null = null;
    try {
      const open = openStrong(call, planned, to, isCut);
      if (typeof open === 'string') {
        keep(call, verdict, open);
        return null;
      }
      tried = open.attempt.target.id;
      const from = call.trail.decision?.tier ?? to;
      emit?.({ type: 'escalated', callId: call.id, from, to, reason: problem });
      // What the first one had was seen by nobody.
      call.trail.firstContentAtMs = null;
      const answer = await sendOne(open);
      noteRaised(call, to, problem);
      return answer;
    } catch {
      if (hasLeft(call)) throw call.cancel.reason;
      keep(call, verdict, tried === null ? 'the plan of a call failed' : `${tried} did not answer`);
      return null;
    }
  }

  async function look(call: Call, planned: Planned, to: Tier, answering: Promise<Answer>): Promise<Answer> {
    const { answer, draft } = await holdBack(await answering);
    if (draft?.finishReason === null && call.cancel.isCancelled) throw call.cancel.reason;
    const verdict = draft === null ? null : await checkDraft(draft, call.options);
    if (verdict?.kind === 'unchecked') {
      const message = `The answer was not checked: ${verdict.because}.`;
      emit?.({ type: 'warning', callId: call.id, message });
    }
    const strong = verdict?.kind === 'bad' ? await replaced(call, planned, to, verdict) : null;
    if (strong !== null) return strong;
    if (answer.mode === 'stream') call.trail.firstContentAtMs = world.monotonicMs();
    return answer;
  }

  return (call, planned, answering) =>
    planned.escalatesTo === null ? answering : look(call, planned, planned.escalatesTo, answering);
}

/** A passed deadline is no reason to lose an answer that there is. */
const hasLeft = ({ cancel }: Call): boolean =>
  cancel.isCancelled && !DeadlineExceededError.isInstance(cancel.reason);

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
