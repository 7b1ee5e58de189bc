import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptRecord } from '../../src/core/call.js';
import type { LedgerRecord } from '../../src/index.js';
import type { LedgerFigures } from '../../src/ledger/summary/ledger-summary.js';
import { ledgerDimensions } from '../../src/ledger/summary/ledger-summary.js';
import { summarizeLedger } from '../../src/ledger/summary/summarize-ledger.js';
import { ledgerReport } from '../../src/ledger-report.js';
import { toPrice } from '../../src/price/to-price.js';
import { ledgerRecord, startMs } from './fixtures.js';

const dayMs = 86_400_000;
const everything = { by: [], baseline: null, sinceMs: -1, untilMs: 8.64e15 };
const totalsOf = (...records: LedgerRecord[]) => ledgerReport(records).totals;

describe('the totals of a ledger', () => {
  it('are nothing without calls, and no ratio of nothing', () => {
    const report = ledgerReport([]);
    expect(report.totals).toMatchObject({ calls: 0, costUsd: 0, savedRatio: null, p50LatencyMs: null });
    expect(report).toMatchObject({ firstAt: null, lastAt: null, baselines: [], by: { tier: [], day: [] } });
  });

  it('add up calls, money and tokens', () => {
    const failed = { outcome: 'failed', target: null, baselineNanoUsd: null, costNanoUsd: 7 } as const;
    expect(
      totalsOf(
        ledgerRecord(),
        ledgerRecord({ estimated: true, outcome: 'cancelled', usage: { inputTokens: null } }),
        ledgerRecord({ ...failed, attempts: [{ outcome: 'failed' }] }),
      ),
    ).toMatchObject({
      calls: 3,
      succeeded: 1,
      cancelled: 1,
      failed: 1,
      estimatedCalls: 1,
      unpricedCalls: 0,
      inputTokens: 2_000,
      outputTokens: 300,
      costNanoUsd: 4_000_007,
      costUsd: 0.004000007,
      comparedCalls: 2,
      comparedNanoUsd: 4_000_000,
      baselineCostUsd: 0.01,
      savedUsd: 0.006,
      savedRatio: 0.6,
      failedNanoUsd: 7,
    });
  });

  it('leave a call without a price out of every sum of money, and say what is known of it', () => {
    const attempts = [{ outcome: 'failed' as const, costNanoUsd: 300 }, { costNanoUsd: null }];
    const { totals, attemptsByTarget } = ledgerReport([ledgerRecord({ costNanoUsd: null, attempts })]);
    expect(attemptsByTarget).toMatchObject([{ target: 'cheap', attempts: 2, costNanoUsd: 0 }]);
    expect(totals).toMatchObject({
      calls: 1,
      unpricedCalls: 1,
      unpricedKnownNanoUsd: 300,
      costNanoUsd: 0,
      failedNanoUsd: 0,
      baselineNanoUsd: 0,
      comparedCalls: 0,
      savedRatio: null,
    });
  });

  it('say what the money was for', () => {
    const attempts: Partial<AttemptRecord>[] = [
      { role: 'judge', costNanoUsd: 1 },
      { outcome: 'failed', costNanoUsd: 20 },
      { outcome: 'cancelled', role: 'outrun', costNanoUsd: 300 },
      { outcome: 'cancelled', costNanoUsd: 4_000 },
      { outcome: 'ok', costNanoUsd: 50_000 },
    ];
    expect(totalsOf(ledgerRecord({ attempts, costNanoUsd: 654_321 }))).toMatchObject({
      judgesNanoUsd: 1,
      failedNanoUsd: 20,
      outrunNanoUsd: 300,
      cancelledNanoUsd: 4_000,
      answersNanoUsd: 50_000,
      unattributedNanoUsd: 600_000,
    });
  });

  it.each<[string, Partial<AttemptRecord>[], Partial<LedgerFigures>]>([
    ['one attempt', [{}], { attempts: 1, retries: 0, failovers: 0, refusals: 0 }],
    ['the same target again', [{ outcome: 'failed' }, {}], { attempts: 2, retries: 1, failovers: 0 }],
    [
      'another target',
      [{ outcome: 'failed' }, { target: 'dear' }],
      { attempts: 2, retries: 0, failovers: 1 },
    ],
    [
      'another than one that refused',
      [{ outcome: 'skipped' }, { target: 'dear' }],
      { attempts: 1, retries: 0, failovers: 1, refusals: 1 },
    ],
    [
      'the same that had refused',
      [{ outcome: 'skipped' }, {}],
      { attempts: 1, retries: 0, failovers: 0, refusals: 1 },
    ],
    [
      'a judge and a hedge, which are neither',
      [{ target: 'judge', role: 'judge' }, { outcome: 'cancelled', role: 'outrun' }, { target: 'dear' }],
      { attempts: 3, retries: 0, failovers: 0 },
    ],
  ])('tell retries from failovers: %s', (_, attempts, expected) => {
    expect(totalsOf(ledgerRecord({ attempts }))).toMatchObject(expected);
  });

  it('hold what upstreams said of costs apart from what is charged', () => {
    const told = { reportedCostNanoUsd: 2_100_000, reportedDifferenceNanoUsd: 100_000 };
    expect(totalsOf(ledgerRecord(told), ledgerRecord())).toMatchObject({
      reportedCalls: 1,
      reportedCostNanoUsd: 2_100_000,
      reportedDifferenceNanoUsd: 100_000,
      costNanoUsd: 4_000_000,
    });
  });

  it('know times of answered calls within 1 %', () => {
    const calls = Array.from({ length: 100 }, (_, index) =>
      ledgerRecord({ latencyMs: 10 * (index + 1), firstContentMs: index + 1 }),
    );
    const slow = ledgerRecord({ outcome: 'failed', latencyMs: 1e6, firstContentMs: 1e6 });
    const { p50LatencyMs, p95LatencyMs, p95FirstContentMs } = totalsOf(...calls, slow, slow, slow, slow);
    for (const [measured, exact] of [
      [p50LatencyMs, 500],
      [p95LatencyMs, 950],
      [p95FirstContentMs, 95],
    ] as const)
      expect(Math.abs((measured as number) / exact - 1)).toBeLessThan(0.011);
  });

  it('tell the most that a record says was lost', () => {
    expect(ledgerReport([3, 7, 5].map(dropped => ledgerRecord({ dropped }))).dropped).toBe(7);
  });
});

