import type { Page } from './read-page.js';

const checked = new Set(['ts', 'tsx', 'sh', 'json']);
/** Shown, not run: what a terminal or a server says. */
const shown = new Set(['', 'text']);

/** Blocks in a language that nobody looks at, and JSON that is none. */
export function checkLanguages(pages: readonly Page[]): { problems: string[]; count: number } {
  const blocks = pages.flatMap(page => page.blocks);
  const problems = blocks.flatMap(({ page, line, language, code }) => {
    if (language === 'json') {
      try {
        JSON.parse(code);
      } catch (error) {
        return [`${page}:${line}: ${(error as Error).message}`];
      }
    }
    if (checked.has(language) || shown.has(language)) return [];
    return [`${page}:${line}: a block of "${language}" is not checked; say ts, tsx, sh, json or text`];
  });
  return { problems, count: blocks.length };
}
