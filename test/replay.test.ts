import { describe, expect, it } from 'vitest';
import { defaultThresholds } from '../src/classify/learned/open-score.js';
import type { CallRecord, RoutedOptions } from '../src/index.js';
import type { ReplayedPolicy } from '../src/node.js';
import { replay } from '../src/node.js';
import { createRouted } from '../src/routed.js';
import { ask, harness } from './layers/routed-harness.js';
import { record, threeRoutes, threeTargets } from './record/fixtures.js';

const options: RoutedOptions = { targets: threeTargets, routes: threeRoutes };
const borders = (simpleBelow: number, complexFrom: number): RoutedOptions => ({
  ...options,
  routing: { simpleBelow, complexFrom },
});
const played = (records: readonly CallRecord[], given: RoutedOptions) => {
  const report = replay({ records, policies: [{ name: 'it', options: given }] });
  return { report, policy: report.policies[0]! };
};

describe('a policy that is replayed', () => {
  it('takes the tier of the recorded score by its own borders, and the price of the target that goes first', () => {
    const records = [0.1, 0.2, 0.4, 0.6].map(score => record({ score }));
    const { report, policy } = played(records, borders(0.2, 0.5));
    expect(policy).toMatchObject({
      name: 'it',
      tierShares: { simple: 0.25, medium: 0.5, complex: 0.25, given: 0 },
      targetShares: { middle: 0.5, cheap: 0.25, strong: 0.25 },
      changedCalls: 3,
      unpricedCalls: 0,
      estimatedCalls: 0,
      unroutableCalls: 0,
    });
    expect(policy.costUsd).toBeCloseTo(0.002 + 2 * 0.006 + 0.02, 12);
    expect(policy.costRatio).toBeCloseTo(34 / 4, 12);
    // What is lost: all of a simple call's score, half of a medium one's.
    expect(policy.expectedQuality).toBeCloseTo(1 - (0.1 + 0.1 + 0.2) / 4, 12);
    expect(policy.moves).toMatchObject([
      { from: 'cheap', to: 'strong', calls: 1 },
      { from: 'cheap', to: 'middle', calls: 2 },
    ]);
    expect(policy.moves.map(({ costUsd }) => Number(costUsd.toFixed(9)))).toEqual([0.019, 0.01]);
    expect(report.recorded).toMatchObject({
      costUsd: 0.004,
      changedCalls: 0,
      moves: [],
      targetShares: { cheap: 1 },
    });
    expect(report.recorded.expectedQuality).toBeCloseTo(1 - (0.1 + 0.2 + 0.4 + 0.6) / 4, 12);
  });

  it.each<[string, Partial<Parameters<typeof record>[0]>, RoutedOptions, string | null]>([
    ['a tier that was given stands', { settings: { tier: 'complex' }, score: null }, options, 'strong'],
    ['a tier that was asked as the model stands', { requested: 'medium', score: null }, options, 'middle'],
    [
      'a target that was forced stays first',
      { requested: 'cheap', tier: null, score: null },
      options,
      'cheap',
    ],
    [
      'a call’s own target goes before its model',
      { settings: { target: 'strong' }, tier: null, score: null },
      options,
      'strong',
    ],
    [
      'a target that is not there takes nothing',
      { requested: 'gone', tier: null, score: null },
      options,
      null,
    ],
    [
      'housekeeping is simple, whatever its score',
      { chore: 'title', step: 'housekeeping', score: 0.9 },
      options,
      'cheap',
    ],
    [
      'another classifier’s score decides nothing: its tier stands',
      { classifier: 'mine', score: 0, tier: 'complex' },
      options,
      'strong',
    ],
    [
      'the rules step up where they were unsure',
      { classifier: 'rules', score: 0.1, confidence: 0.5 },
      { ...options, classifier: 'rules' },
      'middle',
    ],
    [
      'the rules do not where they were sure',
      { classifier: 'rules', score: 0.1, confidence: 0.9 },
      { ...options, classifier: 'rules' },
      'cheap',
    ],
    ['a strategy orders the candidates', { score: 0.99 }, { ...options, strategy: 'cheapest' }, 'middle'],
    ['a price cap leaves targets out', { score: 0.99 }, { ...options, maxInputUsdPerMTok: 5 }, 'middle'],
    [
      'tools leave out who takes none',
      { score: 0.99, traits: { toolCount: 1 } },
      {
        ...options,
        targets: { ...threeTargets, strong: { ...threeTargets.strong, supports: { tools: false } } },
      },
      'middle',
    ],
    [
      'a long prompt leaves out small windows',
      { score: 0, traits: { estimatedInputTokens: 9_000 } },
      { ...options, targets: { ...threeTargets, cheap: { ...threeTargets.cheap, contextTokens: 8_000 } } },
      'strong',
    ],
    [
      'maxCostUsd leaves out who is too dear for the recorded bound',
      { score: 0.99, settings: { maxCostUsd: 0.04 }, traits: { inputTokensBound: 3_000 } },
      options,
      'middle',
    ],
    [
      'maxCostUsd leaves in who is not',
      { score: 0.99, settings: { maxCostUsd: 0.04 }, traits: { inputTokensBound: 1_000 } },
      options,
      'strong',
    ],
  ])('%s', (_, of, given, target) => {
    const { policy } = played([record({ ...of, target: 'before' })], given);
    expect(policy.moves).toMatchObject([{ from: 'before', to: target, calls: 1 }]);
    expect(policy.unroutableCalls).toBe(target === null ? 1 : 0);
  });

  it('judges a prompt that was recorded whole anew, by its own classifier', () => {
    const proof = { ask: 'Prove that the square root of 2 is irrational', score: 0.01, classifier: 'mine' };
    const { policy, report } = played([record(proof)], { ...options, classifier: 'rules' });
    expect(policy.tierShares.complex).toBe(1);
    expect(report.unjudgedCalls).toBe(0);
  });

  it('counts the calls whose tier stands because they cannot be judged', () => {
    const { report } = played([record({ classifier: 'mine' }), record()], options);
    expect(report.unjudgedCalls).toBe(1);
  });

  it('goes by the first content that was recorded where it wants the fastest', () => {
    const times = (target: string, firstContentMs: number) => record({ target, firstContentMs, score: 0.99 });
    const records = [times('strong', 50), times('strong', 900), times('middle', 100), times('middle', 200)];
    expect(played(records, { ...options, strategy: 'fastest' }).policy.targetShares).toEqual({ middle: 1 });
  });

  it('takes the line, and the attempts that came to nothing, for no time of the target that answered', () => {
    const failed = { outcome: 'failed', startedMs: 0, latencyMs: 5_000, costNanoUsd: 0 } as const;
    const records = [
      record({ target: 'strong', firstContentMs: 5_050, queuedMs: 5_000, score: 0.99 }),
      record({ target: 'middle', firstContentMs: 100, queuedMs: 0, score: 0.99 }),
      record({
        target: 'strong',
        firstContentMs: 5_050,
        queuedMs: 0,
        attempts: [
          { ...failed, target: 'middle' },
          { ...failed, target: 'strong' },
        ],
        score: 0.99,
      }),
    ];
    expect(played(records, { ...options, strategy: 'fastest' }).policy.targetShares).toEqual({ strong: 1 });
  });

  it('prices the plan’s guess where no tokens were told, and what has no price not at all', () => {
    const silent = record({ usage: { inputTokens: null, outputTokens: null } });
    const { policy } = played([silent], options);
    expect(policy.estimatedCalls).toBe(1);
    // 1,000 tokens of input and the 150 that a question usually takes.
    expect(policy.costUsd).toBeCloseTo(0.001 + 150 * 10e-6, 12);
    const free = { targets: { free: { preset: 'openai' as const, modelId: 'unheard-of' } } };
    expect(played([record()], free).policy).toMatchObject({ unpricedCalls: 1, costUsd: 0, costRatio: null });
  });

  it('leaves out what was not answered, and tells what was lost', () => {
    const records = [
      record({ outcome: 'failed', target: null }),
      record({ outcome: 'cancelled' }),
      record({ dropped: 7 }),
    ];
    const { report } = played(records, options);
    expect(report).toMatchObject({ calls: 1, unansweredCalls: 2, lostRecords: 7 });
  });

  it('rates a target as strong as the lowest tier that it leads in any policy', () => {
    const onlyCheap = { targets: { cheap: threeTargets.cheap } };
    const policies = [
      { name: 'only cheap', options: onlyCheap },
      { name: 'all', options },
    ];
    const { policies: reports } = replay({ records: [record({ score: 0.3 })], policies });
    expect(reports[0]!.expectedQuality).toBeCloseTo(0.7, 12);
  });
});

