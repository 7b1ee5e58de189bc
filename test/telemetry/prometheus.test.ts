import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import parse from 'parse-prometheus-text-format';
import { describe, expect, it } from 'vitest';
import type { Report, TargetReport } from '../../src/measure/report.js';
import { prometheus, prometheusContentType } from '../../src/prometheus.js';
import { createRouted as createV1 } from '../../src/v1.js';
import { createRouted as createV2 } from '../../src/v2.js';
import { createRouted as createV3 } from '../../src/v3.js';
import { ask, connectionError, harness, outcomeOf } from '../layers/routed-harness.js';

interface Parsed {
  readonly name: string;
  readonly type: string;
  readonly metrics: ReadonlyArray<{
    readonly value?: string;
    readonly labels?: Record<string, string>;
    readonly quantiles?: Record<string, string>;
    readonly count?: string;
    readonly sum?: string;
  }>;
}

/** By a parser that others wrote. */
const read = (text: string): Parsed[] => parse(text);
const family = (text: string, name: string) => read(text).find(one => one.name === name)!;
const valueIn = (text: string, name: string, labels: Record<string, string> = {}): number =>
  Number(
    read(text)
      .filter(one => one.name === name)
      .flatMap(({ metrics }) => metrics)
      .find(({ labels: own = {} }) => Object.entries(labels).every(([label, value]) => own[label] === value))
      ?.value,
  );

const target = (more: Partial<TargetReport> = {}): TargetReport => ({
  requests: 3,
  errors: 1,
  errorRatio: 1 / 3,
  averageLatencyMs: 200,
  p50LatencyMs: 150,
  p95LatencyMs: 250,
  p99LatencyMs: 260,
  p50FirstContentMs: 50,
  p95FirstContentMs: 60,
  costUsd: 0.5,
  circuit: 'closed',
  ...more,
});

const reportOf = (
  targets: Report['targets'],
  totals: Partial<Report['totals']> = {},
): { report(): Report } => ({
  report: () => ({ ...harness({ a: 'x' }).routed.report(), targets, totals: { ...empty, ...totals } }),
});
const empty = harness({ a: 'x' }).routed.report().totals;
const fromEntries = (entries: ReadonlyArray<readonly [string, TargetReport]>): Report['targets'] =>
  Object.assign(Object.create(null), Object.fromEntries(entries));

