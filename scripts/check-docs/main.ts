import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { linkApplication } from '../link-application.mjs';
import { checkCommands, type Known } from './check-commands.js';
import { checkLanguages } from './check-languages.js';
import { checkLinks } from './check-links.js';
import { checkTypes } from './check-types.js';
import { type Page, readPage } from './read-page.js';

/** README.md, llms.txt and the pages of docs/. */
function pagesOf(root: string): Page[] {
  const paths = [
    'README.md',
    'llms.txt',
    ...readdirSync(join(root, 'docs'))
      .filter(name => name.endsWith('.md'))
      .map(name => `docs/${name}`),
  ];
  return paths
    .filter(path => existsSync(join(root, path)))
    .map(path => readPage(path, readFileSync(join(root, path), 'utf8')));
}

/** What the terminal itself says that it knows. */
function knownOf(root: string): Known {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const help = (...words: string[]) =>
    execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...words, '--help'], { encoding: 'utf8' });
  const flagsIn = (text: string) =>
    new Set([...text.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag as string));
  const names = [...help().matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, name]) => name as string);
  return {
    scripts: new Set(Object.keys(scripts)),
    commands: new Map(names.map(name => [name, flagsIn(help(name))])),
  };
}

/** Exit code 1: something on a page is not true of the package as it is built. */
export function main({
  root,
  link,
}: {
  readonly root: string;
  readonly link: typeof linkApplication;
}): number {
  if (!existsSync(join(root, 'dist/index.d.ts'))) {
    console.error('There is no dist/: run `npm run build` first.');
    return 1;
  }
  const pages = pagesOf(root);
  const types = checkTypes({ root, link }, pages);
  const commands = checkCommands(pages, knownOf(root));
  const links = checkLinks(root, pages);
  const problems = [types, commands, links, checkLanguages(pages)].flatMap(one => one.problems);
  for (const problem of problems) console.error(problem);
  console.log(
    `${pages.length} pages: ${types.count} blocks type-checked, ${commands.count} commands and ${links.count} links looked up, ${problems.length} problems.`,
  );
  return problems.length === 0 ? 0 : 1;
}
