/**
 * Checks what README.md, llms.txt and docs/*.md say against the package as it is built (`npm run build` first).
 *
 * - Blocks of `ts` and `tsx` are type-checked, each as a module of its own in an application that has this package.
 *   A block has what it declares and imports itself, then what the last block above it on its page has of that name: so
 *   a page goes on from block to block, and a later `const routed` goes before an earlier one. What the reader brings
 *   along is declared in a comment above the block, on one line: `<!-- given: declare const prompt: string; -->`.
 *   A block that imports `ai-sdk-routed/v1`, `/v2` or `/v3` is checked beside AI SDK 4, 5 or 6, others beside 7; blocks
 *   lend names only to those of their own major.
 * - Blocks of `sh`, and inline code: each `npm run` names a script, each `npx ai-sdk-routed` a command and its flags.
 * - Blocks of `json` are JSON. A block in another language must be `text`.
 * - Links inside the package lead to a file, and to a heading.
 *
 *   npm run check:docs
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { linkApplication } from './link-application.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}scripts/.compiled/check-docs`;

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [`${root}scripts/check-docs/main.ts`],
  outfile: `${folder}/main.mjs`,
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['typescript'],
});
const { main } = await import(pathToFileURL(`${folder}/main.mjs`).href);
try {
  process.exitCode = main({ root, link: linkApplication });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
