/**
 * What each entry weighs in an application's bundle, every dependency external: minified, and as gzip.
 * Data (the words and weights of the classifiers, the catalogue of models, the dashboard's page) is counted apart. With
 * `--rooms`, what each folder adds to `.`. Exits with 1 when an entry is over its budget.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Gzip bytes of our own code, without data. */
const entries = [
  { name: '.', path: 'src/index.ts', budgetKb: 111 },
  { name: '/v1', path: 'src/v1.ts', budgetKb: 116 },
  { name: '/v2', path: 'src/v2.ts', budgetKb: 113 },
  { name: '/v3', path: 'src/v3.ts', budgetKb: 113 },
  { name: '/middleware', path: 'src/middleware.ts', budgetKb: 111 },
  { name: '/otel', path: 'src/otel.ts', budgetKb: 9 },
  { name: '/prometheus', path: 'src/prometheus.ts', budgetKb: 2 },
  { name: '/testing', path: 'src/testing/index.ts', budgetKb: 3 },
  { name: '/dashboard', path: 'src/dashboard/index.ts', budgetKb: 9 },
];
const data =
  /src\/(classify\/(lexicon|learned\/(weights|word-classes|aside-words|plain-words)|reference-scores)|price\/catalogue\.generated|dashboard\/page\.generated)/;

async function bundle(path, { hasData }) {
  const withoutData = {
    name: 'without-data',
    setup({ onLoad }) {
      if (hasData) return;
      // Its names stay, so that what uses them stays.
      onLoad({ filter: data }, ({ path: file }) => {
        const names = [...readFileSync(file, 'utf8').matchAll(/export (?:const|function) (\w+)/g)];
        return { contents: names.map(([, name]) => `export const ${name} = globalThis.${name};`).join('\n') };
      });
    },
  };
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    platform: 'neutral',
    external: ['@ai-sdk/*', '@cfworker/*', 'zod/*', '@opentelemetry/*'],
    define: { __PACKAGE_VERSION__: JSON.stringify(version) },
    plugins: [withoutData],
    metafile: true,
    write: false,
  });
  const { contents } = outputFiles[0];
  const { inputs } = Object.values(metafile.outputs)[0];
  return { bytes: contents.length, gzipBytes: gzipSync(contents, { level: 9 }).length, inputs };
}

const kb = bytes => (bytes / 1_000).toFixed(1).padStart(8);
let isOver = false;
console.log('entry            min KB  gzip KB  own gzip KB  budget KB');
for (const { name, path, budgetKb } of entries) {
  const whole = await bundle(path, { hasData: true });
  const own = await bundle(path, { hasData: false });
  const verdict = own.gzipBytes > budgetKb * 1_000 ? '  over' : '';
  isOver ||= verdict !== '';
  console.log(
    `${name.padEnd(14)} ${kb(whole.bytes)} ${kb(whole.gzipBytes)}     ${kb(own.gzipBytes)}   ${String(budgetKb).padStart(8)}${verdict}`,
  );
}

if (process.argv.includes('--rooms')) {
  const { inputs } = await bundle('src/index.ts', { hasData: true });
  const rooms = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const room = file.split('/').slice(1, -1).join('/') || 'src';
    rooms.set(room, (rooms.get(room) ?? 0) + bytesInOutput);
  }
  console.log('\nroom                                min KB');
  for (const [room, bytes] of [...rooms].sort((one, other) => other[1] - one[1]))
    console.log(`${room.padEnd(34)} ${kb(bytes)}`);
}
process.exitCode = isOver ? 1 : 0;
