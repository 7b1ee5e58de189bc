/** Writes docs/options.md from the schemas, where defaults and help live. With `--check`: exits with 1 when it is out of date. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  stdin: {
    contents: `
      export { allowedAt, entriesAt } from './src/core/allowed-values.ts';
      export { routedOptions, routeOptions } from './src/options.ts';
      export { targetOptions } from './src/target-options.ts';
      export { routedCallOptions } from './src/call-options.ts';
    `,
    resolveDir: root,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['@ai-sdk/*'],
  define: { __PACKAGE_VERSION__: '"docs"' },
  write: false,
});
const compiled = `${root}scripts/.options-doc.mjs`;
writeFileSync(compiled, outputFiles[0].text);
const { allowedAt, entriesAt, routedOptions, routeOptions, targetOptions, routedCallOptions } = await import(
  compiled
).finally(() => rmSync(compiled));

/** Names are shown as they are written, all else in words: "a number > 0". */
const typeOf = (root, path) =>
  allowedAt(root, path)
    .map(one => (/^an? /.test(one) ? one : `\`${one}\``))
    .join(', ');

function defaultOf(schema) {
  if (!schema.safeParse(undefined).success) return 'required';
  const standard = schema.parse(undefined);
  if (standard === undefined) return '';
  if (Array.isArray(standard)) return standard.map(one => `\`${one}\``).join(', ');
  return typeof standard === 'object' ? 'as below' : `\`${standard}\``;
}

/** One row per option, nested ones by their path. */
function rowsOf(root, path = []) {
  return entriesAt(root, path).flatMap(([name, schema]) => {
    const at = [...path, name];
    if (!schema.description) throw new Error(`${at.join('.')} has no description`);
    const cells = [`\`${at.join('.')}\``, typeOf(root, at), defaultOf(schema), schema.description];
    return [
      `| ${cells.join(' | ').replaceAll('  ', ' ')} |`,
      ...(told.includes(schema) ? [] : rowsOf(root, at)),
    ];
  });
}

/** A route entry takes the same defaults as a target, whose table tells them. */
const told = entriesAt(routeOptions, []).flatMap(([name, schema]) => (name === 'defaults' ? [schema] : []));

const table = schema =>
  ['| option | allowed | default | what it does |', '|---|---|---|---|', ...rowsOf(schema)].join('\n');

const text = `# Options

Written by \`npm run docs\` from the schemas, which is where defaults live. An unknown key or a wrong value is an
\`InvalidOptionsError\` that names the path and what is allowed there, before anything is sent.

## \`createRouted(options)\`

${table(routedOptions)}

## A target: \`targets: { id: ... }\`, or any AI SDK model instead

${table(targetOptions)}

## An entry of a route: \`routes: { simple: [ ... ] }\`, or only the name of a target

${table(routeOptions)}

## One call: \`providerOptions.routed\`, or the \`settings\` of \`routed(id, settings)\`

${table(routedCallOptions)}
`;

const file = `${root}docs/options.md`;
if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(file, 'utf8') === text;
  if (!isCurrent) console.error('docs/options.md is out of date: npm run docs');
  process.exitCode = isCurrent ? 0 : 1;
} else writeFileSync(file, text);
