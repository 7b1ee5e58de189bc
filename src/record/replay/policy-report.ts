import type { Tier } from '../../core/classification.js';

/** One call under one policy. */
export interface Replayed {
  /** Null: the target was given. */
  readonly tier: Tier | null;
  /** The target that goes first; null: none can take the call. */
  readonly target: string | null;
  /** Null: the target has no price, or there is none. */
  readonly costNanoUsd: number | null;
  /** The tokens were not recorded: it is what the plan expects. */
  readonly isEstimated: boolean;
  /** Null: the call has no score. */
  readonly quality: number | null;
}

/** Calls that go somewhere else than they went, by where from and where to. */
export interface Move {
  readonly from: string | null;
  readonly to: string | null;
  readonly calls: number;
  /** What that adds to the cost, of the calls whose cost is known on both sides. */
  readonly costUsd: number;
}

/** What a policy makes of recorded calls. Shares are of all calls. */
export interface PolicyReport {
  readonly name: string;
  readonly costUsd: number;
  /** Of the recorded cost, over the calls whose cost is known in both; null: that is nothing. */
  readonly costRatio: number | null;
  /** Calls that are in no sum: their target has no price, or none can take them. */
  readonly unpricedCalls: number;
  /** Calls whose tokens were not recorded, so that the plan's guess was priced. */
  readonly estimatedCalls: number;
  /** Calls that no target can take. */
  readonly unroutableCalls: number;
  /** `given`: of calls whose target was given, so that they have no tier. */
  readonly tierShares: Readonly<Record<Tier | 'given', number>>;
  /** By target, the largest first. */
  readonly targetShares: Readonly<Record<string, number>>;
  /** Mean over the calls that have a score; null: none has. */
  readonly expectedQuality: number | null;
  /** Calls that go to another target than the one that answered. */
  readonly changedCalls: number;
  /** The moves that change the cost most, first. */
  readonly moves: readonly Move[];
}

/** Sums up what a policy makes of calls, against what became of them: the two lists tell of the same calls. */
export function policyReport(
  name: string,
  calls: readonly Replayed[],
  recorded: readonly Replayed[],
): PolicyReport {
  const tierCalls = { simple: 0, medium: 0, complex: 0, given: 0 };
  const targetCalls = new Map<string, number>();
  const sums = { nanoUsd: 0, unpriced: 0, estimated: 0, unroutable: 0, quality: 0, scored: 0 };
  for (const { tier, target, costNanoUsd, isEstimated, quality } of calls) {
    tierCalls[tier ?? 'given']++;
    if (target === null) sums.unroutable++;
    else targetCalls.set(target, (targetCalls.get(target) ?? 0) + 1);
    if (costNanoUsd === null) sums.unpriced++;
    else sums.nanoUsd += costNanoUsd;
    if (isEstimated) sums.estimated++;
    if (quality === null) continue;
    sums.quality += quality;
    sums.scored++;
  }
  const share = (count: number) => (calls.length === 0 ? 0 : count / calls.length);
  const moves = movesOf(calls, recorded);
  return {
    name,
    costUsd: sums.nanoUsd / 1e9,
    costRatio: costRatio(calls, recorded),
    unpricedCalls: sums.unpriced,
    estimatedCalls: sums.estimated,
    unroutableCalls: sums.unroutable,
    tierShares: {
      simple: share(tierCalls.simple),
      medium: share(tierCalls.medium),
      complex: share(tierCalls.complex),
      given: share(tierCalls.given),
    },
    targetShares: Object.fromEntries(
      [...targetCalls].sort(([, one], [, other]) => other - one).map(([id, count]) => [id, share(count)]),
    ),
    expectedQuality: sums.scored === 0 ? null : sums.quality / sums.scored,
    changedCalls: moves.reduce((sum, move) => sum + move.calls, 0),
    moves,
  };
}

function costRatio(calls: readonly Replayed[], recorded: readonly Replayed[]): number | null {
  let now = 0;
  let before = 0;
  calls.forEach(({ costNanoUsd }, index) => {
    const was = (recorded[index] as Replayed).costNanoUsd;
    if (costNanoUsd === null || was === null) return;
    now += costNanoUsd;
    before += was;
  });
  return before === 0 ? null : now / before;
}

function movesOf(calls: readonly Replayed[], recorded: readonly Replayed[]): readonly Move[] {
  const moves = new Map<string, { from: string | null; to: string | null; calls: number; nanoUsd: number }>();
  calls.forEach((call, index) => {
    const before = recorded[index] as Replayed;
    if (before.target === call.target) return;
    const key = JSON.stringify([before.target, call.target]);
    const move = moves.get(key) ?? { from: before.target, to: call.target, calls: 0, nanoUsd: 0 };
    move.calls++;
    if (call.costNanoUsd !== null && before.costNanoUsd !== null)
      move.nanoUsd += call.costNanoUsd - before.costNanoUsd;
    moves.set(key, move);
  });
  return [...moves.values()]
    .sort((one, other) => Math.abs(other.nanoUsd) - Math.abs(one.nanoUsd))
    .map(({ nanoUsd, ...move }) => ({ ...move, costUsd: nanoUsd / 1e9 }));
}
