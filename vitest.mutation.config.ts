import { defineConfig } from 'vitest/config';
import config from './vitest.config.js';

/** The tests that mutants of `retry/`, `price/` and `layers/` are run against: those without sockets, builds and simulations. */
export default defineConfig({
  ...config,
  test: {
    include: ['test/{retry,price,store,measure,layers,route}/**/*.test.ts'],
    // Sockets; and what takes seconds, because nearly every mutant is on its way.
    exclude: ['test/layers/attempt/budget/sandbox.test.ts', 'test/layers/simulations/**'],
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
