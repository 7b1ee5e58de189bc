import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applications } from './applications.mjs';
import { zodFor } from './cells.mjs';
import { commandOf, environmentFor, managers } from './managers.mjs';
import { nodePathOf } from './prepare.mjs';
import { runProcess } from './run-process.mjs';

/**
 * Installs and runs one cell. `install` is 'installs', 'warns' (of an engine), 'refused' (for an engine) or 'fails' (for
 * anything else), `message` the line that says why, and `alone` what becomes of the AI SDK without us: that tells whose
 * engines it is about. `esm` and `cjs` are 'works', an error's first line, or null where nothing was installed.
 */
export async function tryCell(cell, workshop) {
  const own = await install(cell, workshop, { 'ai-sdk-routed': `file:${workshop.tarball}` });
  const runs = own.isInstalled ? await runApplications(cell, own) : { esm: null, cjs: null };
  const versions = own.isInstalled ? versionsIn(own.folder) : {};
  rmSync(own.folder, { recursive: true });
  const alone = own.install === 'installs' ? null : await tryAlone(cell, workshop);
  return { ...cell, install: own.install, message: own.message, alone, ...runs, versions };
}

async function tryAlone(cell, workshop) {
  const { folder, install: result } = await install(cell, workshop, {});
  rmSync(folder, { recursive: true });
  return result;
}

async function install(cell, workshop, dependencies) {
  const folder = join(workshop.folder, 'application');
  mkdirSync(folder);
  const wanted = { ai: `^${cell.ai}.0.0`, zod: zodFor[cell.ai], ...dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }));
  const nodePath = nodePathOf(cell.node, workshop.toolsFolder);
  const env = environmentFor(nodePath);
  const [program, args] = commandOf(cell, { ...workshop, nodePath });
  const { exitCode, output } = await runProcess(program, args, { cwd: folder, env, timeoutMs: 180_000 });
  return { folder, nodePath, env, ...judge(exitCode, output, managers[cell.pm]) };
}

function judge(exitCode, output, { complaint }) {
  const lines = output.split('\n').map(line => line.trim());
  const complained = lines.find(line => complaint.test(line));
  const isInstalled = exitCode === 0;
  if (complained !== undefined)
    return { isInstalled, install: isInstalled ? 'warns' : 'refused', message: complained };
  return isInstalled
    ? { isInstalled, install: 'installs', message: null }
    : { isInstalled, install: 'fails', message: firstError(lines) };
}

const firstError = lines =>
  lines.find(line => /error|ERR_/i.test(line)) ?? lines.find(Boolean) ?? 'no output';

async function runApplications({ ai }, { folder, nodePath, env }) {
  const run = async (name, source) => {
    writeFileSync(join(folder, name), source);
    const { exitCode, output } = await runProcess(nodePath, [name], { cwd: folder, env, timeoutMs: 60_000 });
    // A warning of Node's, of the SDK's or of a package counts as a failure: nobody wants it in their logs.
    return exitCode === 0 && output === 'works\n' ? 'works' : firstError(output.split('\n'));
  };
  const { esm, cjs } = applications(ai);
  return { esm: await run('application.mjs', esm), cjs: await run('application.cjs', cjs) };
}

function versionsIn(folder) {
  const versionOf = name =>
    JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  return { ai: versionOf('ai'), zod: versionOf('zod') };
}
