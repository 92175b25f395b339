import { defineConfig } from 'vitest/config';

// Slow suites (real clients of other languages) are not part of `npm test`: see scripts/conformance.mjs.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/conformance/**', 'node_modules/**'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