it('finds nothing changed where traffic is replayed under the options that it ran with', async () => {
  const records: CallRecord[] = [];
  const { routed } = harness(
    { a: 'one', b: 'two', c: 'three' },
    {
      routes: { simple: ['a'], medium: ['b'], complex: ['c', 'b'] },
      record: given => void records.push(given),
    },
  );
  const asks = [
    'Translate: good morning',
    'Write a haiku',
    'Prove that 7 is prime',
    'Hi',
    'Design a database for a bank',
  ];
  for (const text of asks) await routed('auto').doGenerate(ask(text));
  await routed('c').doGenerate(ask());
  await routed('medium').doGenerate(ask());
  const price = (usd: number) => ({
    preset: 'openai' as const,
    price: { inputUsdPerMTok: usd, outputUsdPerMTok: 2 * usd },
  });
  const same = {
    targets: { a: price(1), b: price(2), c: price(3) },
    routes: { simple: ['a'], medium: ['b'], complex: ['c', 'b'] },
  };
  const { report, policy } = played(records, same);
  expect(report.calls).toBe(asks.length + 2);
  expect(policy.moves).toEqual([]);
  const { borders: _, hasOwnRouting: __, ...figures } = policy;
  expect(figures).toEqual({ ...report.recorded, name: 'it' });
});

const own = {
  name: 'mine',
  classify: () => ({ tier: 'simple', score: 0.5, confidence: 1, task: 'chat', reasons: [] }) as const,
};
it.each<[string, RoutedOptions, ReplayedPolicy['borders'], boolean]>([
  ['those of its routing', borders(0.3, 0.6), { simpleBelow: 0.3, complexFrom: 0.6 }, true],
  ['those of the classifier', options, defaultThresholds, false],
  ['none where a classifier of its own says the tier', { ...options, classifier: own }, null, false],
  [
    'its own, of the scores of its own classifier',
    { ...borders(0.3, 0.6), classifier: own },
    { simpleBelow: 0.3, complexFrom: 0.6 },
    true,
  ],
])('a policy tells the borders that it uses: %s', (_, given, expected, hasOwnRouting) => {
  expect(played([record({ score: 0.5 })], given).policy).toMatchObject({ borders: expected, hasOwnRouting });
});

it('refuses options as createRouted does', () => {
  const wrong = { routing: { simpleBelow: 2 } };
  expect(() => createRouted(wrong)).toThrow(/routing\.simpleBelow/);
  expect(() => played([], wrong)).toThrow(/routing\.simpleBelow/);
});
