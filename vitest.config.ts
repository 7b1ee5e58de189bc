import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };

const src = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  define: { __PACKAGE_VERSION__: JSON.stringify(packageJson.version) },
  resolve: {
    alias: [
      { find: /^ai-sdk-routed$/, replacement: src('index.ts') },
      { find: /^ai-sdk-routed\/(sandbox|testing|dashboard)$/, replacement: src('$1/index.ts') },
      { find: /^ai-sdk-routed\/(.+)$/, replacement: src('$1.ts') },
    ],
  },
  test: {
    globalSetup: 'test/build-when-stale.ts',
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
