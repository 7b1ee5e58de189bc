/**
 * Bundles the dashboard's page: `src/dashboard/page/` becomes `page.generated.ts` (script and style as text, with their
 * hashes), and the style of the plots `plots/style.generated.ts`. With `--check` nothing is written: exits with 1 when
 * they are not what the sources say. Either way it says what the page weighs.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('../src/dashboard/', import.meta.url));

async function bundle(path) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome105', 'firefox110', 'safari16'],
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text.trim();
}

/** Changes when the text does: a browser may keep what it was given under it for ever. */
const hashOf = text => createHash('sha256').update(text).digest('hex').slice(0, 16);
const head = '// Written by `npm run dashboard:page`; do not edit.\n';
const constant = (name, text) => `export const ${name} =\n  ${JSON.stringify(text)};\n`;

const plotStyle = await bundle('plots/plots.css');
const pageStyle = await bundle('page/page.css');
const pageScript = await bundle('page/main.ts');
const files = {
  'plots/style.generated.ts': head + constant('plotStyle', plotStyle),
  'page.generated.ts':
    head +
    constant('scriptHash', hashOf(pageScript)) +
    constant('styleHash', hashOf(pageStyle)) +
    constant('pageStyle', pageStyle) +
    constant('pageScript', pageScript),
};

for (const [name, text] of Object.entries(files)) {
  const path = `${folder}${name}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`src/dashboard/${name} is not what its sources say: npm run dashboard:page`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}

const kb = bytes => `${(bytes / 1_000).toFixed(1)} KB`;
const weigh = (name, text) =>
  console.log(
    `${name.padEnd(8)} ${kb(Buffer.byteLength(text)).padStart(8)}, gzip ${kb(gzipSync(text, { level: 9 }).length)}`,
  );
const { outputFiles } = await build({
  entryPoints: [`${folder}page-html.ts`],
  bundle: true,
  format: 'esm',
  write: false,
});
const { pageHtml } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
weigh('page', pageHtml('./dashboard/'));
weigh('script', pageScript);
weigh('style', pageStyle);
