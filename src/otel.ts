import type { Meter, Tracer } from '@opentelemetry/api';
import { diag, metrics, trace } from '@opentelemetry/api';
import { z } from 'zod/v4';
import type { Listener } from './core/events.js';
import { parseOptions } from './core/parse-options.js';
import type { Report } from './measure/report.js';
import { callMetrics } from './telemetry/otel/call-metrics.js';
import { callSpans } from './telemetry/otel/call-spans.js';
import { reportGauges } from './telemetry/otel/gauges.js';

declare const __PACKAGE_VERSION__: string | undefined;
const scope = 'ai-sdk-routed';
const version = typeof __PACKAGE_VERSION__ === 'string' ? __PACKAGE_VERSION__ : '0.0.0';

export interface OtelOptions {
  /** Default: the global one, also where it is registered later. */
  readonly tracer?: Tracer;
  /** Default: the global one, also where it is registered later. */
  readonly meter?: Meter;
}

const has = (name: string) => (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Record<string, unknown>)[name] === 'function';

const aMeter = z
  .custom<Meter>(has('createHistogram'), { error: 'is no meter of OpenTelemetry' })
  .optional()
  .describe('Where the metrics go.');

const otelOptions = z.strictObject({
  tracer: z
    .custom<Tracer>(has('startSpan'), { error: 'is no tracer of OpenTelemetry' })
    .optional()
    .describe('Where the spans go.'),
  meter: aMeter,
});

/**
 * A listener for `createRouted({ onEvent })` that writes a span per call and per attempt, and metrics. Never throws: what
 * goes wrong is told once to `diag` of OpenTelemetry. No prompt, answer or key is in what it writes.
 * @throws InvalidOptionsError for what is no tracer or meter
 * @example
 * const routed = createRouted({ onEvent: otelListener() });
 */
export function otelListener(options: OtelOptions = {}): Listener {
  const { tracer, meter } = parseOptions(otelOptions, options);
  const spans = guarded(callSpans(tracer ?? trace.getTracer(scope, version)));
  const counted = guarded(callMetrics(meter === undefined ? globalMeter() : () => meter));
  return event => {
    spans(event);
    counted(event);
  };
}

/**
 * Gauges of circuits and lines, read from `routed.report()` whenever metrics are collected. Call it once the SDK is
 * registered, once for each `name`.
 * @returns ends them
 * @throws InvalidOptionsError for what is no meter
 */
export function otelGauges(
  routed: { report(): Pick<Report, 'queue' | 'targets'> },
  options: Pick<OtelOptions, 'meter'> = {},
): () => void {
  const { meter } = parseOptions(z.strictObject({ meter: aMeter }), options);
  return reportGauges(routed, meter ?? metrics.getMeter(scope, version));
}

/** The same meter for as long as its provider is registered. */
function globalMeter(): () => Meter {
  let provider: unknown;
  let meter: Meter;
  return () => {
    const current = metrics.getMeterProvider();
    if (current !== provider) {
      provider = current;
      meter = current.getMeter(scope, version);
    }
    return meter;
  };
}

function guarded(listener: Listener): Listener {
  let hasComplained = false;
  return event => {
    try {
      listener(event);
    } catch (error) {
      if (hasComplained) return;
      hasComplained = true;
      diag.error(`${scope}: telemetry failed at ${event.type}`, error);
    }
  };
}
