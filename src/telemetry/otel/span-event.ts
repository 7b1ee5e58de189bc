import type { Attributes } from '@opentelemetry/api';
import type { RoutedEvent } from '../../core/events.js';
import { present } from './call-attributes.js';

/** What is told on the span of a call, under `routed.<type>`; null: the event is told otherwise, or not at all. */
export function spanEventAttributes(event: RoutedEvent): Attributes | null {
  switch (event.type) {
    case 'failover':
      return present({
        'routed.from': event.from,
        'routed.to': event.to,
        'error.type': event.errorClass,
        'routed.is_continuation': event.isContinuation,
      });
    case 'retry-wait':
      return present({
        'routed.target': event.target,
        'routed.delay_ms': event.delayMs,
        'routed.reason': event.reason,
        'routed.is_continuation': event.isContinuation,
      });
    case 'queue-wait':
      return present({ 'routed.target': event.target, 'routed.waited_ms': event.waitedMs });
    case 'circuit-open':
      return present({
        'routed.target': event.target,
        'routed.retry_after_ms': event.retryAfterMs,
        'routed.reason': event.reason,
      });
    case 'circuit-half-open':
    case 'circuit-closed':
      return present({ 'routed.target': event.target });
    case 'rate-limited':
      return present({ 'routed.target': event.target, 'routed.retry_after_ms': event.retryAfterMs });
    case 'escalated':
      return present({ 'routed.from': event.from, 'routed.to': event.to, 'routed.reason': event.reason });
    case 'hedge-start':
      return present({ 'routed.from': event.from, 'routed.to': event.to, 'routed.after_ms': event.afterMs });
    case 'warning':
      return present({ 'routed.target': event.target, 'routed.message': event.message });
    default:
      return null;
  }
}