describe('a breakdown', () => {
  const keys = (records: readonly LedgerRecord[], by: string) =>
    ledgerReport(records, { by: [by as never] }).by[by]?.map(({ key }) => key);

  it('has tiers in their order, days in theirs, the rest by cost, what has no name among them', () => {
    expect(
      keys(
        [null, 'complex', 'simple'].map(tier => ledgerRecord({ tier: tier as null })),
        'tier',
      ),
    ).toEqual(['simple', 'complex', null]);
    const days = [2, 0, 1].map(day => ledgerRecord({ at: startMs + day * dayMs - 1 }));
    expect(keys(days, 'day')).toEqual(['2026-10-31', '2026-11-01', '2026-11-02']);
    const tenants = (['b', '', 'a', 'c'] as const).map(tenant =>
      ledgerRecord({ tenant, costNanoUsd: tenant === 'c' ? 9 : tenant === '' ? 99 : 5 }),
    );
    expect(keys(tenants, 'tenant')).toEqual([null, 'c', 'a', 'b']);
  });

  it('by a tag parts its values, and those that have none', () => {
    const tags = [{ team: 'red' }, { other: 'x' }, { team: 'blue' }] as Record<string, string>[];
    expect(
      keys(
        tags.map(one => ledgerRecord({ tags: one })),
        'tag:team',
      ),
    ).toEqual([null, 'blue', 'red']);
    expect(keys([ledgerRecord()], 'tag:constructor')).toEqual([null]);
  });

  it('takes names for names, whatever they are', () => {
    const names = ['__proto__', 'constructor', 'null'];
    expect(
      keys(
        names.map(tenant => ledgerRecord({ tenant })),
        'tenant',
      )?.sort(),
    ).toEqual([...names].sort());
  });

  it('holds 2,000 groups at most, and the others as one', () => {
    const records = Array.from({ length: 2_010 }, (_, index) => ledgerRecord({ tenant: `t${index}` }));
    const groups = ledgerReport(records).by.tenant ?? [];
    expect(groups).toHaveLength(2_001);
    expect(groups.at(-1)).toMatchObject({ key: null, isRest: true, calls: 10 });
  });

  it('by attempts says what a target cost whoever answered', () => {
    const attempts = [
      { target: 'dear', outcome: 'failed' as const, costNanoUsd: 400 },
      { target: 'cold', outcome: 'skipped' as const, costNanoUsd: 0 },
      { target: 'cheap', costNanoUsd: 100 },
    ];
    expect(ledgerReport([ledgerRecord({ attempts, costNanoUsd: 505 })]).attemptsByTarget).toEqual([
      { target: 'dear', attempts: 1, failed: 1, refusals: 0, costNanoUsd: 400 },
      { target: 'cheap', attempts: 1, failed: 0, refusals: 0, costNanoUsd: 100 },
      { target: 'cold', attempts: 0, failed: 0, refusals: 1, costNanoUsd: 0 },
      { target: null, attempts: 0, failed: 0, refusals: 0, costNanoUsd: 5 },
    ]);
  });
});

