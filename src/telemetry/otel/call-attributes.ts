import type { Attributes } from '@opentelemetry/api';
import type { RoutedEvent } from '../../core/events.js';
import { cut, cutList, tagAttributes } from '../cut.js';

type CallStart = RoutedEvent & { type: 'call-start' };
type CallEnd = RoutedEvent & { type: 'call-end' };

/**
 * What a call says of itself. No `gen_ai.request.model` and no `gen_ai.operation.name`: backends price what has them, and
 * a call is paid for by its attempts.
 */
export const startAttributes = ({
  callId,
  requested,
  mode,
  tenant,
  session,
  priority,
  tags,
}: CallStart): Attributes => ({
  'routed.call.id': callId,
  'routed.requested': cut(requested),
  'routed.mode': mode,
  'routed.tenant': cut(tenant),
  'routed.priority': priority,
  ...(session === null ? undefined : { 'gen_ai.conversation.id': cut(session) }),
  ...tagAttributes(tags),
});

/** What it came to; facts that are absent are left out. */
export function endAttributes({ outcome, errorName, report }: CallEnd): Attributes {
  const { costNanoUsd } = report;
  return present({
    'routed.outcome': outcome,
    'error.type': errorName === undefined ? null : cut(errorName),
    'routed.target': report.target,
    'routed.model': report.model,
    'routed.provider': report.provider,
    'routed.tier': report.tier,
    'routed.ruled_tier': report.ruledTier,
    'routed.score': report.score,
    'routed.confidence': report.confidence,
    'routed.task': report.task,
    'routed.reasons': cutList(report.reasons),
    'routed.attempts': report.attempts.length,
    'routed.queued_ms': report.queuedMs,
    'routed.first_content_ms': report.firstContentMs,
    'routed.cost.usd': report.costUsd,
    'routed.cost.nano_usd': costNanoUsd,
    'routed.baseline.usd': report.baselineCostUsd,
    'routed.saved.usd': report.savedUsd,
    'routed.estimated': report.estimated,
  });
}

export type Facts = Readonly<Record<string, string | number | boolean | string[] | null | undefined>>;

export function present(facts: Facts): Attributes {
  const attributes: Attributes = {};
  for (const [name, fact] of Object.entries(facts))
    if (fact !== null && fact !== undefined) attributes[name] = typeof fact === 'string' ? cut(fact) : fact;
  return attributes;
}
