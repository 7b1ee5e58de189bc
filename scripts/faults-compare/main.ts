import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Row, renderDocument, renderSection, renderTotals } from './document.js';
import type { Outcome } from './experiment.js';
import { runPool } from './pool.js';
import { sections } from './sections.js';
import { type SubjectName, subjects } from './subjects.js';
import type { Task } from './worker.js';

const help = `npm run faults:compare -- [options]

  --only 13,61    these numbers of the catalogue alone; the tables go to the terminal, no file is written
  --section http  one section alone, by the beginning of its name
  --check         compare with docs/faults.md instead of writing it
  --json          every outcome, instead of the file
  --processes 12  how many faults are played at once
  --help`;

const names = Object.keys(subjects) as SubjectName[];

/** Plays the wall to all four, and writes what came of it. Resolves to the exit code: 1 where ours fails, or --check differs. */
export async function main({ root, workerPath }: { root: string; workerPath: string }): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      section: { type: 'string' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      processes: { type: 'string', default: '12' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const numbers = values.only?.split(',').map(Number);
  const titled = values.section?.toLowerCase();
  const isWhole = numbers === undefined && titled === undefined;

  const tasks: Task[] = [];
  for (const [section, { title, experiments }] of sections.entries())
    for (const [experiment, { number, forms }] of experiments.entries())
      if ((numbers?.includes(number) ?? true) && title.toLowerCase().startsWith(titled ?? ''))
        for (const form of forms)
          for (const subject of names) tasks.push({ section, experiment, subject, form });

  let done = 0;
  const told = () => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${++done} of ${tasks.length}`);
  };
  const isHeavy = ({ section, experiment }: Task) =>
    sections[section]?.experiments[experiment]?.isHeavy ?? false;
  const light = tasks.filter(task => !isHeavy(task));
  const heavy = tasks.filter(isHeavy);
  const outcomes = new Map([
    ...(await runPool(workerPath, light, Number(values.processes), told)),
    ...(await runPool(workerPath, heavy, 2, told)),
  ]);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');

  const rows = rowsOf(tasks, outcomes);
  const versions = versionsIn(root);
  const path = `${root}docs/faults.md`;
  if (values.json) console.log(JSON.stringify({ versions, rows }, null, 2));
  else if (!isWhole) {
    for (const { title } of sections) {
      const own = rows.filter(row => row.section === title);
      if (own.length > 0) console.log(`${title}\n\n${renderSection(own, names)}\n`);
    }
    console.log(renderTotals(rows, names));
  } else {
    const text = renderDocument(rows, names, versions);
    if (values.check && readFileSync(path, 'utf8') !== text) {
      console.log(text);
      console.error('docs/faults.md is not what this run saw.');
      return 1;
    }
    if (!values.check) writeFileSync(path, text);
    console.log(renderTotals(rows, names));
  }
  const ownFailures = rows.filter(row => row.outcomes['ai-sdk-routed']?.verdict === 'fails');
  for (const { number, name, form } of ownFailures)
    console.error(`ai-sdk-routed fails ${number} ${name} (${form})`);
  return ownFailures.length === 0 ? 0 : 1;
}

function rowsOf(tasks: readonly Task[], outcomes: ReadonlyMap<Task, Outcome>): readonly Row[] {
  const rows = new Map<string, Row & { outcomes: Record<string, Outcome> }>();
  for (const task of tasks) {
    const { section, experiment, subject, form } = task;
    const played = sections[section]?.experiments[experiment];
    if (played === undefined) continue;
    const key = `${section} ${experiment} ${form}`;
    const { number, name, expected } = played;
    const row = rows.get(key) ?? {
      section: sections[section]?.title ?? '',
      number,
      name,
      form,
      expected,
      outcomes: {},
    };
    row.outcomes[subject] = outcomes.get(task) as Outcome;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function versionsIn(root: string): Readonly<Record<string, string>> {
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version;
  const packages = ['ai', '@ai-sdk/openai-compatible', 'ai-retry', 'ai-fallback'];
  return Object.fromEntries(packages.map(name => [name, versionOf(name)]));
}
