import type { LeftOut } from '../core/errors.js';
import type { Target } from '../core/target.js';
import { expectedCostNanoUsd } from '../price/expected-cost.js';
import { expectedOutputTokens } from '../price/expected-output-tokens.js';
import { pricedAtMs } from '../price/rates-at.js';
import { affordable } from './affordable.js';
import type { Candidate, RouteOption, Strategy } from './candidate.js';
import { chainOf } from './chain.js';
import { expectedTimes } from './expected-times.js';
import { explored } from './explored.js';
import type { PriceCaps } from './filters.js';
import { whyLeftOut } from './filters.js';
import type { Fundable } from './fundable.js';
import { fundable } from './fundable.js';
import { keptFirst, keptReasons } from './kept.js';
import { paidInFullFirst } from './paid-in-full-first.js';
import type { PlanRequest, TargetFacts } from './plan-request.js';
import { qualityFirst } from './quality/quality-first.js';
import { reservationOf } from './reservation.js';
import type { RouteTable } from './route-table.js';
import { schemaFirst } from './schema-first.js';
import { sessionFirst, sessionTarget } from './session-first.js';
import type { Ordered } from './within-latency.js';
import { withinLatency } from './within-latency.js';

export interface PlanRules {
  readonly table: RouteTable;
  readonly strategy: Strategy;
  /** The strategy looks at the expected times. */
  readonly isByTime: boolean;
  readonly caps: PriceCaps;
  /** A cool-down up to this long is waited out where every target has one. */
  readonly longestCoolWaitMs: number;
}

/** Which targets to try, in order, and which not, and why. */
export interface Plan {
  readonly candidates: readonly Candidate[];
  /** Of those left out, the ones that will have cooled soon: waited for where no candidate takes the call. */
  readonly cooling: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
  /** Why the order is what it is, where the tier alone does not say. */
  readonly reasons: readonly string[];
  /** True when every candidate is cooling: wait for the first that is ready, rather than fail. */
  readonly isWaiting: boolean;
  /** Of the targets that refuse for now, the one that is ready first; null: none does. */
  readonly readyFirst: {
    readonly target: string;
    readonly state: 'open' | 'cooling';
    readonly retryAfterMs: number;
  } | null;
  /** Set when a target was left out only because the budget does not pay for it now; null within: nor will it later. */
  readonly overBudget: { readonly retryAfterMs: number | null } | null;
}

/** The plan of a call: its tier's chain, less what cannot take it, in the strategy's order. Values in, a plan out. */
export function planCall(rules: PlanRules, request: PlanRequest): Plan {
  const leftOut: LeftOut[] = [];
  const ready: Candidate[] = [];
  const cooling: Candidate[] = [];
  const paid: Map<Candidate, Fundable> | null = request.funds === null ? null : new Map();
  let overBudget: Plan['overBudget'] = null;
  let readyFirst: Plan['readyFirst'] = null;
  const outputTokens = expectedOutputTokens({
    task: request.decision?.task ?? null,
    tier: request.decision?.tier ?? null,
    maxOutputTokens: request.traits.maxOutputTokens,
  });

  const chain = chainOf(rules.table, request, leftOut);
  // Where nobody looks at them, times are not worth asking for.
  const isTimed = rules.isByTime || request.settings.maxLatencyMs !== null || request.isForShow;
  const expectedMs = isTimed ? expectedTimes(chain, request.times) : unknownTime;

  for (const option of chain) {
    const { target } = option;
    const facts = request.factsOf(target);
    const candidate = candidateOf(option, request, rules, { facts, expectedMs, outputTokens, leftOut });
    if (candidate === null) continue;
    const funding = fundable(option, request.funds, request.options);
    if (funding.leftOut !== null) {
      leftOut.push(funding.leftOut);
      if (funding.leftOut.reason === 'budget') overBudget = sooner(overBudget, funding.retryAfterMs);
      continue;
    }
    paid?.set(candidate, funding);
    if (facts.unavailable === null) {
      ready.push(candidate);
      continue;
    }
    const { state, retryAfterMs } = facts.unavailable;
    leftOut.push({
      target: target.id,
      reason: state === 'open' ? 'circuit-open' : 'cooling',
      detail: `refuses for another ${Math.ceil(retryAfterMs)} ms`,
    });
    if (readyFirst === null || retryAfterMs < readyFirst.retryAfterMs)
      readyFirst = { target: target.id, state, retryAfterMs };
    if (state === 'cooling' && retryAfterMs <= rules.longestCoolWaitMs) cooling.push(candidate);
  }

  if (ready.length === 0 && cooling.length > 0) return waitingPlan(cooling, request, leftOut, readyFirst);
  const chosen = request.pinned === null ? rules.strategy(ready) : ready;
  if (chosen.length < ready.length) leftOut.push(...leftOutByStrategy(ready, chosen));
  const learned = qualityFirst(chosen, request, rules.table);
  const session = sessionFirst(learned.candidates, sessionTarget(rules.table, request), rules.table, request);
  const kept = request.kept ?? session.kept;
  const ordered = keptFirst(session.candidates, kept);
  const inTime = withinLatency(ordered, request);
  const planned = request.exploring === null ? inTime : exploring(inTime, request.exploring, request, paid);
  const paidFirst = paid === null || request.pinned !== null ? planned : paidInFullFirst(planned, paid);
  const { candidates, reasons: orderReasons } = schemaFirst(paidFirst, request);
  const reasons = [
    ...orderReasons,
    ...learned.reasons,
    ...session.reasons,
    ...keptReasons(kept, candidates, leftOut),
  ];
  // A copy: a plan is kept as long as its call, and an array that grew by `push` has room for 17.
  return { candidates: [...candidates], cooling, leftOut, reasons, isWaiting: false, readyFirst, overBudget };
}