describe('prometheus', () => {
  it('writes what the report says, in base units', async () => {
    const { routed, world } = harness(
      { a: { error: connectionError() }, b: { text: 'fine', afterMs: 100 } },
      { baseline: 'b', retry: { maxAttempts: 4 } },
    );
    const answering = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(60_000);
    expect(answering.isDone).toBe(true);
    const text = prometheus(routed);
    const { totals, targets } = routed.report();
    expect(valueIn(text, 'routed_calls_total', { outcome: 'ok' })).toBe(1);
    expect(valueIn(text, 'routed_cost_usd_total')).toBe(totals.costUsd);
    expect(valueIn(text, 'routed_saved_usd')).toBe(totals.savedUsd);
    expect(valueIn(text, 'routed_tokens_total', { direction: 'input' })).toBe(totals.inputTokens);
    expect(valueIn(text, 'routed_target_errors_total', { target: 'a' })).toBe(targets.a!.errors);
    expect(targets.a!.errors).toBeGreaterThan(0);
    // The parser loses the labels of a summary: its samples are read one by one.
    const samples = text.replaceAll(/^#.*\n/gm, '');
    const latency = 'routed_target_latency_seconds';
    expect(valueIn(samples, `${latency}_count`, { target: 'b' })).toBe(1);
    expect(valueIn(samples, `${latency}_sum`, { target: 'b' })).toBe(0.1);
    expect(valueIn(samples, latency, { target: 'b', quantile: '0.95' })).toBeCloseTo(0.1, 2);
    expect(valueIn(text, 'routed_target_circuit', { target: 'b', state: 'closed' })).toBe(1);
    expect(valueIn(text, 'routed_target_circuit', { target: 'b', state: 'open' })).toBe(0);
    expect(valueIn(text, 'routed_ledger_records_total')).toBe(1);
    expect(prometheusContentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it.each([
    ['v1', createV1],
    ['v2', createV2],
    ['v3', createV3],
  ])('takes the provider of /%s', (_, create) => {
    expect(valueIn(prometheus(create({ apiKey: 'key' })), 'routed_calls_total', { outcome: 'ok' })).toBe(0);
  });

  it('is read back as it was, whatever the ids of the targets are', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\\', '"', '\n', '{', '}', ',', '=', ' ', 'n', '#'), minLength: 1 }),
    );
    const number = fc.nat(1_000_000);
    const facts = fc.record({ requests: number, errors: number, costNanoUsd: number });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(id, facts), { selector: ([name]) => name, maxLength: 20 }),
        entries => {
          const targets = fromEntries(
            entries.map(([name, { requests, errors, costNanoUsd }]) => [
              name,
              target({ requests: requests + errors, errors, costUsd: costNanoUsd / 1e9 }),
            ]),
          );
          const text = prometheus(reportOf(targets));
          for (const [name, { requests, errors, costNanoUsd }] of entries) {
            if (name === 'other') continue;
            expect(valueIn(text, 'routed_target_attempts_total', { target: name })).toBe(requests + errors);
            expect(valueIn(text, 'routed_target_errors_total', { target: name })).toBe(errors);
            expect(valueIn(text, 'routed_target_cost_usd_total', { target: name })).toBe(costNanoUsd / 1e9);
          }
        },
      ),
    );
  });

  it('keeps at most 200 targets apart, adds up the rest, and never gives a series back', () => {
    const made = (count: number) => [
      ...Array.from({ length: count }, (_, index) => [`openai/made-up-${index}`, target()] as const),
      ['mine', target({ requests: 7 })] as const,
    ];
    let otherBefore = 0;
    let countBefore = 0;
    let namesBefore: string[] | null = null;
    for (const count of [199, 250, 400, 999]) {
      const text = prometheus(reportOf(fromEntries(made(count))));
      const series = family(text, 'routed_target_attempts_total').metrics;
      const other = Number(series.find(({ labels }) => labels?.target === 'other')?.value ?? 0);
      const names = series.map(({ labels }) => labels!.target!).filter(name => name !== 'other');
      expect(names).toHaveLength(200);
      expect(names).toContain('mine');
      expect(other).toBe(3 * (count - 199));
      expect(other).toBeGreaterThanOrEqual(otherBefore);
      expect(series.reduce((sum, { value }) => sum + Number(value), 0)).toBe(3 * count + 7);
      // One that was folded once does not come back.
      const isNew = (name: string) => Number(name.split('-').at(-1)) >= countBefore;
      for (const name of names)
        if (namesBefore !== null && !namesBefore.includes(name)) expect(isNew(name), name).toBe(true);
      countBefore = count;
      otherBefore = other;
      namesBefore = names;
    }
  });

  it('makes one series of ids that are the same once they are written', () => {
    const text = prometheus(
      reportOf(
        fromEntries([
          ['x\ud800', target()],
          ['x\ud801', target()],
        ]),
      ),
    );
    expect(family(text, 'routed_target_attempts_total').metrics).toMatchObject([
      { labels: { target: 'x\ufffd' }, value: '6' },
    ]);
  });

  // Prometheus' own parser, beside the one above, where it is installed (Debian: `prometheus`).
  const promtool = process.env.PROMTOOL ?? 'promtool';
  const check = (input: string) => spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
  if (check('').error !== undefined)
    console.warn('promtool is not installed: its check of the format is left out.');
  else
    it('is found faultless by promtool', () => {
      const { targets } = harness({ a: 'x' }).routed.report();
      const report = reportOf({ ...targets, 'a "quoted" \\ \n id': target({ circuit: 'open' }) });
      const { status, stderr, stdout } = check(prometheus(report));
      expect({ status, told: stdout + stderr }).toEqual({ status: 0, told: '' });
    });
});
