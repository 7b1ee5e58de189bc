import { defineConfig } from 'tsup';
import packageJson from './package.json' with { type: 'json' };

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    v1: 'src/v1.ts',
    middleware: 'src/middleware.ts',
    sandbox: 'src/sandbox/index.ts',
    testing: 'src/testing/index.ts',
    cli: 'src/cli/index.ts',
  },
  format: ['esm'],
  target: 'node20',
  platform: 'neutral',
  external: [/^node:/, /^@ai-sdk\//, /^zod/],
  dts: {
    resolve: ['provider-v1'],
    entry: {
      index: 'src/index.ts',
      v1: 'src/v1.ts',
      middleware: 'src/middleware.ts',
      sandbox: 'src/sandbox/index.ts',
      testing: 'src/testing/index.ts',
    },
  },
  sourcemap: true,
  clean: true,
  splitting: true,
  define: { __PACKAGE_VERSION__: JSON.stringify(packageJson.version) },
});
