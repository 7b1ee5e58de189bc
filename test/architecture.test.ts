import { describe, expect, it } from 'vitest';
import * as rules from './architecture/rules.js';
import { readSources, type Sources } from './architecture/sources.js';

const sources = readSources();

/** The house with some files added or replaced. */
const planted = (files: Readonly<Record<string, string>>): Sources =>
  new Map([...sources, ...Object.entries(files)]);

interface Rule {
  readonly name: string;
  readonly problems: (sources: Sources) => string[];
  /** Each of these must be found. */
  readonly breaches: ReadonlyArray<{
    readonly files: Readonly<Record<string, string>>;
    readonly found: string;
  }>;
  /** None of these may be. */
  readonly fine?: Readonly<Record<string, string>>;
}

const rulebook: readonly Rule[] = [
  {
    name: 'a room imports from a lower floor or from itself',
    problems: rules.upwardImports,
    breaches: [
      { files: { 'core/x.ts': "import '../store/store.js';" }, found: 'core/x.ts imports store/store.ts' },
      {
        files: { 'price/x.ts': "import type { A } from '../retry/backoff.js';" },
        found: 'price/x.ts imports retry/backoff.ts',
      },
      {
        files: { 'layers/x.ts': "export { a } from '../presets/preset.js';" },
        found: 'layers/x.ts imports presets/preset.ts',
      },
      {
        files: { 'route/x.ts': "const a = await import('../routed.js');" },
        found: 'route/x.ts imports routed.ts',
      },
      { files: { 'x.ts': "import './cli/main.js';" }, found: 'x.ts imports cli/main.ts' },
      { files: { 'cli/x.ts': "import '../retry/backoff.js';" }, found: 'cli/x.ts imports retry/backoff.ts' },
      { files: { 'attic/x.ts': '' }, found: 'attic/x.ts is in a room that is on no floor' },
    ],
    fine: { 'layers/x.ts': "import '../core/call.js';", 'cli/x.ts': "import '../index.js';" },
  },
  {
    name: 'no layer imports another',
    problems: rules.layersThatKnowEachOther,
    breaches: [
      {
        files: { 'layers/attempt/admission/x.ts': "import '../timeout/timeout.js';" },
        found: 'layers/attempt/admission/x.ts imports layers/attempt/timeout/timeout.ts',
      },
      {
        files: { 'layers/attempt/x.ts': "import '../seam/failover.js';" },
        found: 'layers/attempt/x.ts imports layers/seam/failover.ts',
      },
      {
        files: { 'layers/call/x.ts': "import './deadline.js';" },
        found: 'layers/call/x.ts imports layers/call/deadline.ts',
      },
    ],
    fine: { 'layers/attempt/x.ts': "import '../kit.js'; import '../attempt-timeout.js';" },
  },
  {
    name: 'no import cycle',
    problems: rules.importCycles,
    breaches: [
      {
        files: { 'core/x.ts': "import './y.js';", 'core/y.ts': "import type { X } from './x.js';" },
        found: 'core/x.ts → core/y.ts → core/x.ts',
      },
      { files: { 'core/x.ts': "import './x.js';" }, found: 'core/x.ts → core/x.ts' },
    ],
  },
  {
    name: 'every import of ours leads to a file',
    problems: rules.danglingImports,
    breaches: [
      {
        files: { 'core/x.ts': "import './nowhere.js';" },
        found: 'core/x.ts imports core/nowhere.ts, which does not exist',
      },
    ],
  },
  {
    name: 'no file is longer than 250 lines',
    problems: rules.longFiles,
    breaches: [{ files: { 'core/x.ts': '//\n'.repeat(251) }, found: 'core/x.ts has 251 lines' }],
    fine: { 'core/x.ts': '//\n'.repeat(250), 'core/x.generated.ts': '//\n'.repeat(251) },
  },
  {
    name: 'time, chance and names come from the world',
    problems: rules.uncertainCode,
    breaches: [
      ...[
        ['Date.now()', 'Date.now'],
        ['new Date()', 'newDate()'],
        ['performance.now()', 'performance.now'],
        ['Math.random()', 'Math.random'],
        ['setTimeout(f, 1)', 'setTimeout'],
        ['setInterval(f, 1)', 'setInterval'],
        ['AbortSignal.timeout(1)', 'AbortSignal.timeout'],
        ['crypto.randomUUID()', 'crypto.randomUUID'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source under test
        ['`${Date\n  .now()}`', 'Date.now'],
      ].map(([code, name]) => ({
        files: { 'core/x.ts': `const a = () => ${code};` },
        found: `core/x.ts uses ${name}`,
      })),
    ],
    fine: {
      'core/x.ts':
        "// Date.now is not used\nconst a = 'Math.random()'; const b = new Date(a); const c = `setTimeout`;",
      'cli/x.ts': 'setTimeout(() => {}, 1);',
    },
  },
  {
    name: "Node's own modules stay in the terminal and the sandbox",
    problems: rules.nodeImports,
    breaches: [{ files: { 'core/x.ts': "import 'node:fs';" }, found: 'core/x.ts imports node:fs' }],
    fine: { 'cli/x.ts': "import 'node:fs';" },
  },
  {
    name: 'only declared dependencies are imported, and never ai',
    problems: rules.undeclaredImports,
    breaches: [
      { files: { 'core/x.ts': "import type { Tool } from 'ai';" }, found: 'core/x.ts imports ai' },
      { files: { 'core/x.ts': "import { z } from 'zod';" }, found: 'core/x.ts imports zod' },
      {
        files: { 'telemetry/x.ts': "import { trace } from '@opentelemetry/api';" },
        found: 'telemetry/x.ts imports @opentelemetry/api',
      },
    ],
  },
  {
    name: 'an entrance names each public thing',
    problems: rules.starExports,
    breaches: [{ files: { 'x.ts': "export * from './index.js';" }, found: 'x.ts exports *' }],
  },
  {
    name: 'nothing is written to the console',
    problems: rules.consoleUses,
    breaches: [{ files: { 'core/x.ts': 'console.log(1);' }, found: 'core/x.ts uses console' }],
    fine: { 'core/x.ts': '// console.log' },
  },
];

describe.each(rulebook)('$name', ({ problems, breaches, fine }) => {
  it('holds', () => {
    expect(sources.size).toBeGreaterThan(100);
    expect(problems(sources)).toEqual([]);
  });

  it.each(breaches)('$found is found', ({ files, found }) => {
    expect(problems(planted(files))).toEqual([found]);
  });

  it.each(fine === undefined ? [] : [fine])('what is allowed is not', files => {
    expect(problems(planted(files))).toEqual([]);
  });
});
