/**
 * Plays the simulations of test/simulation, writes docs/brown-out.svg and the table of docs/resilience-simulation.md.
 * With `--check`: exits with 1 when either is out of date.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [`${root}test/simulation/main.ts`],
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['@ai-sdk/*'],
  define: { __PACKAGE_VERSION__: '"simulation"' },
  write: false,
});
const compiled = `${root}scripts/.simulate.mjs`;
writeFileSync(compiled, outputFiles[0].text);
const { simulate } = await import(compiled).finally(() => rmSync(compiled));
const { svg, table } = await simulate();
console.log(table);

const drawing = `${root}docs/brown-out.svg`;
const page = `${root}docs/resilience-simulation.md`;
const before = readFileSync(page, 'utf8');
const after = before.replace(/^\| callers[\s\S]*?(?=\n\n)/m, () => table.trim());
if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(drawing, 'utf8') === svg && before === after;
  if (!isCurrent)
    console.error('docs/brown-out.svg or docs/resilience-simulation.md is out of date: npm run simulate');
  process.exitCode = isCurrent ? 0 : 1;
} else {
  writeFileSync(drawing, svg);
  writeFileSync(page, after);
}
