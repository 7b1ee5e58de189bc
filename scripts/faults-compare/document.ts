import type { Form, Outcome, Verdict } from './experiment.js';

/** One fault in one form, and what each subject made of it. */
export interface Row {
  readonly section: string;
  readonly number: number;
  readonly name: string;
  readonly form: Form;
  readonly expected: string;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

const marks: Readonly<Record<Verdict, string>> = { 'as said': '✓', differs: '≈', fails: '✗' };
const escaped = (text: string) => text.replaceAll('|', '\\|');
const cell = ({ verdict, words }: Outcome) => escaped(`${marks[verdict]} ${words}`);
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]) =>
  [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');

/** Both forms in one line where they came to the same. */
export function renderSection(rows: readonly Row[], names: readonly string[]): string {
  const told: (readonly string[])[] = [];
  const cellsOf = (row: Row) => names.map(name => cell(row.outcomes[name] as Outcome));
  for (const [index, row] of rows.entries()) {
    const { number, name, form, expected } = row;
    const other = rows.find(one => one !== row && one.number === number && one.name === name);
    const isSame = other !== undefined && cellsOf(other).join() === cellsOf(row).join();
    if (isSame && rows.indexOf(other) < index) continue;
    told.push([String(number), escaped(name), isSame ? 'both' : form, escaped(expected), ...cellsOf(row)]);
  }
  return table(['no.', 'fault', 'form', 'asked for', ...names], told);
}

const count = (rows: readonly Row[], name: string, verdict: Verdict) =>
  rows.filter(row => row.outcomes[name]?.verdict === verdict).length;

export function renderTotals(rows: readonly Row[], names: readonly string[]): string {
  const groups: readonly (readonly [string, readonly Row[]])[] = [
    ...(['generate', 'stream'] as const).map(form => [form, rows.filter(row => row.form === form)] as const),
    ['together', rows],
  ];
  return table(
    ['', 'faults', ...names],
    groups.map(([title, own]) => [
      title,
      String(own.length),
      ...names.map(
        name =>
          `${count(own, name, 'as said')} ✓, ${count(own, name, 'differs')} ≈, ${count(own, name, 'fails')} ✗`,
      ),
    ]),
  );
}

/** Rows in which ours is not as said, and somebody else is. */
function worseThanAnother(rows: readonly Row[], [ours = '', ...others]: readonly string[]): string {
  const worse = rows.filter(
    ({ outcomes }) =>
      outcomes[ours]?.verdict !== 'as said' && others.some(name => outcomes[name]?.verdict === 'as said'),
  );
  if (worse.length === 0)
    return '- In the tables: nothing that another does as asked for, and ours does not.';
  return worse
    .map(({ number, name, form, outcomes }) => {
      const better = others.filter(other => outcomes[other]?.verdict === 'as said');
      return `- ${number}, ${name} (${form}): ${outcomes[ours]?.words}; as asked for: ${better.join(', ')}.`;
    })
    .join('\n');
}

export function renderDocument(
  rows: readonly Row[],
  names: readonly string[],
  versions: Readonly<Record<string, string>>,
): string {
  const titles = [...new Set(rows.map(({ section }) => section))];
  const sections = titles.map(
    title =>
      `## ${title}\n\n${renderSection(
        rows.filter(({ section }) => section === title),
        names,
      )}`,
  );
  const seen = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${[
    '# What each does with each fault',
    introduction(seen.join(', ')),
    `## Totals\n\n${renderTotals(rows, names)}`,
    `## Where ours is worse, or costs more\n\n${worseThanAnother(rows, names)}\n${ownCosts}`,
    ...sections,
    `## Not played here\n\n${notPlayed}`,
  ].join('\n\n')}\n`;
}

const introduction = (
  versions: string,
) => `Written by \`npm run faults:compare\` from what it saw; only the explanations were typed. The same faults, over real
sockets on loopback, are played to this package and to three others, through \`generateText\` and \`streamText\`:
${versions}. The numbers are those of the
catalogue behind \`test/faults/\`, where \`npm test\` plays it to ours in more depth.

How each is set up:

- **ai-sdk-routed**: targets A and B by its own preset, A the cheaper one; every default but the limits of time, which are
  3 s each here (responseMs, firstContentMs, idleMs, attemptMs, unreadMs), but for 84, a hundred calls at once.
- **AI SDK**: the provider of \`@ai-sdk/openai-compatible\` and nothing else, with the SDK's own two retries. It has one
  target: **where B is asked for it cannot have it**, and its cell says what an application gets instead.
- **ai-retry**: \`createRetryableModel({ model: A, retries: [B] })\` and \`maxRetries: 0\`, as its README recommends; where
  there is no other target, \`error.isRetryable(true).retry({ delay: 1_000, backoffFactor: 2, maxAttempts: 3 })\`.
- **ai-fallback**: \`createFallback({ models: [A, B] })\` as in its README, with the SDK's default for the rest.

The last three have no limits of time of their own. Faults that only a limit ends are therefore played twice, the second
time with the SDK's own \`timeout\` (\`totalMs\` 3 s for generate; \`firstChunkMs\` and \`chunkMs\` 3 s, \`totalMs\` 6 s for
streams), and \`timeout().switch({ model: B, timeout: 3_000 })\` first in ai-retry's list. A call that has not ended
after 8 s **hangs**.

✓ what the catalogue asks for. ✗ not that. ≈ not that, but one may well want it so. "A" and "B" are whole answers of that
target; "half" is the text that came before the fault; outcomes that calls of one experiment shared are parted by "/".
Looked for in every call: rejections that nobody handles, and the API key in anything that the application is given;
either is a ✗. The catalogue is ours, so that ours does well by it proves little; what the others do with it is the news.`;

const ownCosts = `- Each call costs more of the processor than with ai-fallback or the bare SDK, and each piece of a stream more than with
  ai-retry: [the table in the README](../README.md#how-it-compares), by \`npm run bench:layer\`.
- The limits of redirects, sizes, headers and keys are those of the presets' own \`fetch\`. A model that you bring yourself
  reaches its server by its own means: of the faults above, ours then stands those that a model's result shows.
- A fault of the caller (400, 422, a moderation) is not tried at B, where ai-retry's catch-all gets an answer from it.
- A tool call waits for the finish reason, so a tool starts as much later as the stream goes on after the call.`;

const notPlayed = `- 55, 91 to 94, 96 to 100, 113, 120: usage limits, lines, deadlines, tenants, budgets. The others have none of these.
- 85 to 88, 90: inside a circuit breaker and an adaptive limit; seen from outside they are 82 to 84 and 89. The two goals
  under load are measured by \`npm run bench:resilience\`.
- 105 to 112: with a store on Redis. 116: another spelling of 115. 124: a vendor's own tools, which this protocol has not.`;
