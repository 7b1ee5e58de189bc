import { expect } from 'vitest';
import type { AttemptRecord } from '../../src/core/call.js';
import { tiers } from '../../src/core/classification.js';
import type { RoutedEvent } from '../../src/core/events.js';
import type { LedgerRecord } from '../../src/index.js';
import type { History } from './history.js';

export const sumOf = <Thing>(
  things: Iterable<Thing>,
  figure: (thing: Thing) => number | null | undefined,
): number => {
  let sum = 0;
  for (const thing of things) sum += figure(thing) ?? 0;
  return sum;
};
const nano = (usd: number) => Math.round(usd * 1e9);
const costOf = ({ costNanoUsd }: { readonly costNanoUsd: number | null }) => costNanoUsd;
const attemptsOf = (records: readonly LedgerRecord[]) => records.flatMap(({ attempts }) => attempts);

/** Holds of every history: all its books name the same sums, to the nano-dollar. */
export function reconcile({ routed, sunk, events, chargedNanoUsd, reservedNanoUsd }: History, calls: number) {
  const ring = routed.ledger.recent();
  expect([...ring].reverse()).toEqual(sunk);
  expect(new Set(sunk.map(({ callId }) => callId)).size).toBe(calls);
  expect(sunk).toHaveLength(calls);

  const { totals, targets, tiers: byTier, ledger, queue } = routed.report();
  const priced = sunk.filter(record => record.costNanoUsd !== null);
  const attempts = attemptsOf(sunk);
  const counted = (outcome: LedgerRecord['outcome']) =>
    sunk.filter(record => record.outcome === outcome).length;
  expect(ledger).toEqual({ recorded: calls, dropped: 0 });
  expect(queue).toMatchObject({ active: 0, waiting: 0 });
  expect(totals).toMatchObject({
    calls,
    ...{ succeeded: counted('ok'), failed: counted('failed'), cancelled: counted('cancelled') },
    unpricedCalls: calls - priced.length,
    costNanoUsd: sumOf(sunk, costOf),
    inputTokens: sumOf(sunk, ({ usage }) => usage.inputTokens),
    outputTokens: sumOf(sunk, ({ usage }) => usage.outputTokens),
  });
  expect(sumOf(attemptsOf(priced), costOf)).toBe(totals.costNanoUsd);
  const compared = priced.filter(({ baselineNanoUsd }) => baselineNanoUsd !== null);
  expect(nano(totals.baselineCostUsd)).toBe(sumOf(compared, ({ baselineNanoUsd }) => baselineNanoUsd));
  expect(nano(totals.savedUsd)).toBe(sumOf(compared, ({ savedNanoUsd }) => savedNanoUsd));
  expect(nano(totals.reportedCostUsd ?? 0)).toBe(
    sumOf(sunk, ({ reportedCostNanoUsd }) => reportedCostNanoUsd),
  );
  expect(nano(totals.reportedDifferenceUsd ?? 0)).toBe(
    sumOf(sunk, ({ reportedDifferenceNanoUsd }) => reportedDifferenceNanoUsd),
  );

  for (const tier of tiers) {
    const own = sunk.filter(record => record.tier === tier);
    expect(byTier[tier].calls).toBe(own.length);
    expect(nano(byTier[tier].costUsd)).toBe(sumOf(own, costOf));
  }
  // What priced attempts of an unpriced call cost is known of their targets alone.
  for (const id of new Set([...Object.keys(targets), ...attempts.map(({ target }) => target)]))
    expect([id, nano(targets[id]?.costUsd ?? 0)]).toEqual([
      id,
      sumOf(
        attempts.filter(({ target }) => target === id),
        costOf,
      ),
    ]);
  const ofUnpriced = sumOf(attemptsOf(sunk.filter(record => record.costNanoUsd === null)), costOf);
  expect(sumOf(Object.values(targets), ({ costUsd }) => nano(costUsd))).toBe(totals.costNanoUsd + ofUnpriced);

  expect(reservedNanoUsd).toBe(0);
  const settled = of(events, 'budget-settled');
  for (const tenant of ['acme', 'beta']) {
    const own = sunk.filter(record => record.tenant === tenant);
    const charged = chargedNanoUsd.get(tenant) ?? 0;
    expect([tenant, charged]).toEqual([tenant, sumOf(own, costOf)]);
    expect(charged).toBe(
      sumOf(
        settled.filter(event => event.tenant === tenant),
        event => event.chargedNanoUsd,
      ),
    );
  }

  for (const record of sunk) expectSound(record);
  expectInOrder(events, sunk);
  return {
    calls,
    attempts: attempts.length,
    costNanoUsd: totals.costNanoUsd,
    budgetNanoUsd: sumOf(chargedNanoUsd.values(), amount => amount),
    judgeNanoUsd: sumOf(sunk, record => record.judgeCostNanoUsd),
    outrunNanoUsd: sumOf(sunk, record => record.outrunCostNanoUsd),
    reportedNanoUsd: nano(totals.reportedCostUsd ?? 0),
    baselineNanoUsd: nano(totals.baselineCostUsd),
    ...{ ok: totals.succeeded, failed: totals.failed, cancelled: totals.cancelled },
    unpricedCalls: totals.unpricedCalls,
    estimated: sunk.filter(({ estimated }) => estimated).length,
    retried: events.filter(({ type }) => type === 'retry-wait').length,
    failedOver: events.filter(({ type }) => type === 'failover').length,
    hedged: events.filter(({ type }) => type === 'hedge-start').length,
    escalated: events.filter(({ type }) => type === 'escalated').length,
    continued: events.filter(event => 'isContinuation' in event).length,
    refused: attempts.filter(({ outcome }) => outcome === 'skipped').length,
  };
}

