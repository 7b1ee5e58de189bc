import { defineConfig } from 'tsup';
import packageJson from './package.json' with { type: 'json' };

const library = {
  index: 'src/index.ts',
  v1: 'src/v1.ts',
  v2: 'src/v2.ts',
  v3: 'src/v3.ts',
  middleware: 'src/middleware.ts',
  node: 'src/node.ts',
  otel: 'src/otel.ts',
  prometheus: 'src/prometheus.ts',
  sandbox: 'src/sandbox/index.ts',
  testing: 'src/testing/index.ts',
  dashboard: 'src/dashboard/index.ts',
};

export default defineConfig({
  // The terminal is a program: it has no types.
  entry: { ...library, cli: 'src/cli/index.ts' },
  // The types of older specifications are written out: nobody has to install them.
  dts: { entry: library, resolve: ['provider-v1', 'provider-v2', 'provider-v3'] },
  format: ['esm'],
  platform: 'neutral',
  target: 'node20',
  external: [/^node:/, /^@ai-sdk\//, /^zod/],
  define: { __PACKAGE_VERSION__: JSON.stringify(packageJson.version) },
  esbuildOptions(options) {
    options.charset = 'utf8';
  },
  sourcemap: true,
  splitting: true,
  clean: true,
});
