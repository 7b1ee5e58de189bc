import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tests that run the built package must not run an old one. Building is left out where nothing changed since. */
export default function buildWhenStale(): void {
  const builtAtMs = statSync(join(root, 'dist/cli.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newestMs(join(root, 'src')) < builtAtMs) return;
  execFileSync(process.execPath, [join(root, 'node_modules/tsup/dist/cli-default.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const newestMs = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { recursive: true }).map(name => statSync(join(folder, String(name))).mtimeMs),
  );
