import { expectedQuality } from './classify/expected-quality.js';
import type { TierThresholds } from './classify/tier-from-score.js';
import type { Tier } from './core/classification.js';
import { tiers } from './core/classification.js';
import type { RoutedOptions } from './options.js';
import type { CallRecord } from './record/call-record.js';
import type { PolicyReport, Replayed } from './record/replay/policy-report.js';
import { policyReport } from './record/replay/policy-report.js';
import { createReplanner } from './replanner.js';
import type { RouteTable } from './route/route-table.js';
import { homeTier } from './route/session-first.js';

/** What policies make of calls that were recorded under another. */
export interface ReplayReport {
  /** Calls that were answered, and are replayed. */
  readonly calls: number;
  /** Calls that failed or were cancelled: nobody knows what they would have cost. */
  readonly unansweredCalls: number;
  /** Calls that the recording instances lost, as far as their records tell. */
  readonly lostRecords: number;
  /** Calls whose recorded tier stands, in the policy where they are most: another classifier scored them, and their prompts are not recorded. */
  readonly unjudgedCalls: number;
  readonly recorded: PolicyReport;
  readonly policies: readonly ReplayedPolicy[];
}

/** What a policy makes of the calls, and where its tiers lie. */
export interface ReplayedPolicy extends PolicyReport {
  /** Scores below `simpleBelow` are simple, those from `complexFrom` on complex; null: a classifier of the application's own says the tier. */
  readonly borders: TierThresholds | null;
  /** False: its options hold no `routing`, so that the borders are the default ones. */
  readonly hasOwnRouting: boolean;
}

/** Options under a name. What they say of models, keys and addresses is not used: nothing is called. */
export interface Policy {
  readonly name: string;
  readonly options: RoutedOptions;
}

/**
 * Plans recorded calls anew under other options, with the function that plans real ones, every target ready and nothing in
 * a session or tool loop remembered. A call's cost is that of its recorded tokens at the price of the target that goes
 * first. Its quality is 1 at a target of the tier `complex`, 1 less its score at one of `simple`, and 1 less half of it
 * between; a target is taken to be of the lowest tier that it leads in any of the policies.
 * @throws InvalidOptionsError for options that `createRouted` would refuse
 */
export function replay({
  records,
  policies,
}: {
  readonly records: Iterable<CallRecord>;
  readonly policies: readonly Policy[];
}): ReplayReport {
  const all = [...records];
  const answered = all.filter(({ outcome }) => outcome === 'ok');
  const firstContentMs = slowFirstContents(answered);
  const replanners = policies.map(({ options }) => createReplanner(options, firstContentMs));
  const strengthOf = weakestHome(replanners.map(({ table }) => table));
  const qualityOf = ({ score }: CallRecord, target: string | null): number | null => {
    const tier = target === null ? null : strengthOf(target);
    return score === null || tier === null ? null : expectedQuality(score, tier);
  };
  const recorded = answered.map(
    (record): Replayed => ({
      tier: record.tier,
      target: record.target,
      costNanoUsd: record.costNanoUsd,
      isEstimated: false,
      quality: qualityOf(record, record.target),
    }),
  );
  let unjudgedCalls = 0;
  const reports = replanners.map(({ replan, borders }, index) => {
    const { name, options } = policies[index] as Policy;
    let unjudged = 0;
    const calls = answered.map((record): Replayed => {
      const { isJudged, ...call } = replan(record);
      if (!isJudged) unjudged++;
      return { ...call, quality: qualityOf(record, call.target) };
    });
    unjudgedCalls = Math.max(unjudgedCalls, unjudged);
    return {
      ...policyReport(name, calls, recorded),
      borders,
      hasOwnRouting: options.routing !== undefined,
    };
  });
  return {
    calls: answered.length,
    unansweredCalls: all.length - answered.length,
    lostRecords: all.reduce((most, { dropped }) => Math.max(most, dropped), 0),
    unjudgedCalls,
    recorded: policyReport('recorded', recorded, recorded),
    policies: reports,
  };
}

/** The lowest tier that a target leads, or is nearest to leading, in any of the tables; null: it is in none. */
function weakestHome(tables: readonly RouteTable[]): (target: string) => Tier | null {
  const known = new Map<string, Tier | null>();
  return target => {
    const before = known.get(target);
    if (before !== undefined) return before;
    const homes = tables.map(table => homeTier(table, target));
    const weakest = tiers.find(tier => homes.includes(tier)) ?? null;
    known.set(target, weakest);
    return weakest;
  };
}

/**
 * By target, the p95 of the recorded times to first content, less the time in line. Of calls with one attempt: in those
 * of a call with several the time of the others is in it, and a running instance measures each alone.
 */
function slowFirstContents(records: readonly CallRecord[]): ReadonlyMap<string, number> {
  const byTarget = new Map<string, number[]>();
  for (const { target, firstContentMs, queuedMs, attempts } of records) {
    if (target === null || firstContentMs === null || attempts.length > 1) continue;
    const times = byTarget.get(target) ?? [];
    times.push(Math.max(0, firstContentMs - queuedMs));
    byTarget.set(target, times);
  }
  return new Map(
    [...byTarget].map(([target, times]) => {
      times.sort((one, other) => one - other);
      return [target, times[Math.ceil(0.95 * times.length) - 1] as number];
    }),
  );
}
