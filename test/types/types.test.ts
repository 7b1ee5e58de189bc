import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkApplication } from '../../scripts/link-application.mjs';

const majors = [4, 5, 6, 7] as const;
const applications = fileURLToPath(new URL('applications', import.meta.url));
const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const library = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routed-types-'));
  for (const major of majors) {
    const application = join(folder, String(major));
    linkApplication(application, major);
    cpSync(join(applications, `ai-sdk-${major}.ts`), join(application, 'index.mts'));
    cpSync(join(examples, `ai-sdk-${major}`, 'app.ts'), join(application, 'app.mts'));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler says of files of the applications. */
function complaints(names: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(
    names.map(name => join(folder, name)),
    {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
      types: [],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      ...options,
    },
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}

const files = majors.flatMap(major => [`${major}/index.mts`, `${major}/app.mts`]);

describe('an application of every major, with what must not be accepted', () => {
  // One program for all: what they share is read once.
  test.each([
    ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
    ['node16', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
  ])(
    'is accepted with moduleResolution %s',
    (_, options) => {
      expect(complaints(files, options)).toEqual([]);
    },
    120_000,
  );
});

test('moduleResolution node10 finds every door', () => {
  const options = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10 };
  for (const major of majors)
    for (const door of [
      '',
      '/v1',
      '/v2',
      '/v3',
      '/sandbox',
      '/testing',
      '/middleware',
      '/node',
      '/dashboard',
      '/otel',
      '/prometheus',
    ])
      expect(
        ts.resolveModuleName(`ai-sdk-routed${door}`, join(folder, `${major}/index.mts`), options, ts.sys)
          .resolvedModule?.resolvedFileName,
      ).toContain(`dist${door === '' ? '/index' : door}.d.ts`);
});

test('the types ask for no package that an application does not have', () => {
  const asked = ts.sys
    .readDirectory(library, ['.d.ts'])
    .flatMap(file => ts.preProcessFile(ts.sys.readFile(file) as string).importedFiles)
    .map(({ fileName }) => fileName)
    .filter(name => !name.startsWith('.'));
  // AI SDK 4's own types ask for those of json-schema too; who imports /otel has the API of OpenTelemetry.
  expect([...new Set(asked)].sort()).toEqual([
    '@ai-sdk/provider',
    '@opentelemetry/api',
    'json-schema',
    'zod/v4',
  ]);
});
