import { basename } from 'node:path';
import type { PolicyReport, ReplayedPolicy, ReplayReport } from '../node.js';
import { replay as replayCalls } from '../node.js';
import type { Command } from './command.js';
import { UsageError } from './command.js';
import { count, countOf, percent, usd } from './terminal/figures.js';
import { readCalls } from './terminal/read-calls.js';
import { readConfig } from './terminal/read-config.js';
import { table } from './terminal/table.js';
import type { Terminal } from './terminal/terminal.js';
import { visibleLine } from './terminal/visible.js';
import { wrap } from './terminal/wrap.js';

export const replay: Command = {
  name: 'replay',
  takes: '<calls.jsonl>',
  what: 'Plans recorded calls (of `createRouted({ record })`; "-" reads stdin) anew under other options, and tells cost, tiers, targets and expected quality of each. Calls nothing.',
  flags: {
    config: {
      kind: 'texts',
      value: 'file.json',
      what: 'the options of a createRouted, as JSON; once per policy',
    },
    json: { kind: 'flag', what: 'print the report as JSON' },
  },
  async run(values, terminal) {
    const [path, ...more] = values.words;
    if (path === undefined || more.length > 0)
      throw new UsageError('replay needs one file: replay calls.jsonl --config a.json, or - for stdin.');
    const configs = values.texts.config ?? [];
    if (configs.length === 0) throw new UsageError('replay needs at least one --config.');
    const names = namesOf(configs);
    const policies = configs.map((file, index) => ({
      name: names[index] as string,
      options: readConfig(file),
    }));
    const lines = await readCalls(path, terminal);
    const prompts = lines.filter(({ kind }) => kind === 'prompt').length;
    if (prompts > 0) terminal.say(`${countOf(prompts, 'line')} with a prompt and no record left out`);
    const report = replayCalls({
      records: lines.flatMap(line => (line.kind === 'record' ? [line.record] : [])),
      policies,
    });
    if (values.isSet('json')) terminal.out(JSON.stringify(report, null, 2));
    else show(report, terminal);
    return report.calls > 0 ? 0 : 1;
  },
};

/** The files' own names where they differ, else the paths as they were given. */
function namesOf(paths: readonly string[]): readonly string[] {
  const names = paths.map(path => basename(path));
  return new Set(names).size === names.length ? names : paths;
}

function show(report: ReplayReport, terminal: Terminal): void {
  const { out, columns } = terminal;
  const tell = (text: string) => {
    for (const line of wrap(text, columns)) out(line);
  };
  const { calls, unansweredCalls, recorded, policies } = report;
  const unanswered = unansweredCalls === 0 ? '' : `; left out: ${count(unansweredCalls)} failed or cancelled`;
  tell(`${countOf(calls, 'answered call')}${unanswered}.`);
  if (calls === 0) return;
  out();
  for (const line of policyTable([recorded, ...policies])) out(line);
  out();
  for (const policy of policies) tell(bordersOf(policy));
  out();
  for (const line of targetTable([recorded, ...policies])) out(line);
  for (const policy of policies) showMoves(policy, terminal);
  out();
  for (const note of notesOf(report)) tell(note);
}

/** Beyond 1 a border is above every score. */
function bordersOf({ name, borders, hasOwnRouting }: ReplayedPolicy): string {
  if (borders === null) return `${visibleLine(name)}: the tiers are those of its own classifier`;
  const { simpleBelow, complexFrom } = borders;
  const simple = simpleBelow > 1 ? 'every score is simple' : `simple below ${simpleBelow}`;
  const complex = complexFrom > 1 ? 'none is complex' : `complex from ${complexFrom}`;
  const whose = hasOwnRouting ? '' : ' (the default borders: it has no `routing`)';
  return `${visibleLine(name)}: ${simple}, ${complex}${whose}`;
}

const whole = (ratio: number) =>
  ratio === 0 ? '–' : ratio < 0.005 ? '<1 %' : `${Math.round(ratio * 100)} %`;

function policyTable(policies: readonly PolicyReport[]): string[] {
  const [recorded] = policies as [PolicyReport, ...PolicyReport[]];
  const heads = [
    'cost',
    'of recorded',
    'simple',
    'medium',
    'complex',
    'given',
    'expected quality',
    'calls moved',
  ];
  return table(
    [{ head: 'policy' }, ...heads.map(head => ({ head, isNumber: true }))],
    policies.map(policy => [
      policy.name,
      usd(policy.costUsd),
      policy.costRatio === null ? '–' : percent(policy.costRatio),
      whole(policy.tierShares.simple),
      whole(policy.tierShares.medium),
      whole(policy.tierShares.complex),
      whole(policy.tierShares.given),
      policy.expectedQuality === null ? '–' : policy.expectedQuality.toFixed(3),
      policy === recorded ? '–' : count(policy.changedCalls),
    ]),
  );
}

function targetTable(policies: readonly PolicyReport[]): string[] {
  const targets = [...new Set(policies.flatMap(({ targetShares }) => Object.keys(targetShares)))];
  return table(
    [{ head: 'target' }, ...policies.map(({ name }) => ({ head: name, isNumber: true }))],
    targets.map(target => [target, ...policies.map(({ targetShares }) => whole(targetShares[target] ?? 0))]),
  );
}

const shownMoves = 5;

function showMoves({ name, moves }: PolicyReport, { out }: Terminal): void {
  out();
  if (moves.length === 0) {
    out(`${visibleLine(name)}: every call goes where it went`);
    return;
  }
  out(`${visibleLine(name)}: the moves that change the cost most`);
  const nowhere = 'none fits';
  const rows = moves
    .slice(0, shownMoves)
    .map(({ from, to, calls, costUsd }) => [
      from ?? nowhere,
      to ?? nowhere,
      count(calls),
      `${costUsd > 0 ? '+' : ''}${usd(costUsd)}`,
    ]);
  const heads = [
    { head: 'from' },
    { head: 'to' },
    { head: 'calls', isNumber: true },
    { head: 'cost', isNumber: true },
  ];
  for (const line of table(heads, rows)) out(line);
}

function notesOf({ recorded, policies, lostRecords, unjudgedCalls }: ReplayReport): string[] {
  const most = (figureOf: (policy: PolicyReport) => number) => Math.max(...policies.map(figureOf));
  const unroutable = most(({ unroutableCalls }) => unroutableCalls);
  const unpriced = most(({ unpricedCalls, unroutableCalls }) => unpricedCalls - unroutableCalls);
  const estimated = most(({ estimatedCalls }) => estimatedCalls);
  const notes: readonly (readonly [number, string, string])[] = [
    [
      unjudgedCalls,
      'call',
      'keeping the recorded tier: scored by another classifier, and without the prompt (`prompts: "whole"`).',
    ],
    [unroutable, 'call', 'in no sum: no target of a policy can take it, or it names one that is not there.'],
    [unpriced, 'call', 'in no sum: the target has no price.'],
    [recorded.unpricedCalls, 'recorded call', 'without a known cost.'],
    [estimated, 'call', 'without tokens: the plan’s guess is priced.'],
    [lostRecords, 'record', 'lost while recording.'],
  ];
  return [
    'Cost: the recorded tokens at the price of the target that goes first, without a judge, failed attempts or answers that were escalated; another model may write more or less. Expected quality: 1 at a target of the tier complex, 1 less the score at one of simple, half of that between; a target counts for the lowest tier that it leads in any of the policies. Sessions, budgets, circuits, judges, cascades and what was learned are not replayed.',
    ...notes.filter(([calls]) => calls > 0).map(([calls, noun, words]) => `${countOf(calls, noun)} ${words}`),
  ];
}
