import type { Page } from './read-page.js';

/** What can be typed. */
export interface Known {
  /** Of package.json. */
  readonly scripts: ReadonlySet<string>;
  /** Commands of the terminal, each with its flags, as its help shows them. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Scripts, commands and flags that the pages name, in `sh` blocks and in `inline code`, and that there are not. */
export function checkCommands(pages: readonly Page[], known: Known): { problems: string[]; count: number } {
  const typed = pages.flatMap(page => linesOf(page));
  const problems = typed.flatMap(({ where, line }) =>
    parts(line).flatMap(words => wrongWith(words, known).map(problem => `${where}: ${problem}`)),
  );
  return { problems, count: typed.length };
}

interface Typed {
  readonly where: string;
  readonly line: string;
}

function linesOf({ path, blocks, prose }: Page): Typed[] {
  const typed: Typed[] = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ line: first, code }) =>
      code.split('\n').map((line, at) => ({ where: `${path}:${first + at}`, line })),
    );
  for (const [at, line] of prose.entries())
    for (const [, code = ''] of line.matchAll(/`([^`]+)`/g))
      if (/^(npm run|npx ai-sdk-routed|ai-sdk-routed) /.test(code))
        typed.push({ where: `${path}:${at + 1}`, line: code });
  return typed.filter(({ line }) => line.trim() !== '');
}

/** The commands of a line, in words, parted where the shell parts them; a comment is one word. */
function parts(line: string): string[][] {
  const words = line.match(/"[^"]*"|'[^']*'|&&|\|\||[|;]|#.*|[^\s"'|;&#]+|\S/g) ?? [];
  const all: string[][] = [[]];
  for (const word of words) {
    if (/^(&&|\|\||[|;])$/.test(word)) all.push([]);
    else all.at(-1)?.push(word);
  }
  return all;
}

function wrongWith(words: readonly string[], { scripts, commands }: Known): string[] {
  const [program, ...rest] = words.filter(word => !/^\w+=/.test(word));
  if (program === 'npm' && rest[0] === 'run') {
    const script = rest.slice(1).find(word => !word.startsWith('-')) ?? '';
    return scripts.has(script) ? [] : [`there is no script "${script}"`];
  }
  const [name = '', ...flags] = program === 'npx' && rest[0] === 'ai-sdk-routed' ? rest.slice(1) : rest;
  if (program !== 'ai-sdk-routed' && !(program === 'npx' && rest[0] === 'ai-sdk-routed')) return [];
  if (name === '--help' || name === '--version' || name === '<command>') return [];
  const knownFlags = commands.get(name);
  if (knownFlags === undefined) return [`there is no command "${name}"`];
  return flags
    .filter(flag => flag.startsWith('--'))
    .map(flag => flag.split('=')[0] as string)
    .filter(flag => !knownFlags.has(flag))
    .map(flag => `"${name}" has no ${flag}`);
}
