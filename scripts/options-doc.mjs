/** Writes docs/options.md from the schemas, where defaults and help live. With `--check`: exits with 1 when it is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { outputFiles } = await build({
  stdin: {
    contents: `
      export { z } from 'zod/v4';
      export { routedOptions, targetOptions } from './src/options.ts';
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
const { z, routedOptions, targetOptions, routedCallOptions } = await import(compiled).finally(async () => {
  (await import('node:fs')).rmSync(compiled);
});

const schemaOf = schema => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });

function typeOf(schema) {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => `'${value}'`).join(', ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf).filter(Boolean))].join(', or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  if (schema.type === 'object' && schema.additionalProperties) return 'record';
  return schema.type ?? '';
}

/** One row per option, nested ones by their path. */
function rowsOf(schema, path = []) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const at = [...path, name];
    const nested = [property, ...(property.anyOf ?? [])].find(one => one.properties !== undefined);
    const isOpen = nested === undefined || path.length > 0;
    const type = nested === undefined ? typeOf(property) : property.anyOf ? '`false`, or options' : 'options';
    const standard =
      property.default === undefined || typeof property.default === 'object'
        ? ''
        : `\`${JSON.stringify(property.default)}\``;
    const row = `| \`${at.join('.')}\` | ${type.replaceAll('|', '\\|')} | ${standard} | ${property.description ?? ''} |`;
    return [row, ...(isOpen && path.length > 1 ? [] : nested === undefined ? [] : rowsOf(nested, at))];
  });
}

const table = schema =>
  ['| option | type | default | what it does |', '|---|---|---|---|', ...rowsOf(schemaOf(schema))].join('\n');

const text = `# Options

Written by \`npm run docs\` from the schemas, which is where defaults live. An unknown key or a wrong value is an
\`InvalidOptionsError\` that names the path and what is allowed there, before anything is sent.

## \`createRouted(options)\`

${table(routedOptions)}

## A target: \`targets: { id: ... }\`, or any AI SDK model instead

${table(targetOptions)}

## One call: \`providerOptions.routed\`, or the \`settings\` of \`routed(id, settings)\`

${table(routedCallOptions)}
`;

const file = `${root}docs/options.md`;
if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(file, 'utf8') === text;
  if (!isCurrent) console.error('docs/options.md is out of date: npm run docs');
  process.exitCode = isCurrent ? 0 : 1;
} else writeFileSync(file, text);
