import shared from './vitest.config.js';

/** What has to be seen in a browser; apart, so that `npm test` needs none. */
export default {
  ...shared,
  test: {
    ...shared.test,
    include: ['test/browser/**/*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
};
