/**
 * Makes a folder look like an application beside one major of the AI SDK: its `ai` is that major, its `ai-sdk-routed` is
 * this package. Nothing is copied or installed.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The names under which the majors are installed here. */
export const sdkOf = { 4: 'ai4', 5: 'ai5', 6: 'ai6', 7: 'ai' };

export function linkApplication(folder, major) {
  const modules = join(folder, 'node_modules');
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(root, 'node_modules', sdkOf[major]), join(modules, 'ai'), 'dir');
  symlinkSync(join(root, 'node_modules', 'zod'), join(modules, 'zod'), 'dir');
  symlinkSync(root, join(modules, 'ai-sdk-routed'), 'dir');
}
