import type { Report } from '../../measure/report.js';
import type { Family, Sample } from './exposition.js';
import type { TargetSums } from './target-sums.js';
import { targetSums } from './target-sums.js';

/** A report as metrics, in base units: seconds and US dollars. */
export const familiesOf = (report: Report): Family[] => [
  ...ofCalls(report),
  ...ofTargets(targetSums(report.targets)),
  ...ofLines(report),
];

function ofCalls({ totals, tiers }: Report): Family[] {
  const outcomes = { ok: totals.succeeded, failed: totals.failed, cancelled: totals.cancelled };
  const byTier = Object.entries(tiers);
  return [
    counter('routed_calls_total', 'Calls that have ended.', labelled('outcome', Object.entries(outcomes))),
    counter('routed_unpriced_calls_total', 'Calls that are in no sum of cost.', [
      { value: totals.unpricedCalls },
    ]),
    counter('routed_cost_usd_total', 'What calls cost.', [{ value: totals.costUsd }]),
    counter('routed_baseline_cost_usd_total', 'What they would have cost at the baseline target.', [
      { value: totals.baselineCostUsd },
    ]),
    gauge('routed_saved_usd', 'Saved against the baseline so far; falls where a call costs more than it.', [
      { value: totals.savedUsd },
    ]),
    counter(
      'routed_tokens_total',
      'Tokens of answers.',
      labelled('direction', [
        ['input', totals.inputTokens],
        ['output', totals.outputTokens],
      ]),
    ),
    counter(
      'routed_tier_calls_total',
      'Calls by tier.',
      labelled(
        'tier',
        byTier.map(([tier, { calls }]) => [tier, calls]),
      ),
    ),
    counter(
      'routed_tier_cost_usd_total',
      'What calls cost, by tier.',
      labelled(
        'tier',
        byTier.map(([tier, { costUsd }]) => [tier, costUsd]),
      ),
    ),
  ];
}

function ofTargets(targets: readonly TargetSums[]): Family[] {
  const each = (figureOf: (target: TargetSums) => number) =>
    labelled(
      'target',
      targets.map(target => [target.label, figureOf(target)]),
    );
  return [
    counter(
      'routed_target_attempts_total',
      'Attempts that were answered or failed; not those that a caller left.',
      each(target => target.requests),
    ),
    counter(
      'routed_target_errors_total',
      'Attempts that failed.',
      each(target => target.errors),
    ),
    counter(
      'routed_target_cost_usd_total',
      'What attempts cost.',
      each(target => money(target.costUsd)),
    ),
    {
      name: 'routed_target_latency_seconds',
      type: 'summary',
      help: 'Time of attempts that were answered.',
      samples: targets.flatMap(({ label, requests, errors, latencySeconds, only }) => [
        ...quantiles(label, [
          ['0.5', only?.p50LatencyMs],
          ['0.95', only?.p95LatencyMs],
          ['0.99', only?.p99LatencyMs],
        ]),
        { suffix: '_sum', labels: { target: label }, value: microseconds(latencySeconds) },
        { suffix: '_count', labels: { target: label }, value: requests - errors },
      ]),
    },
    {
      name: 'routed_target_first_content_seconds',
      type: 'summary',
      help: 'Time to the first content of attempts that were answered.',
      samples: targets.flatMap(({ label, only }) =>
        quantiles(label, [
          ['0.5', only?.p50FirstContentMs],
          ['0.95', only?.p95FirstContentMs],
        ]),
      ),
    },
    gauge(
      'routed_target_circuit',
      'Targets whose circuit is in this state.',
      targets.flatMap(({ label, circuits }) =>
        Object.entries(circuits).map(([state, value]) => ({ labels: { target: label, state }, value })),
      ),
    ),
  ];
}

function ofLines({ queue, ledger }: Report): Family[] {
  return [
    gauge('routed_queue_active', 'Attempts under way.', [{ value: queue.active }]),
    gauge('routed_queue_waiting', 'Attempts that wait in line.', [{ value: queue.waiting }]),
    gauge('routed_queue_utilization_ratio', 'Slots in use of those there are.', [
      { value: queue.utilizationRatio },
    ]),
    counter('routed_refused_total', 'Attempts that were refused a place in line.', [
      { value: queue.refused },
    ]),
    counter('routed_ledger_records_total', 'Calls entered into the ledger.', [{ value: ledger.recorded }]),
    counter('routed_ledger_dropped_total', 'Records that the sink of the ledger lost.', [
      { value: ledger.dropped },
    ]),
  ];
}

const counter = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  type: 'counter',
  help,
  samples,
});
const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  ...counter(name, help, samples),
  type: 'gauge',
});

const labelled = (label: string, values: ReadonlyArray<readonly [string, number]>): Sample[] =>
  values.map(([text, value]) => ({ labels: { [label]: text }, value }));

const quantiles = (
  target: string,
  values: ReadonlyArray<readonly [string, number | null | undefined]>,
): Sample[] =>
  values.flatMap(([quantile, ms]) =>
    ms === null || ms === undefined ? [] : [{ labels: { target, quantile }, value: ms / 1_000 }],
  );

/** A sum that was an average before must not fall by a rounding: Prometheus would take that for a new start. */
const microseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
const money = (usd: number): number => Math.round(usd * 1e9) / 1e9;