describe('a window', () => {
  it('holds its first moment and not its last, and counts what is outside', () => {
    const records = [-1, 0, 9, 10].map(later => ledgerRecord({ at: startMs + later }));
    const report = ledgerReport(records, { sinceMs: startMs, untilMs: startMs + 10 });
    expect(report).toMatchObject({ firstAt: startMs, lastAt: startMs + 9, outsideCalls: 2 });
    expect(report.totals.calls).toBe(2);
  });
});

describe('a baseline of the user’s choice', () => {
  it('prices the tokens of answered calls, caches included', () => {
    const usage = { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 400 };
    const unanswered = ledgerRecord({
      outcome: 'failed',
      baselineNanoUsd: null,
      usage: { inputTokens: null, outputTokens: null },
    });
    const report = ledgerReport([ledgerRecord({ usage }), unanswered], { baseline: 'gpt-4.1' });
    // 600 at 2, 400 at 0.5 and 100 at 8 USD per million.
    expect(report.totals).toMatchObject({ baselineNanoUsd: 2_200_000, comparedCalls: 1 });
    expect(report.baselines).toEqual(['holysheep/gpt-4.1']);
  });

  it('also where the records have none', () => {
    const record = ledgerRecord({ baseline: null, baselineNanoUsd: null });
    expect(totalsOf(record).savedRatio).toBeNull();
    expect(ledgerReport([record], { baseline: 'anthropic/claude-opus-4.8' }).totals.savedNanoUsd).toBe(
      1_000 * 5_000 + 100 * 25_000 - 2_000_000,
    );
  });

  it('pays the prices of when a call began, for the tokens that one attempt would have taken', () => {
    const price = {
      ...toPrice({ inputUsdPerMTok: 1, outputUsdPerMTok: 0 }),
      variants: [{ ...toPrice({ inputUsdPerMTok: 9, outputUsdPerMTok: 0 }), fromMs: startMs }],
    };
    const baseline = { name: 'dated', price };
    const before = ledgerRecord({ at: startMs + 300, latencyMs: 400 });
    const { uncutUsage: _, ...later } = ledgerRecord({ at: startMs + 400, latencyMs: 400 });
    const uncut = { ...later, uncutUsage: { ...later.usage, inputTokens: 10 } };
    const figure = (record: LedgerRecord) =>
      summarizeLedger([record], { ...everything, baseline }).totals.baselineNanoUsd;
    expect([before, later, uncut].map(figure)).toEqual([1_000_000, 9_000_000, 90_000]);
  });

  it.each([
    ['gpt-41', 'there is no "gpt-41" in the catalogue of prices (near: gpt-4.1'],
    ['openai/gpt-41', '(near: openai/gpt-4.1'],
    ['opnai/gpt-4.1', '(near: openai/gpt-4.1'],
    ['__proto__/x', 'there is no "__proto__/x"'],
  ])('that is not known is refused, with what is near: %s', (baseline, problem) => {
    expect(() => ledgerReport([], { baseline })).toThrow(problem);
  });
});

it.each([
  [{ by: ['teir'] }, /by\[0\]: is no dimension\. Allowed: tier, target, .*tag:<name>\./],
  [{ by: ['tag:'] }, /by\[0\]: is no dimension/],
  [{ since: 1 }, /since: unknown option/],
])('options like %j are refused', (options, problem) => {
  expect(() => ledgerReport([], options as never)).toThrow(problem);
});

