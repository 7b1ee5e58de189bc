import type { Attempt, Call } from './core/call.js';
import { parseOptions } from './core/parse-options.js';
import { stack } from './core/service.js';
import { admission } from './layers/attempt/admission/admission.js';
import { budget } from './layers/attempt/budget/budget.js';
import { circuitBreaker } from './layers/attempt/circuit-breaker/circuit-breaker.js';
import { costAccounting } from './layers/attempt/cost-accounting.js';
import { refuseCooling } from './layers/attempt/refuse-cooling.js';
import { timeout } from './layers/attempt/timeout/timeout.js';
import { deadline } from './layers/call/deadline.js';
import { observe } from './layers/call/observe/observe.js';
import { dispatch } from './layers/dispatch/dispatch.js';
import { failover } from './layers/seam/failover.js';
import { makeLedger } from './make-ledger.js';
import { makeParts } from './make-parts.js';
import { makeRecorder } from './make-recorder.js';
import { createReportBook } from './measure/report-book.js';
import type { RoutedOptions } from './options.js';
import { routedOptions } from './options.js';
import type { RoutedProvider } from './provider.js';
import { createProvider } from './provider.js';

/**
 * Makes a provider that sends each call to the cheapest model that will do it well, whatever goes wrong.
 * Cheap, and touches neither network, clock nor environment: keys are read at the first call.
 * @throws InvalidOptionsError naming the option that is wrong and what is allowed there
 * @example
 * const routed = createRouted();
 * const { text } = await generateText({ model: routed('auto'), prompt });
 */
export function createRouted(options: RoutedOptions = {}): RoutedProvider {
  const checked = parseOptions(routedOptions, options);
  const parts = makeParts(checked);
  const { kit, planning, judge, baseline } = parts;
  const { admission: line, breaker, hedge, timeout: limits, retry, continuation } = checked;

  // Down the road, and up again: an attempt passes these from left to right.
  const tryOnce = stack<Attempt>(
    [
      line === false ? refuseCooling(kit) : admission(kit, line),
      ...(breaker === false ? [] : [circuitBreaker(kit, breaker)]),
      ...(kit.budgets === null ? [] : [budget(kit, kit.budgets)]),
      ...(limits === false ? [] : [timeout(kit, limits)]),
      costAccounting(kit),
    ],
    dispatch(kit),
  );
  const holdsCoolDowns = line !== false || retry !== false || planning.table.targets.size > 1;
  const book = kit.shared('report', createReportBook);
  const answer = stack<Call>(
    [deadline(kit)],
    failover(kit, { planning, judge, retry, hedge, continuation, book, holdsCoolDowns })(tryOnce),
  );
  const books = makeLedger(kit, checked, baseline?.id ?? null);
  const recorder = makeRecorder(kit, checked.record, planning.classifier.name);
  const onEnd = [books.onEnd, recorder].filter(listener => listener !== null);
  const road = observe(kit, { baseline: baseline?.price ?? null, book, onEnd })(answer);

  return createProvider({ ...parts, road, book, books });
}

/** The default instance: HolySheep's gateway, built-in targets and routes. */
export const routed: RoutedProvider = /* @__PURE__ */ createRouted({ name: 'default' });
