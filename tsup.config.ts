import { defineConfig } from 'tsup';
import packageJson from './package.json' with { type: 'json' };

const shared = {
  format: ['esm' as const],
  target: 'node20',
  external: [/^node:/, /^@ai-sdk\//, /^zod/],
  sourcemap: true,
  splitting: true,
  define: { __PACKAGE_VERSION__: JSON.stringify(packageJson.version) },
};

const entry = {
  index: 'src/index.ts',
  middleware: 'src/middleware.ts',
  sandbox: 'src/sandbox/index.ts',
  testing: 'src/testing/index.ts',
};

export default defineConfig({
  ...shared,
  platform: 'neutral',
  entry: { ...entry, cli: 'src/cli/index.ts' },
  // Only these have types: the terminal is a program, not a library.
  dts: { entry, resolve: ['provider-v1'] },
  clean: true,
});
