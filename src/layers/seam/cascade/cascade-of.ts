import { lowered, raised } from '../../../classify/step-up.js';
import type { Call, Decision } from '../../../core/call.js';
import type { Tier } from '../../../core/classification.js';
import type { CallFacts } from '../../../route/decide-call.js';
import { mayRepeat } from '../hedge/may-repeat.js';
import { asksForJson, hasLimitOfItsOwn } from './asked.js';
import type { CascadeOptions } from './options.js';

export type CascadeFacts = Pick<Call, 'mode' | 'wanted' | 'options' | 'settings'>;
type Looks = Pick<CallFacts, 'loop'>;

/** A call whose answer is checked. */
export interface Cascade {
  /** Where it begins. */
  readonly start: Decision;
  /** The tier that it goes to when its answer is no good. */
  readonly to: Tier;
}

/**
 * How a call is cascaded; or, as a text, why it is not. Cheap first means its own tier, and the tier above when the
 * answer is no good. A call of the highest tier begins one lower, but only where a schema can tell a good answer.
 */
export function cascadeOf(
  { routes, stream }: CascadeOptions,
  { mode, wanted, options, settings }: CascadeFacts,
  { loop }: Looks,
  decision: Decision | null,
): Cascade | string {
  if (decision === null) return 'a forced target is not escalated';
  const { tier } = decision;
  if (!routes.includes(tier)) return `cascade.routes leaves ${tier} out`;
  if (mode === 'stream' && stream !== 'buffer') return streamsAreNotChecked;
  if (!settings.fallback.allowed) return 'fallback is off';
  if (loop !== null || !mayRepeat(options)) return 'not in a tool loop, nor with tools that a provider runs';
  if (!asksForJson(options) && hasLimitOfItsOwn(options))
    return 'nothing to check: no JSON is asked for, and maxOutputTokens is the call’s own';
  const to = raised(tier);
  if (to !== tier) return { start: decision, to };
  if (wanted.kind === 'tier') return `the caller gave the tier, and there is none above ${tier}`;
  if (!asksForJson(options) || options.responseFormat.schema === undefined)
    return `there is no tier above ${tier}, and no JSON schema that could tell a good answer of a lower one`;
  const start = lowered(tier);
  return {
    start: { ...decision, tier: start, reasons: [...decision.reasons, `cascade: begins ${start}, checked`] },
    to: tier,
  };
}

export const streamsAreNotChecked = "streams are not checked: cascade.stream is not 'buffer'";
