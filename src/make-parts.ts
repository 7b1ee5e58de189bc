import { isLanguageModel } from './any-language-model.js';
import { InvalidOptionsError } from './core/errors.js';
import { createEmit } from './core/events.js';
import type { Target } from './core/target.js';
import { systemWorld } from './core/world.js';
import { createHealthBook } from './layers/health.js';
import type { Kit } from './layers/kit.js';
import { createQuality } from './layers/quality.js';
import type { JudgeOptions } from './layers/seam/ask-judge.js';
import type { PlanningOptions } from './layers/seam/plan-attempts.js';
import { sharedState } from './layers/shared.js';
import { makeBudgets } from './make-budgets.js';
import { makeClassifier } from './make-classifier.js';
import { makeRouteTable } from './make-route-table.js';
import type { ParsedOptions } from './options.js';
import { createRedactor } from './privacy/redact.js';
import { safeError } from './privacy/safe-error.js';
import { checkedStrategy } from './route/checked-strategy.js';
import { byPrice } from './route/route-table.js';
import { strategies, timedStrategies } from './route/strategies/index.js';
import { memoryStore } from './store/memory.js';
import type { TargetMaker } from './targets.js';
import { makeTargets } from './targets.js';

/** What an instance is made of, before the layers are put on each other. */
export interface Parts {
  readonly kit: Kit;
  readonly planning: PlanningOptions;
  readonly maker: TargetMaker;
  readonly judge: JudgeOptions | null;
  /** What savings are counted against; null: no target has a price. */
  readonly baseline: Target | null;
}

/** A cool-down up to this long is waited out: in line, or between retries where there is no line. */
function longestCoolWaitMs({ admission, retry }: ParsedOptions): number {
  if (admission !== false) return admission.longestCoolWaitMs;
  return retry === false ? 0 : retry.longestHintMs;
}

/** Turns checked options into parts. Starts nothing: no timer, no random number, no look at the environment. */
export function makeParts(options: ParsedOptions): Parts {
  const world = options.world ?? systemWorld;
  const redactor = createRedactor();
  const maker: TargetMaker = { options, world, onSecret: redactor.addSecret };
  for (const secret of secretsOf(options)) redactor.addSecret(secret);
  const table = makeRouteTable(options, makeTargets(maker));
  const shared = sharedState(options.name);
  const store = options.store ?? shared('store', () => memoryStore(world));
  const emit = createEmit(world, options.onEvent);
  const { judge, ...deciding } = makeClassifier(options, { targets: table.targets, emit });
  return {
    maker,
    judge,
    baseline: baselineOf(options, table.targets),
    planning: {
      ...deciding,
      table,
      ...strategyOf(options),
      caps: {
        maxInputUsdPerMTok: options.maxInputUsdPerMTok ?? null,
        maxOutputUsdPerMTok: options.maxOutputUsdPerMTok ?? null,
      },
      longestCoolWaitMs: longestCoolWaitMs(options),
      cascade: options.cascade,
    },
    kit: {
      world,
      shared,
      emit,
      store,
      budgets: makeBudgets(options, store, world),
      quality:
        options.learning === false
          ? null
          : createQuality({ world, shared, store, emit }, options.learning, options.name ?? ''),
      health: shared('health', createHealthBook),
      safeError: error => safeError(error, redactor.redact),
    },
  };
}

/** A strategy of the application has the order, and all of it. */
function strategyOf({
  strategy,
  exploration,
}: ParsedOptions): Pick<PlanningOptions, 'strategy' | 'isByTime' | 'exploration'> {
  if (typeof strategy !== 'string')
    return { strategy: checkedStrategy(strategy), isByTime: true, exploration: null };
  const isByTime = timedStrategies.has(strategy);
  return {
    strategy: strategies[strategy],
    isByTime,
    exploration: exploration === false ? null : { ...exploration, isForEveryCall: isByTime },
  };
}

/** Keys, and what the headers hold that authenticate. */
function secretsOf({ apiKey, headers, targets }: ParsedOptions): string[] {
  const own = Object.values(targets ?? {}).flatMap(target =>
    isLanguageModel(target) ? [] : [target.apiKey, ...headerSecrets(target.headers)],
  );
  return [apiKey, ...headerSecrets(headers), ...own].filter(secret => secret !== undefined);
}

const authenticates = /auth|key|token|secret|password|cookie|credential/i;

/** `Authorization: Bearer <key>` holds a key behind its scheme. */
const headerSecrets = (headers: Readonly<Record<string, string>> | undefined): string[] =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    authenticates.test(name) ? [value, value.replace(/^\S+\s+/, '')] : [],
  );

/** The built-in baseline: what many applications call for everything. */
const builtInBaseline = 'gpt-4.1';

function baselineOf(
  { baseline, targets: own }: ParsedOptions,
  targets: ReadonlyMap<string, Target>,
): Target | null {
  const id = baseline ?? (own === undefined ? builtInBaseline : undefined);
  if (id === undefined)
    return (
      [...targets.values()]
        .filter(({ price }) => price !== null)
        .sort(byPrice)
        .at(-1) ?? null
    );
  const target = targets.get(id);
  if (target === undefined)
    throw new InvalidOptionsError({
      path: 'baseline',
      problem: `there is no target "${id}"`,
      allowed: [...targets.keys()],
    });
  return target;
}
