// The package's own code for features and scores, bundled: training and serving cannot drift apart.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../../src/classify/', import.meta.url));

export async function loadProgram() {
  const folder = mkdtempSync(join(tmpdir(), 'routed-train-'));
  const outfile = join(folder, 'program.mjs');
  const files = [
    'learned/features.js',
    'learned/head.js',
    'learned/decode.js',
    'learned/learned-classifier.js',
    'learned/weights.generated.js',
    'by-rules.js',
  ];
  await build({
    stdin: {
      contents: `${files.map(file => `export * from './${file}';`).join('\n')}\nexport { traitsOfText } from '../prompt/traits-of.js';`,
      resolveDir: source,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    outfile,
    logLevel: 'error',
    external: ['@ai-sdk/*', 'zod'],
  });
  const program = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return program;
}
