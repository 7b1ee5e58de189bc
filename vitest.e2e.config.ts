import { defineConfig } from 'vitest/config';

/** What is driven in a real browser: `npm run e2e`. One test after the other, since they share an application. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: 'test/e2e/set-up.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