const nanoUsd = fc.nat(10 ** 9);
const orNull = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null, freq: 4 });
const anAttempt = fc.record(
  {
    target: fc.constantFrom('a', 'b', '__proto__'),
    outcome: fc.constantFrom('ok', 'failed', 'cancelled', 'skipped'),
    costNanoUsd: orNull(nanoUsd),
    role: fc.constantFrom('judge', 'outrun'),
  },
  { requiredKeys: ['target', 'outcome', 'costNanoUsd'] },
);
const aRecord = fc
  .record({
    target: orNull(fc.constantFrom('a', 'b')),
    tier: orNull(fc.constantFrom('simple', 'medium', 'complex')),
    tenant: fc.constantFrom('', 'acme', 'globex'),
    outcome: fc.constantFrom('ok', 'failed', 'cancelled'),
    at: fc.nat(4 * dayMs).map(ms => startMs + ms),
    costNanoUsd: orNull(nanoUsd),
    baselineNanoUsd: orNull(nanoUsd),
    tags: fc.dictionary(fc.constantFrom('team', 'x'), fc.constantFrom('red', 'blue')),
    attempts: fc.array(anAttempt, { maxLength: 4 }),
  })
  .map(given => ledgerRecord(given as never));

describe('whatever the records are', () => {
  const by = [...ledgerDimensions, 'tag:team'] as const;
  const summed = [
    'calls succeeded failed cancelled unpricedCalls estimatedCalls attempts retries failovers refusals',
    'inputTokens outputTokens costNanoUsd answersNanoUsd failedNanoUsd cancelledNanoUsd judgesNanoUsd outrunNanoUsd',
    'unattributedNanoUsd comparedNanoUsd baselineNanoUsd savedNanoUsd unpricedKnownNanoUsd comparedCalls',
  ]
    .join(' ')
    .split(' ') as (keyof LedgerFigures)[];
  const sum = (figures: readonly number[]) => figures.reduce((one, other) => one + other, 0);

  it('every breakdown adds up to the totals exactly', () => {
    fc.assert(
      fc.property(fc.array(aRecord, { maxLength: 30 }), fc.boolean(), (records, isRecomputed) => {
        const report = ledgerReport(records, {
          by,
          ...(isRecomputed ? { baseline: 'gpt-4.1' } : {}),
        });
        for (const dimension of by)
          for (const name of summed)
            expect(sum((report.by[dimension] ?? []).map(group => group[name] as number))).toBe(
              report.totals[name],
            );
        const { costNanoUsd, attempts } = report.totals;
        expect(sum(report.attemptsByTarget.map(one => one.costNanoUsd))).toBe(costNanoUsd);
        expect(sum(report.attemptsByTarget.map(one => one.attempts))).toBe(attempts);
      }),
    );
  });

  it('what the money was for adds up to what was spent, and that to the records’ own figures', () => {
    fc.assert(
      fc.property(fc.array(aRecord, { maxLength: 30 }), records => {
        const { totals } = ledgerReport(records);
        const { answersNanoUsd, failedNanoUsd, cancelledNanoUsd } = totals;
        const { judgesNanoUsd, outrunNanoUsd, unattributedNanoUsd } = totals;
        const parts = answersNanoUsd + failedNanoUsd + cancelledNanoUsd;
        expect(parts + judgesNanoUsd + outrunNanoUsd + unattributedNanoUsd).toBe(totals.costNanoUsd);
        expect(totals.costNanoUsd).toBe(sum(records.map(record => record.costNanoUsd ?? 0)));
        expect(totals.savedNanoUsd).toBe(
          sum(
            records.map(({ costNanoUsd: cost, baselineNanoUsd: baseline }) =>
              cost === null || baseline === null ? 0 : baseline - cost,
            ),
          ),
        );
      }),
    );
  });

  it('their order does not matter', () => {
    const shuffled = fc
      .array(aRecord, { maxLength: 20 })
      .chain(records =>
        fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
      );
    fc.assert(
      fc.property(shuffled, ([records, others]) => {
        expect(ledgerReport(others, { by })).toEqual(ledgerReport(records, { by }));
      }),
    );
  });
});
