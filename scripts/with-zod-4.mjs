import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** A package that wants zod 4, while this one develops against the oldest zod that it allows. */
export async function withZod4(name) {
  const folder = fileURLToPath(new URL('.compiled', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/package-${process.pid}.mjs`;
  await build({
    stdin: { contents: `export * from '${name}';`, resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['ai', '@ai-sdk/*'],
    alias: { zod: 'zod4' },
    outfile,
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
