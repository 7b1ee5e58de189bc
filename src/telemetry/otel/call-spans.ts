import type { Context, Span, Tracer } from '@opentelemetry/api';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Listener, RoutedEvent } from '../../core/events.js';
import { cut } from '../cut.js';
import type { AttemptEnd, OfCall } from './attempt-attributes.js';
import { attemptAttributes, wasNotSent } from './attempt-attributes.js';
import { endAttributes, present, startAttributes } from './call-attributes.js';
import { momentOf } from './moment.js';
import { spanEventAttributes } from './span-event.js';

interface OpenCall extends OfCall {
  readonly span: Span;
  /** Where the attempts' spans belong. */
  readonly inside: Context;
  readonly startedAtMs: number;
}

/** A call always ends; were one not to, the oldest gives way. */
const mostOpenCalls = 10_000;

/**
 * A span per call, child of what is active where the call is made, and below it one per attempt that was sent. A call's is
 * INTERNAL and called `routed <id>`; attempts are `chat <real model>` and CLIENT, so that only they count as inferences.
 * The span of an attempt is made when it has settled, with its true times: one that is refused in line was none.
 */
export function callSpans(tracer: Tracer): Listener {
  const open = new Map<string, OpenCall>();

  function start(event: RoutedEvent & { type: 'call-start' }, callId: string): void {
    const parent = context.active();
    const { at, requested, mode, session, settings } = event;
    const span = tracer.startSpan(
      `routed ${cut(requested)}`,
      { kind: SpanKind.INTERNAL, startTime: momentOf(at), attributes: startAttributes(event) },
      parent,
    );
    // Left out by the sampler: none of its children would be kept either.
    if (!span.isRecording()) return;
    const sameId = open.get(callId);
    if (sameId !== undefined) giveUp(callId, sameId, at);
    else if (open.size >= mostOpenCalls) {
      const [oldestId, oldest] = open.entries().next().value as [string, OpenCall];
      giveUp(oldestId, oldest, at);
    }
    open.set(callId, { span, inside: trace.setSpan(parent, span), startedAtMs: at, mode, session, settings });
  }

  function giveUp(callId: string, { span }: OpenCall, nowMs: number): void {
    open.delete(callId);
    span.setAttribute('routed.outcome', 'unknown');
    span.end(momentOf(nowMs));
  }

  function attempt(event: AttemptEnd, call: OpenCall): void {
    const startMs = call.startedAtMs + event.startedMs;
    const span = tracer.startSpan(
      `chat ${cut(event.model)}`,
      { kind: SpanKind.CLIENT, startTime: momentOf(startMs), attributes: attemptAttributes(event, call) },
      call.inside,
    );
    if (event.outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(momentOf(startMs + event.latencyMs));
  }

  function end(event: RoutedEvent & { type: 'call-end' }, { span, startedAtMs }: OpenCall): void {
    span.setAttributes(endAttributes(event));
    if (event.outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(momentOf(startedAtMs + event.report.latencyMs));
  }

  return event => {
    const { callId, at } = event;
    if (callId === undefined) return;
    if (event.type === 'call-start') return start(event, callId);
    const call = open.get(callId);
    if (call === undefined) return;
    if (event.type === 'call-end') {
      open.delete(callId);
      end(event, call);
    } else if (event.type === 'attempt-end' && !wasNotSent(event)) attempt(event, call);
    else {
      const attributes = event.type === 'attempt-end' ? refusal(event) : spanEventAttributes(event);
      const name = event.type === 'attempt-end' ? 'attempt-refused' : event.type;
      if (attributes !== null) call.span.addEvent(`routed.${name}`, attributes, momentOf(at));
    }
  };
}

const refusal = ({ target, attempt, errorClass, latencyMs }: AttemptEnd) =>
  present({
    'routed.target': target,
    'routed.attempt.number': attempt,
    'error.type': errorClass,
    'routed.waited_ms': latencyMs,
  });
