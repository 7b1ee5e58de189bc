/**
 * Runs the examples, all or those that are named, each in a process of its own. Without HOLYSHEEP_API_KEY they talk to
 * an embedded gateway whose answers are simulated. Exits with 1 when one fails, or when none has the name that was asked.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { startSandbox } from '../dist/sandbox.js';
import { linkApplication, sdkOf } from './link-application.mjs';

const folder = fileURLToPath(new URL('../examples', import.meta.url));
// Inside the package, so that its own name resolves to what was built.
const compiled = join(folder, '.compiled');
// An example is a file, or an application in a folder of its own, beside its own major of the AI SDK.
const majors = new Map(Object.keys(sdkOf).map(major => [`ai-sdk-${major}`, major]));
const all = [
  ...readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .map(name => basename(name, '.ts')),
  ...majors.keys(),
];
const wanted = process.argv.slice(2).map(name => basename(name, '.ts'));
const unknown = wanted.filter(name => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no example ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(1);
}
const names = wanted.length > 0 ? wanted : all;

const pathOf = name => (majors.has(name) ? `${name}/app` : name);
mkdirSync(compiled, { recursive: true });
for (const name of names) if (majors.has(name)) linkApplication(join(compiled, name), majors.get(name));
await build({
  entryPoints: names.map(name => join(folder, `${pathOf(name)}.ts`)),
  outbase: folder,
  outdir: compiled,
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  target: 'node20',
});

const gateway = process.env.HOLYSHEEP_API_KEY ? null : await startSandbox();
const env = gateway === null ? {} : { HOLYSHEEP_API_KEY: gateway.apiKey, HOLYSHEEP_BASE_URL: gateway.url };
const failed = [];
for (const name of names) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  if ((await run(join(compiled, `${pathOf(name)}.mjs`))) !== 0) failed.push(name);
}
await gateway?.close();
rmSync(compiled, { recursive: true });
console.log(`\n${names.length - failed.length} of ${names.length} examples ran.`);
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Resolves to the exit code. */
function run(file) {
  const child = spawn(process.execPath, [file], {
    stdio: 'inherit',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  return new Promise(resolve => child.once('exit', resolve));
}
