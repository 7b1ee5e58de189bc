import { axes, chooseCells } from './cells.mjs';

/** One cell in words. What was seen to work is named. */
export function describeCell({ install, alone, esm, cjs }) {
  const isBad = install === 'refused' || install === 'fails';
  const blame = alone === null ? '' : alone === install ? ' (`ai` alone too)' : ` (\`ai\` alone: ${alone})`;
  const runs = isBad ? [] : [describeRun('ESM', esm), describeRun('CommonJS', cjs)];
  return [`${isBad ? `**${install}**` : install}${blame}`, ...runs].join(', ');
}

const describeRun = (name, result) => (result === 'works' ? name : `**${name} fails**`);

const rowKey = ({ ai, node, pm }) => `| ${ai} | ${node} | ${pm === 'yarn' ? 'yarn 1' : pm} |`;

/** A row for each AI SDK, Node and package manager; the two columns are engine-strict off and on. */
export function renderTable(results) {
  const rows = new Map();
  for (const result of results) {
    const columns = rows.get(rowKey(result)) ?? {};
    rows.set(rowKey(result), { ...columns, [result.strict]: describeCell(result) });
  }
  return [
    '| AI SDK | Node | package manager | engine-strict off | engine-strict on |',
    '|---|---|---|---|---|',
    ...[...rows].map(([key, { off = 'not run', on = 'not run' }]) => `${key} ${off} | ${on} |`),
  ].join('\n');
}

/** The expected words of a cell, read back from the document; undefined where it has none. */
export function expectedIn(document, cell) {
  const row = document.split('\n').find(line => line.startsWith(rowKey(cell)));
  return row?.split('|')[4 + axes.strict.indexOf(cell.strict)]?.trim();
}

export const isWhole = results => results.length === chooseCells().length;

const versionsOf = results =>
  axes.ai
    .map(ai => results.find(result => result.ai === ai && result.versions.ai)?.versions)
    .filter(Boolean)
    .map(({ ai, zod }) => `ai ${ai} with zod ${zod}`)
    .join(', ');

/** One example of each message, with the versions it was seen with. */
function messagesOf(results) {
  const seen = new Map();
  for (const { pm, ai, install, message } of results) {
    const key = `${pm}, ${install === 'warns' ? 'a warning' : 'a refusal'}`;
    if (message !== null && !seen.has(key)) seen.set(key, `- ${key}, beside ai@${ai}: \`${message}\``);
  }
  return [...seen.values()].join('\n');
}

export const renderDocument = results => `# What installs where

Written by \`npm run check:install -- --write\`; \`npm run check:install\` fails where the table is no longer true. The packed
package is installed beside each major of the AI SDK, in an empty folder, and then makes a real call there, as a module
and from CommonJS. In a cell: whether it **installs**, **warns** of an engine, is **refused** for an engine, or **fails** for
another reason; then the kinds of import that were seen to work. Where something is not well, the same is tried without
this package: what becomes of \`ai\` alone is in brackets.

${renderTable(results)}

**Engine-strict** makes a package manager refuse a package whose \`engines\` field does not fit; the three set it
differently. npm: \`--engine-strict\`; it is off by default, and npm then warns. pnpm: \`--config.engine-strict=true\`; it is off
by default, and pnpm then says nothing. yarn 1 **checks by default**: "on" is a plain \`yarn install\`, "off" is
\`yarn install --ignore-engines\`.

Whatever is refused here is refused for one field: the \`@ai-sdk/*\` packages of AI SDK 7's line declare \`node >=22\`. They
run on Node 20.19 too, as the cells beside show. This package depends on three of them (\`@ai-sdk/provider\`,
\`@ai-sdk/provider-utils\`, \`@ai-sdk/openai-compatible\`), whichever AI SDK you use.

\`require()\` of this package, and of \`ai@7\`, is Node's \`require()\` of a module: it needs Node 20.19, or 22.12, or later.

What they say, once each:

${messagesOf(results)}

Seen with ${versionsOf(results)}.
`;
