import type { Meter } from '@opentelemetry/api';
import type { Listener, RoutedEvent } from '../../core/events.js';
import { nanoUsdPerUsd } from '../../core/nano-usd.js';
import type { Usage } from '../../core/outcome.js';
import type { AttemptEnd } from './attempt-attributes.js';
import { wasNotSent } from './attempt-attributes.js';
import { boundedLabels } from './bounded-labels.js';
import type { Instruments } from './instruments.js';
import { createInstruments } from './instruments.js';

/**
 * Counts calls and attempts. Labels are few, whatever callers send: target, provider, model, tier, outcome, kind of error.
 * A tenant, a session, a tag or a call id is never one.
 * @param currentMeter asked at each call: what `@opentelemetry/api` hands out before an SDK is registered stays without one
 */
export function callMetrics(currentMeter: () => Meter): Listener {
  const labels = boundedLabels();
  let meter: Meter | undefined;
  let instruments: Instruments;

  function renew(): void {
    const current = currentMeter();
    if (current === meter) return;
    meter = current;
    instruments = createInstruments(current);
  }

  function count(usage: Usage, of: ReturnType<typeof labels.of>): void {
    if (usage.inputTokens !== null) instruments.inputTokens.record(usage.inputTokens, of);
    if (usage.outputTokens !== null) instruments.outputTokens.record(usage.outputTokens, of);
    // No provider says of every token whether it was text.
    const counted = { ...of, 'gen_ai.token.modality': 'unknown' };
    for (const [name, counter] of Object.entries(instruments.usage)) {
      const tokens = usage[name as keyof Usage];
      if (tokens !== null && tokens > 0) counter.add(tokens, counted);
    }
  }

  function attempt(event: AttemptEnd): void {
    const { target, model, provider, outcome, errorClass, usage, firstContentMs } = event;
    if (wasNotSent(event)) {
      if (outcome === 'skipped')
        instruments.refusals.add(1, { 'routed.target': labels.target(target), 'error.type': errorClass });
      return;
    }
    const of = labels.of(target, model, provider);
    const ended = errorClass === undefined ? of : { ...of, 'error.type': errorClass };
    instruments.duration.record(event.latencyMs / 1_000, ended);
    // A whole answer has none.
    if (firstContentMs !== null) instruments.firstChunk.record(firstContentMs / 1_000, of);
    if (usage !== null) count(usage, of);
  }

  function end({ outcome, errorName, report }: RoutedEvent & { type: 'call-end' }): void {
    const tier = report.tier ?? 'none';
    instruments.calls.add(1, {
      'routed.tier': tier,
      'routed.outcome': outcome,
      ...(errorName === undefined ? undefined : { 'error.type': labels.error(errorName) }),
    });
    if (report.savedUsd !== null) instruments.saved.add(report.savedUsd, { 'routed.tier': tier });
    for (const { target, costNanoUsd } of report.attempts)
      if (costNanoUsd !== null && costNanoUsd > 0)
        instruments.cost.add(costNanoUsd / nanoUsdPerUsd, {
          'routed.target': labels.target(target),
          'routed.tier': tier,
        });
  }

  return event => {
    renew();
    switch (event.type) {
      case 'attempt-end':
        return attempt(event);
      case 'retry-wait':
        return instruments.retries.add(1, {
          'routed.target': labels.target(event.target),
          'routed.reason': event.reason,
        });
      case 'failover':
        return instruments.failovers.add(1, {
          'routed.target': labels.target(event.from),
          'error.type': event.errorClass,
        });
      case 'call-end':
        return end(event);
    }
  };
}
