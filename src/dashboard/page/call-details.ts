import type { AttemptRecord } from '../../index.js';
import type { CallView } from '../messages.js';
import { attemptTimeline } from '../plots/attempt-timeline.js';
import { duration, percent, usd } from '../plots/figures.js';
import { visible } from '../plots/visible.js';
import { drawn, el, named } from './dom.js';
import { inUsd } from './in-usd.js';

/** How a call came about: why this route, what was tried, what each try cost. */
export function callDetails(call: CallView, widthPx: number): HTMLElement {
  const width = Math.min(widthPx, 760);
  return el(
    'div',
    { class: 'about' },
    el('h4', {}, 'Why this route'),
    call.reasons.length === 0
      ? el('p', { class: 'faint' }, 'No reasons were given.')
      : el('ul', {}, ...call.reasons.map(reason => el('li', {}, named(reason)))),
    el('h4', {}, 'Attempts'),
    call.attempts.length === 0
      ? el('p', { class: 'faint' }, 'Nothing was sent.')
      : drawn(
          attemptTimeline({
            label: `Attempts over ${duration(call.latencyMs)}; each is told in the list below`,
            attempts: call.attempts,
            latencyMs: call.latencyMs,
            width,
          }),
        ),
    el('ol', { class: 'attempts' }, ...call.attempts.map(attemptItem)),
    el('h4', {}, 'The call'),
    el(
      'dl',
      {},
      ...factsOf(call).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, named(value))]),
    ),
  );
}

function attemptItem(attempt: AttemptRecord): HTMLElement {
  const {
    target,
    outcome,
    errorClass,
    statusCode,
    startedMs,
    latencyMs,
    costNanoUsd,
    role,
    reportedCostNanoUsd,
  } = attempt;
  const facts = [
    role === 'judge' ? 'asked to judge' : role === 'outrun' ? 'another was faster' : null,
    outcome,
    errorClass,
    statusCode === undefined ? null : `status ${statusCode}`,
    `after ${duration(startedMs)}`,
    outcome === 'skipped' ? null : `took ${duration(latencyMs)}`,
    costNanoUsd === null ? 'no price' : `cost ${usd(inUsd(costNanoUsd))}`,
    reportedCostNanoUsd === undefined
      ? null
      : `${usd(inUsd(reportedCostNanoUsd))} by its own account${difference(attempt)}`,
  ];
  return el(
    'li',
    {},
    named(target),
    `: ${visible(facts.filter(fact => fact !== null && fact !== undefined).join(', '))}`,
  );
}

function difference({ reportedCostNanoUsd, costNanoUsd }: AttemptRecord): string {
  if (reportedCostNanoUsd === undefined || costNanoUsd === null) return '';
  const by = reportedCostNanoUsd - costNanoUsd;
  return by === 0 ? ' (the same)' : ` (${usd(Math.abs(by) / 1e9)} ${by > 0 ? 'more' : 'less'})`;
}

/** Those that are known. */
function factsOf(call: CallView): [string, string][] {
  const tokens =
    call.inputTokens === null && call.outputTokens === null
      ? null
      : `${call.inputTokens ?? '–'} in, ${call.outputTokens ?? '–'} out`;
  const facts: [string, string | null][] = [
    ['Call', call.callId],
    ['Asked for', `${call.requested}, ${call.mode}`],
    ['Model', call.model === null ? null : `${call.model}, ${call.provider ?? 'its own provider'}`],
    ['Tier', tierOf(call)],
    [
      'Score',
      call.score === null
        ? null
        : `${call.score.toFixed(2)}${call.confidence === null ? '' : `, ${percent(call.confidence)} sure`}`,
    ],
    ['Task', call.task],
    ['Error', call.errorName],
    ['Tokens', tokens === null ? null : `${tokens}${call.estimated ? ', estimated' : ''}`],
    ['In line', call.queuedMs > 0 ? duration(call.queuedMs) : null],
    [
      'Baseline',
      call.baselineNanoUsd === null
        ? null
        : `${usd(inUsd(call.baselineNanoUsd))}${call.baseline === null ? '' : ` at ${call.baseline}`}`,
    ],
    ['Judge', call.judgeCostNanoUsd > 0 ? usd(inUsd(call.judgeCostNanoUsd)) : null],
    ['Outrun attempts', call.outrunCostNanoUsd > 0 ? usd(inUsd(call.outrunCostNanoUsd)) : null],
    [
      'By the upstream’s account',
      call.reportedCostNanoUsd === null ? null : usd(inUsd(call.reportedCostNanoUsd)),
    ],
    ['Tenant', call.tenant === '' ? null : call.tenant],
    ['Session', call.session],
    ...Object.entries(call.tags).map(([name, value]): [string, string] => ['Tag', `${name}: ${value}`]),
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

const tierOf = ({ tier, ruledTier }: CallView): string | null =>
  tier === null || ruledTier === null || ruledTier === tier ? tier : `${tier}, raised from ${ruledTier}`;
