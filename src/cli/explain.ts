import type { Explanation, RoutedCallOptions } from '../index.js';
import { createRouted } from '../index.js';
import type { Command, Values } from './command.js';
import { UsageError } from './command.js';
import { count, ms, usd } from './terminal/figures.js';
import { pipedLines } from './terminal/read-lines.js';
import { table } from './terminal/table.js';
import type { Terminal } from './terminal/terminal.js';
import { wrap } from './terminal/wrap.js';

export const explain: Command = {
  name: 'explain',
  takes: '"<prompt>"',
  what: 'Tells which model a prompt would go to, and why. Calls nothing.',
  flags: {
    tier: { kind: 'text', value: 'simple|medium|complex', what: 'give the tier instead of classifying' },
    target: { kind: 'text', value: 'id', what: 'force a target or alias' },
    'max-cost-usd': {
      kind: 'number',
      value: 'usd',
      what: 'the most that the call may cost',
      isAboveMin: true,
    },
    'max-latency-ms': {
      kind: 'number',
      value: 'ms',
      what: 'the longest expected time to first content',
      isAboveMin: true,
    },
    json: { kind: 'flag', what: 'print the plan as JSON' },
  },
  async run(values, terminal) {
    const prompt = values.words.join(' ') || (await pipedLines()).join('\n');
    if (prompt === '') throw new UsageError('explain needs a prompt: explain "Translate: Hello world".');
    const plan = createRouted().explain(prompt, callOptions(values));
    if (values.isSet('json')) terminal.out(JSON.stringify(plan, null, 2));
    else show(plan, terminal);
    return plan.candidates.length > 0 ? 0 : 1;
  },
};

function callOptions({ text, number }: Values): RoutedCallOptions {
  return {
    ...(text.tier === undefined ? {} : { tier: text.tier as NonNullable<RoutedCallOptions['tier']> }),
    ...(text.target === undefined ? {} : { target: text.target }),
    ...(number['max-cost-usd'] === undefined ? {} : { maxCostUsd: number['max-cost-usd'] }),
    ...(number['max-latency-ms'] === undefined ? {} : { maxLatencyMs: number['max-latency-ms'] }),
  };
}

function show(plan: Explanation, { out, paint, columns }: Terminal): void {
  const fact = (name: string, value: string) => {
    for (const line of wrap(`${name.padEnd(11)} ${value}`, columns, 12)) out(line);
  };
  const digits = (value: number | null) => (value === null ? '–' : value.toFixed(2));
  fact('tier', paint('bold', plan.tier ?? 'none: the target is given'));
  if (plan.ruledTier !== plan.tier) fact('ruled', `${plan.ruledTier}, before a step up`);
  fact('score', digits(plan.score));
  fact('confidence', digits(plan.confidence));
  fact('task', plan.task ?? '–');
  const featureReasons = plan.features.map(({ name, pays }) => `${name}: a strong model pays off ${pays}`);
  fact('reasons', plan.reasons.filter(reason => !featureReasons.includes(reason)).join('; ') || '–');
  plan.features.forEach(({ words, pays }, index) => {
    const arrow = pays === 'more' ? '↑' : '↓';
    fact(index === 0 ? 'decided by' : '', `${arrow} ${words}: a strong model pays off ${pays}`);
  });
  out();
  const isCapped = plan.candidates.some(({ affordableOutputTokens }) => affordableOutputTokens !== null);
  const rows = plan.candidates.map((candidate, index) => [
    String(index + 1),
    candidate.target,
    candidate.provider,
    usd(candidate.expectedCostUsd),
    ms(candidate.expectedFirstContentMs),
    ...(isCapped ? [count(candidate.affordableOutputTokens ?? 0)] : []),
  ]);
  const heads = [
    { head: '#' },
    { head: 'candidate' },
    { head: 'provider' },
    { head: 'expected cost', isNumber: true },
    { head: 'first content', isNumber: true },
    ...(isCapped ? [{ head: 'paid output tokens', isNumber: true }] : []),
  ];
  if (rows.length === 0) out('no target fits');
  else for (const line of table(heads, rows)) out(line);
  const unpriced = plan.candidates.filter(({ expectedCostUsd }) => expectedCostUsd === null);
  if (unpriced.length > 0) {
    out();
    const names = unpriced.map(({ target }) => target).join(', ');
    for (const line of wrap(`no price is known of ${names}: its cost will be in no sum`, columns, 2))
      out(line);
  }
  if (plan.leftOut.length === 0) return;
  out();
  out('left out');
  for (const { target, reason, detail } of plan.leftOut)
    for (const line of wrap(`  ${target}: ${detail ?? reason}`, columns, 4)) out(line);
}
