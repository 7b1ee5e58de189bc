import { context, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** The real SDK of OpenTelemetry, with what it exports kept in memory. */
export function telemetry() {
  const exporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 1e8 });
  const meters = new MeterProvider({ readers: [reader] });

  return {
    tracers,
    meters,
    tracer: tracers.getTracer('test'),
    meter: meters.getMeter('test'),
    spans: (): ReadableSpan[] => exporter.getFinishedSpans(),
    /** The points of every metric, by its name. */
    async points(): Promise<Record<string, Point[]>> {
      metricExporter.reset();
      await reader.forceFlush();
      const exported = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      return Object.fromEntries(
        exported.flatMap(scope =>
          scope.metrics.map(metric => [metric.descriptor.name, metric.dataPoints as unknown as Point[]]),
        ),
      );
    },
    /** As an application does it at its start; returns how to undo it. */
    register(): () => void {
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
      trace.setGlobalTracerProvider(tracers);
      metrics.setGlobalMeterProvider(meters);
      return () => {
        context.disable();
        trace.disable();
        metrics.disable();
      };
    },
    shutdown: () => Promise.all([tracers.shutdown(), meters.shutdown()]),
  };
}

export interface Point {
  readonly attributes: Record<string, unknown>;
  readonly value: number & { count: number; sum: number; buckets: { boundaries: number[] } };
}

export const idOf = (span: ReadableSpan): string => span.spanContext().spanId;

export const childrenOf = (spans: readonly ReadableSpan[], parent: ReadableSpan | null): ReadableSpan[] =>
  spans
    .filter(span => {
      const id = span.parentSpanContext?.spanId;
      return parent === null ? !spans.some(other => idOf(other) === id) : id === idOf(parent);
    })
    .sort((one, other) => msOf(one.startTime) - msOf(other.startTime));

export const msOf = ([seconds, nanos]: readonly [number, number]): number => seconds * 1_000 + nanos / 1e6;

/** Spans as a tree, with their events where they fell: what a person reads. `keys` are the attributes to show. */
export function spanTree(spans: readonly ReadableSpan[], keys: readonly string[] = []): string {
  const startMs = Math.min(...spans.map(span => msOf(span.startTime)));
  const shown = (attributes: Readonly<Record<string, unknown>>, names = Object.keys(attributes)) =>
    names
      .flatMap(name =>
        attributes[name] === undefined ? [] : [` ${name}=${JSON.stringify(attributes[name])}`],
      )
      .join('');
  const lines = (span: ReadableSpan, indent: string): string[] => {
    const time = `${Math.round(msOf(span.startTime) - startMs)}..${Math.round(msOf(span.endTime) - startMs)} ms`;
    const status = span.status.code === SpanStatusCode.ERROR ? ' ERROR' : '';
    return [
      `${indent}${span.name} [${SpanKind[span.kind]}] ${time}${status}${shown(span.attributes, [...keys])}`,
      ...span.events.map(
        ({ name, time: at, attributes = {} }) =>
          `${indent}  · ${Math.round(msOf(at) - startMs)} ms ${name}${shown(attributes)}`,
      ),
      ...childrenOf(spans, span).flatMap(child => lines(child, `${indent}  `)),
    ];
  };
  return childrenOf(spans, null)
    .flatMap(span => lines(span, ''))
    .join('\n');
}
