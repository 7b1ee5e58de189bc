import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import type { linkApplication } from '../link-application.mjs';
import { namesOf } from './names-of.js';
import type { Block, Page } from './read-page.js';

const majors = [4, 5, 6, 7] as const;
type Major = (typeof majors)[number];
const languages = new Set(['ts', 'tsx']);

interface Module {
  readonly block: Block;
  /** From the temporary folder. */
  readonly path: string;
  readonly source: string;
  /** Lines of `source` before the block's first. */
  readonly before: number;
}

/** Modules of applications that are not installed here, as far as the pages use them. */
const outside = {
  path: 'outside.d.ts',
  source: `declare module 'next/server' {
    export function after(task: Promise<unknown> | (() => unknown)): void;
  }`,
};

/** What the compiler says of the blocks in TypeScript, each with its page and line; nothing is left on the disk. */
export function checkTypes(
  { root, link }: { readonly root: string; readonly link: typeof linkApplication },
  pages: readonly Page[],
): { problems: string[]; count: number } {
  const modules = pages.flatMap(modulesOf);
  const compiled = join(root, 'scripts/.compiled');
  mkdirSync(compiled, { recursive: true });
  const folder = mkdtempSync(join(compiled, `check-docs-${process.pid}-`));
  try {
    for (const major of majors) {
      mkdirSync(join(folder, String(major)));
      link(join(folder, String(major)), major);
    }
    writeFileSync(join(folder, outside.path), outside.source);
    for (const { path, source } of modules) writeFileSync(join(folder, path), source);
    return { problems: complaints(folder, modules), count: modules.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A block in the words of AI SDK 4, 5 or 6 imports from the door of that major. */
function majorOf(code: string): Major {
  const door = /['"]ai-sdk-routed\/v([123])['"]/.exec(code)?.[1];
  return door === undefined ? 7 : ((Number(door) + 3) as Major);
}

/** One module per block. What a block does not declare itself, it has from the last block before that does. */
function modulesOf({ path: page, blocks }: Page): Module[] {
  /** By name and major, the module that declares it. */
  const lenders = new Map<string, string>();
  return blocks
    .filter(({ language }) => languages.has(language))
    .map(block => {
      const major = majorOf(block.code);
      const file = `${page.replace(/\W+/g, '-')}-${block.line}`;
      const own = namesOf(`${block.given}\n${block.code}`, block.language === 'tsx');
      const borrowed = [...own.mentioned].flatMap(name => {
        const lender = lenders.get(`${major} ${name}`);
        return lender === undefined || own.declared.has(name) ? [] : [`import { ${name} } from '${lender}';`];
      });
      for (const name of own.declared) lenders.set(`${major} ${name}`, `./${file}.js`);
      const head = [...borrowed, block.given].join(' ');
      const lent = [...own.declared].filter(name => !isExported(block.code, name));
      return {
        block,
        path: `${major}/${file}.${block.language}`,
        source: `${head}\n${block.code}\nexport { ${lent.join(', ')} };\n`,
        before: 1,
      };
    });
}

const isExported = (code: string, name: string): boolean =>
  new RegExp(
    `^export (async )?(const|let|function|class|interface|type|enum) ${name.replace('$', '\\$')}\\b`,
    'm',
  ).test(code);

function complaints(folder: string, modules: readonly Module[]): string[] {
  const program = ts.createProgram(
    [outside, ...modules].map(({ path }) => join(folder, path)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
      types: ['node'],
      jsx: ts.JsxEmit.Preserve,
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
    },
  );
  const byPath = new Map(modules.map(one => [one.path, one]));
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n  ');
    const module = file && byPath.get(relative(folder, file.fileName));
    if (file === undefined || module === undefined) return `${file?.fileName ?? 'TypeScript'}: ${message}`;
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    const { page, line: first } = module.block;
    // What is put before the block is given to its first line, what is put after it to its last.
    const within = Math.min(Math.max(line - module.before, 0), module.block.code.split('\n').length - 2);
    return `${page}:${first + within}: ${message}`;
  });
}
