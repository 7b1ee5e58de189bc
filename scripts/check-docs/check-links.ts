import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Page, readPage } from './read-page.js';

/** Links inside the package that lead nowhere: a file that there is not, or a heading that its page has not. */
export function checkLinks(root: string, pages: readonly Page[]): { problems: string[]; count: number } {
  const links = pages.flatMap(({ path, prose }) =>
    prose.flatMap((line, at) =>
      [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => ({ path, prose, at: at + 1, to })),
    ),
  );
  const within = links.filter(({ to }) => !/^[a-z]+:/.test(to));
  const problems = within.flatMap(({ path, prose, at, to }) => {
    const [file = '', anchor] = to.split('#');
    const whole = file === '' ? join(root, path) : join(root, dirname(path), file);
    const where = `${path}:${at}`;
    if (!existsSync(whole)) return [`${where}: there is no ${to}`];
    if (anchor === undefined || statSync(whole).isDirectory()) return [];
    const there = file === '' ? prose : readPage(file, readFileSync(whole, 'utf8')).prose;
    return there.flatMap(anchorOf).includes(anchor) ? [] : [`${where}: ${to} has no such heading`];
  });
  return { problems, count: within.length };
}

/** As GitHub makes it of a heading. */
function anchorOf(line: string): string[] {
  const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
  if (heading === undefined) return [];
  return [
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ];
}
