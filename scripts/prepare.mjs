/**
 * Builds the package after an install, and before it is packed. `examples/nextjs` depends on this folder as a link, and
 * npm builds a link without installing what it needs for that: in a fresh clone this does so first.
 */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = command => execSync(command, { cwd: root, stdio: 'inherit' });

if (!existsSync(`${root}node_modules/tsup`)) {
  console.log(
    'ai-sdk-routed is not installed here yet: installing what it is built with. This takes a minute.',
  );
  // Without scripts: they would come back here.
  run('npm ci --ignore-scripts');
}
run('npx --no-install tsup');