const of = <Type extends RoutedEvent['type']>(events: readonly RoutedEvent[], type: Type) =>
  events.filter(event => event.type === type) as Extract<RoutedEvent, { type: Type }>[];

const roleSum = (attempts: readonly AttemptRecord[], wanted: AttemptRecord['role']) =>
  sumOf(
    attempts.filter(({ role }) => role === wanted),
    costOf,
  );

/** A record adds up by itself, in whole numbers. */
export function expectSound(record: LedgerRecord): void {
  const { attempts, costNanoUsd, baselineNanoUsd, savedNanoUsd } = record;
  const isUnpriced = attempts.some(attempt => attempt.costNanoUsd === null && attempt.role !== 'judge');
  if (costNanoUsd === null) expect(isUnpriced).toBe(true);
  else expect(sumOf(attempts, costOf)).toBe(costNanoUsd);
  expect(record.judgeCostNanoUsd).toBe(roleSum(attempts, 'judge'));
  expect(record.outrunCostNanoUsd).toBe(roleSum(attempts, 'outrun'));
  if (savedNanoUsd !== null) expect(savedNanoUsd).toBe(baselineNanoUsd! - costNanoUsd!);
  const amounts = [costNanoUsd, baselineNanoUsd, ...Object.values(record.usage), ...attempts.map(costOf)];
  for (const amount of amounts)
    if (amount !== null && !(Number.isSafeInteger(amount) && amount >= 0)) expect.unreachable(`${amount}`);
}

/** Nothing that belongs to a call is told after its record was written: all its attempts have settled. */
function expectInOrder(events: readonly RoutedEvent[], sunk: readonly LedgerRecord[]): void {
  const open = new Map<string, number>();
  const ended: string[] = [];
  const hasEnded = new Set<string>();
  for (const event of events) {
    const { type, callId } = event;
    if (callId === undefined) continue;
    if (hasEnded.has(callId)) expect.unreachable(`${type} after the end of ${callId}`);
    const count = open.get(callId) ?? 0;
    if (type === 'attempt-start' || type === 'budget-reserved') open.set(callId, count + 1);
    if (type === 'attempt-end' || type === 'budget-settled') open.set(callId, count - 1);
    if (type !== 'call-end') continue;
    expect(count).toBe(0);
    ended.push(callId);
    hasEnded.add(callId);
  }
  expect(ended).toEqual(sunk.map(({ callId }) => callId));
}
