import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managers } from './managers.mjs';
import { runProcess } from './run-process.mjs';

/**
 * The workshop: a folder in the system's temporary one, with the packed tarball, the package managers, and the Nodes
 * that are not this one. `remove()` leaves nothing behind.
 */
export async function prepareWorkshop({ root, tarball, cells, log }) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'install-matrix-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    log(tarball === undefined ? 'building and packing' : `taking ${tarball}`);
    const packed = tarball ?? (await pack(root, folder));
    log('fetching the package managers and other Nodes');
    const toolsFolder = await installTools(folder, cells);
    return { folder, tarball: packed, toolsFolder, cacheFolder: join(folder, 'cache'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** With the scripts, as publishing would: an old `dist` is not what is tested. */
async function pack(root, folder) {
  await npm(['pack', '--pack-destination', folder], root);
  return join(
    folder,
    readdirSync(folder).find(name => name.endsWith('.tgz')),
  );
}

async function installTools(folder, cells) {
  const toolsFolder = join(folder, 'tools');
  mkdirSync(toolsFolder);
  writeFileSync(join(toolsFolder, 'package.json'), '{ "private": true }');
  const packages = [
    ...new Set(cells.map(cell => managers[cell.pm].package)),
    ...otherNodes(cells).map(major => `node${major}@npm:node@${major}`),
  ];
  await npm(['install', '--no-audit', '--no-fund', ...packages], toolsFolder);
  return toolsFolder;
}

const isOwn = major => process.versions.node.startsWith(`${major}.`);
const otherNodes = cells => [...new Set(cells.map(cell => cell.node))].filter(major => !isOwn(major));

/** This process's own Node where the major is the same, else the one from the registry. */
export const nodePathOf = (major, toolsFolder) =>
  isOwn(major) ? process.execPath : join(toolsFolder, 'node_modules', `node${major}`, 'bin', 'node');

async function npm(args, cwd) {
  const { exitCode, output } = await runProcess('npm', args, { cwd, env: process.env, timeoutMs: 300_000 });
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')}\n${output}`);
}
