import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkCommands } from '../scripts/check-docs/check-commands.js';
import { checkLanguages } from '../scripts/check-docs/check-languages.js';
import { checkLinks } from '../scripts/check-docs/check-links.js';
import { checkTypes } from '../scripts/check-docs/check-types.js';
import { readPage } from '../scripts/check-docs/read-page.js';
import { linkApplication } from '../scripts/link-application.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ts = (...lines: readonly string[]) => ['```ts', ...lines, '```'].join('\n');
const sh = (...lines: readonly string[]) => ['```sh', ...lines, '```'].join('\n');
const page = (name: string, ...parts: readonly string[]) => readPage(name, parts.join('\n'));

describe('blocks of TypeScript', () => {
  const pages = [
    page('right.md', ts("import { routed } from 'ai-sdk-routed';", "export const model = routed('auto');")),
    page('wrong.md', '# A', '', ts("import { routed } from 'ai-sdk-routed';", '', 'routed(1);')),
    page('no-export.md', ts("import { nothing } from 'ai-sdk-routed/testing';")),
    page('unchecked-index.md', ts("const text: string = ['a'][0];")),
    page(
      'indented.md',
      '- a list',
      '',
      '  ```ts',
      '  const count: number = 1;',
      "  const name: number = '';",
      '  ```',
    ),
    page('tsx.md', '```tsx', "const name: number = '';", '```'),
    page('text.md', '```text', "const name: number = '';", '```'),
    page(
      'goes-on.md',
      ts('const count = 1;'),
      ts('export const next: number = count;', 'const bad: string = count;'),
    ),
    page('backwards.md', ts('later();'), ts('function later() {}')),
    page('alone.md', ts('count;')),
    page('anew.md', ts('const count = 1;'), ts("const count = '';", 'count.trim();'), ts('count.trim();')),
    page(
      'given.md',
      '<!-- given: declare const text: string; -->',
      ts('const length: number = text.length;', 'const bad: number = text;'),
      ts('text.trim();'),
    ),
    page(
      'majors.md',
      ts(
        "import { generateText, stepCountIs } from 'ai';",
        "import { routed } from 'ai-sdk-routed/v2';",
        "await generateText({ model: routed('auto'), prompt: '', stopWhen: stepCountIs(2) });",
      ),
      ts(
        "import { generateText } from 'ai';",
        "import { routed } from 'ai-sdk-routed/v1';",
        "await generateText({ model: routed('auto'), prompt: '', maxSteps: 2 });",
      ),
      ts(
        "import { generateText } from 'ai';",
        "import { routed } from 'ai-sdk-routed/v3';",
        "await generateText({ model: routed('auto'), prompt: '', maxSteps: 2 });",
      ),
      ts('routed;'),
      ts("import { routed } from 'ai-sdk-routed/v2';", 'stepCountIs;'),
      ts("import { routed } from 'ai-sdk-routed/v1';", 'stepCountIs;'),
    ),
  ];
  let problems: readonly string[];
  let count: number;
  beforeAll(() => {
    ({ problems, count } = checkTypes({ root, link: linkApplication }, pages));
  }, 120_000);
  const of = (name: string) => problems.filter(problem => problem.startsWith(`${name}:`));

  test('that are right are accepted, and all are looked at', () => {
    expect(of('right.md')).toEqual([]);
    expect(count).toBe(22);
  });

  test.each([
    ['wrong.md', 'wrong.md:6: Argument of type'],
    ['no-export.md', 'no-export.md:2: '],
    ['unchecked-index.md', "unchecked-index.md:2: Type 'string | undefined' is not"],
    ['indented.md', "indented.md:5: Type 'string' is not"],
    ['tsx.md', "tsx.md:2: Type 'string' is not"],
  ])('are refused in %s, by page and line', (name, problem) => {
    expect(of(name)).toEqual([expect.stringContaining(problem)]);
  });

  test('in another language are left alone', () => {
    expect(of('text.md')).toEqual([]);
  });

  test('go on from the blocks above them, with their types', () => {
    expect(of('goes-on.md')).toEqual(["goes-on.md:6: Type 'number' is not assignable to type 'string'."]);
  });

  test('have nothing from blocks below them, nor from other pages', () => {
    expect(of('backwards.md')).toEqual([expect.stringContaining("2: Cannot find name 'later'")]);
    expect(of('alone.md')).toEqual([expect.stringContaining("2: Cannot find name 'count'")]);
  });

  test('may declare a name anew, which later ones then have', () => {
    expect(of('anew.md')).toEqual([]);
  });

  test('have what the reader brings along, and so do later ones', () => {
    expect(of('given.md')).toEqual(["given.md:4: Type 'string' is not assignable to type 'number'."]);
  });

  test('are checked beside the major of their door, and lend names only within it', () => {
    expect(of('majors.md').sort()).toEqual([
      expect.stringMatching(/^majors\.md:14: .*maxSteps/s),
      expect.stringContaining("majors.md:17: Cannot find name 'routed'"),
      expect.stringContaining("majors.md:25: Cannot find name 'stepCountIs'"),
    ]);
  });

  test('leave nothing behind', () => {
    const compiled = `${root}scripts/.compiled`;
    const left = existsSync(compiled) ? readdirSync(compiled) : [];
    expect(left.filter(name => name.startsWith(`check-docs-${process.pid}-`))).toEqual([]);
  });
});

