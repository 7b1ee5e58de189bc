/** A fenced block of a page. */
export interface Block {
  /** The page's path, from the root of the package. */
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  /** As the fence says: `ts`, `sh`; empty where it says nothing. */
  readonly language: string;
  readonly code: string;
  /** What `<!-- given: ... -->` above it declares: names that the reader brings along. */
  readonly given: string;
}

export interface Page {
  readonly path: string;
  readonly blocks: readonly Block[];
  /** Its lines with those of blocks emptied, so that a line keeps its number. */
  readonly prose: readonly string[];
}

const fence = /^( *)(`{3,}|~{3,})\s*([\w+-]*)/;
const given = /^\s*<!--\s*given:\s*(.*?)\s*-->\s*$/;

export function readPage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let declared = '';
  let open: { indent: string; mark: string; language: string; line: number; code: string[] } | null = null;
  const close = () => {
    if (open === null) return;
    const { line, language, code } = open;
    blocks.push({ page: path, line, language, code: `${code.join('\n')}\n`, given: declared });
    declared = '';
    open = null;
  };

  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (open !== null) {
      prose.push('');
      const { indent, mark, code } = open;
      const bare = line.startsWith(indent) ? line.slice(indent.length) : line.trimStart();
      if (bare.startsWith(mark) && /^[`~]+\s*$/.test(bare)) close();
      else code.push(bare);
      continue;
    }
    const [, indent, mark, language] = fence.exec(line) ?? [];
    prose.push(mark === undefined ? line : '');
    if (mark !== undefined)
      open = { indent: indent ?? '', mark, language: language ?? '', line: at + 2, code: [] };
    declared += given.exec(line)?.[1] ?? '';
  }
  close();
  return { path, blocks, prose };
}
