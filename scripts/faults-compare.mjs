/**
 * Plays the wall of faults to this package, to the bare AI SDK, to ai-retry and to ai-fallback, and writes docs/faults.md.
 * The parts are TypeScript in faults-compare/, put together here, so that they can share the answers of test/faults.
 *
 *   npm run faults:compare               (two to four minutes)
 *   npm run faults:compare -- --help
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}scripts/.compiled/faults-compare`;

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: ['main', 'worker'].map(name => `${root}scripts/faults-compare/${name}.ts`),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  // Ours as it is built, and the others as they are installed; ai-retry wants zod 4, which here has another name.
  external: ['ai', '@ai-sdk/*', 'ai-fallback', 'ai-sdk-routed'],
  alias: { zod: 'zod4' },
});
const { main } = await import(pathToFileURL(`${folder}/main.mjs`).href);
try {
  process.exitCode = await main({ root, workerPath: `${folder}/worker.mjs` });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
