/**
 * Install truth: packs the package, and for every major of the AI SDK, package manager, Node and engine-strict setting
 * installs it in an empty folder and makes a call there. Compares with docs/install.md; exits with 1 where they differ.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseCells } from './install-matrix/cells.mjs';
import {
  describeCell,
  expectedIn,
  isWhole,
  renderDocument,
  renderTable,
} from './install-matrix/document.mjs';
import { prepareWorkshop } from './install-matrix/prepare.mjs';
import { stopping } from './install-matrix/run-process.mjs';
import { tryCell } from './install-matrix/try-cell.mjs';

const help = `npm run check:install -- [options]

  --only ai=4,pm=npm,node=20,strict=on   these cells alone; repeat an axis for alternatives: ai=4,ai=5
  --tarball <file>                       take this package instead of building and packing
  --write                                write docs/install.md instead of comparing with it (the whole matrix only)
  --json                                 every cell with its messages and versions, instead of the table
  --help`;

const root = fileURLToPath(new URL('..', import.meta.url));
const documentPath = `${root}docs/install.md`;
const log = text => console.error(text);

// Stopped by hand, it still removes its temporary folder.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
try {
  process.exitCode = await main();
} catch (error) {
  log(error.message);
  process.exitCode = 1;
}

/** Resolves to the exit code. */
async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      tarball: { type: 'string' },
      write: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const cells = chooseCells(values.only);
  if (values.write && !isWhole(cells)) throw new Error('--write needs the whole matrix: leave out --only.');
  const tarball = values.tarball === undefined ? undefined : resolve(values.tarball);
  if (tarball !== undefined && !existsSync(tarball)) throw new Error(`--tarball: there is no ${tarball}.`);
  const results = await tryAll(cells, tarball);
  console.log(values.json ? JSON.stringify(results, null, 2) : renderTable(results));
  if (!values.write) return compare(results);
  writeFileSync(documentPath, renderDocument(results));
  return 0;
}

async function tryAll(cells, tarball) {
  const startedAtMs = performance.now();
  const seconds = () => `${((performance.now() - startedAtMs) / 1_000).toFixed(1).padStart(6)} s`;
  const workshop = await prepareWorkshop({ root, tarball, cells, log: text => log(`${seconds()}  ${text}`) });
  const results = [];
  try {
    // One at a time: side by side they would share caches that are being written.
    for (const cell of cells) {
      const result = await tryCell(cell, workshop);
      results.push(result);
      log(`${seconds()}  ${nameOf(cell)}: ${describeCell(result)}`);
    }
  } finally {
    workshop.remove();
  }
  return results;
}

function compare(results) {
  const document = existsSync(documentPath) ? readFileSync(documentPath, 'utf8') : '';
  const different = results.filter(result => describeCell(result) !== expectedIn(document, result));
  for (const result of different) {
    log(`\n${nameOf(result)} is not as in docs/install.md`);
    log(`  expected: ${expectedIn(document, result) ?? 'nothing'}`);
    log(`  was:      ${describeCell(result)}`);
    const said = { install: result.message, esm: result.esm, cjs: result.cjs };
    for (const [what, line] of Object.entries(said))
      if (line !== null && line !== 'works') log(`  ${what}: ${line}`);
  }
  log(`\n${results.length - different.length} of ${results.length} cells are as in docs/install.md.`);
  return different.length === 0 ? 0 : 1;
}

function nameOf({ ai, node, pm, strict }) {
  return `ai@${ai}, Node ${node}, ${pm}, engine-strict ${strict}`;
}
