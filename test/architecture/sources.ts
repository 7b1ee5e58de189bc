import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Files by their path below `src/`, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

const root = fileURLToPath(new URL('../../src', import.meta.url));

export function readSources(): Sources {
  const paths = readdirSync(root, { recursive: true }).map(String);
  return new Map(
    paths
      .filter(path => path.endsWith('.ts'))
      .map(path => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')]),
  );
}

export interface Imports {
  /** Files of ours, by their path below `src/`. */
  readonly own: readonly string[];
  /** Anything else, as written. */
  readonly foreign: readonly string[];
}

/** What a file imports or exports from, types included. */
export function importsOf(path: string, text: string): Imports {
  const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const own = names
    .filter(name => name.startsWith('.'))
    .map(name => posix.join(dirname(path).split(sep).join('/'), name).replace(/\.js$/, '.ts'));
  return { own, foreign: names.filter(name => !name.startsWith('.')) };
}

/** The text without comments and without the contents of strings, so that a rule reads code alone. */
export function codeOf(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  let code = '';
  let templateDepth = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.TemplateHead) templateDepth++;
    if (token === ts.SyntaxKind.CloseBraceToken && templateDepth > 0) {
      const rescanned = scanner.reScanTemplateToken(false);
      if (rescanned === ts.SyntaxKind.TemplateTail) templateDepth--;
      if (rescanned !== ts.SyntaxKind.CloseBraceToken) continue;
    }
    const isText =
      token === ts.SyntaxKind.StringLiteral ||
      token === ts.SyntaxKind.NoSubstitutionTemplateLiteral ||
      token === ts.SyntaxKind.TemplateHead;
    code += isText ? ' "" ' : `${scanner.getTokenText()} `;
  }
  return code;
}
