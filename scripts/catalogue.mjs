/**
 * Writes src/price/catalogue.generated.ts and docs/prices.md from a folder that holds genai-prices, models.dev and the
 * list of current models of the AI SDK's gateway. The same folder gives the same bytes.
 *
 *   npm run catalogue -- <folder>
 *   npm run catalogue -- <folder> --check    compares instead of writing
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}scripts/.compiled/catalogue`;

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: [`${root}scripts/catalogue/main.ts`],
  outfile: `${folder}/main.mjs`,
  bundle: true,
  format: 'esm',
  platform: 'node',
});
const { main } = await import(pathToFileURL(`${folder}/main.mjs`).href);
try {
  process.exitCode = main({ root, words: process.argv.slice(2) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