const unknownTime = (): null => null;

/** What a plan knows of its targets before it makes them candidates. */
interface Known {
  readonly facts: TargetFacts;
  readonly expectedMs: (target: Target) => number | null;
  readonly outputTokens: number;
  readonly leftOut: LeftOut[];
}

function candidateOf(
  option: RouteOption,
  request: PlanRequest,
  rules: PlanRules,
  { facts, expectedMs, outputTokens, leftOut }: Known,
): Candidate | null {
  const { target } = option;
  const { traits, settings, options } = request;
  const { reservedTokens, certainTokens } = reservationOf(target, {
    traits,
    maxOutputTokens:
      traits.maxOutputTokens ?? option.defaults.maxOutputTokens ?? target.defaults.maxOutputTokens ?? null,
    measuredOutputTokens: facts.outputTokens,
    guessedOutputTokens: outputTokens,
  });
  const why = whyLeftOut(target, {
    traits,
    settings,
    caps: rules.caps,
    certainTokens,
    wallMs: request.wallMs,
  });
  if (why !== null) {
    leftOut.push(why);
    return null;
  }
  const funds = affordable(target, settings.maxCostUsd, options);
  if (funds.leftOut !== null) {
    leftOut.push(funds.leftOut);
    return null;
  }
  return {
    target: option.target,
    reasoning: option.reasoning,
    defaults: option.defaults,
    expectedCostNanoUsd:
      target.price === null
        ? null
        : expectedCostNanoUsd({
            price: target.price,
            atMs: pricedAtMs(target.price, request.wallMs),
            estimatedInputTokens: traits.estimatedInputTokens,
            expectedOutputTokens: Math.min(
              request.outputTokensAt(target, outputTokens),
              traits.maxOutputTokens ?? Number.POSITIVE_INFINITY,
            ),
            cachedTokens: request.session?.target === target.id ? request.session.cachedTokens : 0,
          }),
    expectedFirstContentMs: expectedMs(target),
    affordableOutputTokens: funds.outputTokens,
    reservedTokens,
  };
}

/** A strategy of the application may leave out what it likes; the plan says that it did. */
const leftOutByStrategy = (ready: readonly Candidate[], ordered: readonly Candidate[]): LeftOut[] =>
  ready
    .filter(candidate => !ordered.includes(candidate))
    .map(({ target: { id } }) => ({
      target: id,
      reason: 'strategy',
      detail: 'the strategy leaves it out',
    }));

/** Every target asked to be left alone for a moment: wait for the first that is ready, rather than fail. */
function waitingPlan(
  cooling: readonly Candidate[],
  request: PlanRequest,
  leftOut: readonly LeftOut[],
  readyFirst: Plan['readyFirst'],
): Plan {
  const ids = new Set(cooling.map(candidate => candidate.target.id));
  return {
    ...schemaFirst({ candidates: cooling, reasons: ['every target is cooling: waiting for one'] }, request),
    cooling: [],
    leftOut: leftOut.filter(one => !ids.has(one.target)),
    isWaiting: true,
    readyFirst,
    overBudget: null,
  };
}

const sooner = (before: Plan['overBudget'], retryAfterMs: number | null): Plan['overBudget'] =>
  before === null || before.retryAfterMs === null
    ? { retryAfterMs }
    : { retryAfterMs: Math.min(before.retryAfterMs, retryAfterMs ?? Number.POSITIVE_INFINITY) };

/** Neither one whose answer the budget or `maxCostUsd` cuts short, nor one that has to be asked for its schema in words. */
const exploring = (
  order: Ordered,
  draw: number,
  { times, traits }: PlanRequest,
  paid: ReadonlyMap<Candidate, Fundable> | null,
): Ordered =>
  explored(order, draw, {
    times,
    mayGoFirst: candidate =>
      paid?.get(candidate)?.isCutShort !== true &&
      affords(candidate) >=
        Math.min(affords(order.candidates[0]), traits.maxOutputTokens ?? Number.POSITIVE_INFINITY) &&
      !(traits.hasSchema && candidate.target.supports.jsonSchema === false),
  });

const affords = (candidate: Candidate | undefined) =>
  candidate?.affordableOutputTokens ?? Number.POSITIVE_INFINITY;