describe('commands', () => {
  const known = {
    scripts: new Set(['demo', 'check:edge']),
    commands: new Map([['bench', new Set(['--json', '--in-flight', '--help'])]]),
  };
  const wrong = (...parts: readonly string[]) => checkCommands([page('a.md', ...parts)], known).problems;

  test.each([
    'npm ci && npm run demo   # && npm run nothing',
    'npm run --silent check:edge -- --any-flag',
    'npx ai-sdk-routed bench --json --in-flight=50',
    'KEY=x npx ai-sdk-routed bench "--not a flag" | sort --unique',
    'npx ai-sdk-routed --help',
    'npm install ai-sdk-routed --save',
  ])('that there are are accepted: %s', line => {
    expect(wrong(sh(line))).toEqual([]);
  });

  test.each([
    ['npm ci && npm run nothing', 'there is no script "nothing"'],
    ['npm run -- nothing', 'there is no script "nothing"'],
    ['npx ai-sdk-routed nothing --json', 'there is no command "nothing"'],
    ['A=1 npx ai-sdk-routed bench --json --nothing 1', '"bench" has no --nothing'],
    ['echo a; npx ai-sdk-routed bench --nothing=1', '"bench" has no --nothing'],
  ])('that there are not are refused: %s', (line, problem) => {
    expect(wrong(sh('true', line))).toEqual([`a.md:3: ${problem}`]);
  });

  test('are looked up in inline code too, and nowhere else', () => {
    expect(
      wrong('See', '`npm run nothing`, `ai-sdk-routed bench --nothing` and npm run nothing-else.'),
    ).toEqual(['a.md:2: there is no script "nothing"', 'a.md:2: "bench" has no --nothing']);
  });
});

test('links lead to files and headings', () => {
  const links = [
    '[a](LICENSE), [b](docs/results.md#errors), [c](#here-it-is), [d](https://example.com/none), [e](examples), [f](#nor-here)',
    '[g](none.md)',
    '[h](docs/results.md#none)',
    '# `Here`, it is!',
  ];
  expect(checkLinks(root, [page('README.md', ...links)])).toEqual({
    problems: [
      'README.md:1: #nor-here has no such heading',
      'README.md:2: there is no none.md',
      'README.md:3: docs/results.md#none has no such heading',
    ],
    count: 7,
  });
});

test('a block in a language that nobody checks is refused, and JSON that is none', () => {
  const blocks = ['```json', '{"a": 1}', '```', '```json', '{a: 1}', '```', '```js', '```', '```', '```'];
  expect(checkLanguages([page('a.md', ...blocks)]).problems).toEqual([
    expect.stringMatching(/^a\.md:5: .*JSON/),
    'a.md:8: a block of "js" is not checked; say ts, tsx, sh, json or text',
  ]);
});
